/**
 * A module of the cell: takes what it owes of each inserted part in the phases that the cell file names, has it
 * inspected in a thread of its own, and tells the results. Once per cycle, and never past its deadline.
 */
import type { EventData, EventOf, EvidenceRef, Module } from '@celltwin/contracts'
import type { Inspected, InspectRequest, LoadRequest } from '@celltwin/inspection/load-module'
import type { Role, RoleContext } from '../../context.ts'
import type { Capture, Sensor } from '../../devices/devices.ts'
import { startWorker, type WorkerCalls } from '../../worker-rpc.ts'
import type { InspectionResources } from '../index.ts'
import { ofCycle } from '../of-cycle.ts'
import { type GaugeTrust, keepCalibration } from './keep-calibration.ts'
import { type Phases, trackPhases } from './phases.ts'

/** A sensor that has said nothing this long after its phase is silent. Not divided by the clock's speed. */
const SENSOR_ANSWERS_WITHIN_MS = 3000
const CYCLES_REMEMBERED = 100

interface Kept {
  readonly ref: EvidenceRef
  readonly bytes: Uint8Array
}

export const inspection =
  (moduleId: string, { worker: script, modelsFolder }: InspectionResources): Role =>
  async (context, devices) => {
    const { cell, signal } = context
    const module = cell.modules[moduleId]!
    const phases = trackPhases()
    context.on('phase-started', ({ data }) => phases.began(data.cycleId, data.phase))

    context.ready('loading')
    const worker = startWorker(script, undefined, (detail) => context.ready('loading', undefined, detail))
    const load: LoadRequest = { moduleId, module, recipe: cell.recipe, modelsFolder }
    await unlessLost(worker, worker.call('load', load))
    context.ready('warming-up')
    await unlessLost(worker, worker.call('warmUp', undefined))

    const gauge = await keepCalibration(context, moduleId)
    const sensor = devices.sensor(moduleId)
    let current: AbortController | undefined
    context.on('part-inserted', (event) => {
      // The part before has left the spindle: what is not taken of it by now would be of this one.
      current?.abort(new Error('the next part was inserted'))
      current = new AbortController()
      const stop = current
      void inspectOnce({ context, moduleId, phases, sensor, worker, gauge }, event, stop).catch((cause) =>
        context.log.error({ err: cause }, 'The part could not be inspected'),
      )
    })
    context.ready('ready')

    signal.addEventListener('abort', () => current?.abort(signal.reason))
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    try {
      await unlessLost(worker, stopped)
    } finally {
      await worker.close()
    }
  }

interface Station {
  readonly context: RoleContext
  readonly moduleId: string
  readonly phases: Phases
  readonly sensor: Sensor
  readonly worker: WorkerCalls
  readonly gauge: () => GaugeTrust
}

async function inspectOnce(station: Station, event: EventOf<'part-inserted'>, stop: AbortController): Promise<void> {
  const { context, moduleId } = station
  const { cycleId } = event.data
  const { dueMs, computeAllowanceMs } = context.cell.modules[moduleId]!
  const seen = context.memory.get<string[]>('cycles') ?? []
  if (seen.includes(cycleId)) return
  await context.memory.put('cycles', [...seen, cycleId].slice(-CYCLES_REMEMBERED))

  const fail = (reason: string) =>
    context.tell('inspection-failed', { ...ofCycle(event.data), module: moduleId, reason })
  // From now: live messages do not wait anywhere, and the clocks of two devices need not agree.
  const now = context.clock.steady()
  const leftMs = context.clock.deadline(now, dueMs, computeAllowanceMs).getTime() - now.getTime()
  const timer = setTimeout(() => stop.abort(new Error('the deadline has passed')), leftMs)
  try {
    await inspectPart(station, event.data, stop.signal)
  } catch (cause) {
    if (context.signal.aborted) return
    await fail(cause instanceof Error ? cause.message : String(cause))
  } finally {
    clearTimeout(timer)
  }
}

async function inspectPart(station: Station, part: EventData<'part-inserted'>, signal: AbortSignal): Promise<void> {
  const { context, moduleId } = station
  const { takes, retakeIn } = context.cell.modules[moduleId]!
  let taken = await takeAll(station, part, takes, signal)
  let inspected = await inspect(station, part, taken.kept, signal)
  if (inspected.retake !== undefined && retakeIn !== undefined) {
    const reason = inspected.retake
    await context.tell('retake-requested', { ...ofCycle(part), module: moduleId, phase: retakeIn, reason })
    const { phases } = context.cell.cycle
    const next = phases[phases.findIndex(({ id }) => id === retakeIn) + 1]?.id
    if (await station.phases.awaitOptional(part.cycleId, retakeIn, next, signal)) {
      const again = takes.map(({ evidence }) => ({ evidence, phase: retakeIn }))
      taken = await takeAll(station, part, again, signal)
      inspected = await inspect(station, part, taken.kept, signal)
    }
  }
  await context.tell('part-inspected', {
    ...ofCycle(part),
    module: moduleId,
    results: inspected.results,
    evidence: taken.kept.map(({ ref }) => ref),
    steps: [{ step: 'take evidence', tookMs: taken.tookMs }, ...inspected.steps],
  })
}

/** Everything that is owed, each in its phase, and told. @throws what kept the first of it from being taken. */
async function takeAll(
  station: Station,
  part: EventData<'part-inserted'>,
  takes: Module['takes'],
  signal: AbortSignal,
): Promise<{ kept: Kept[]; tookMs: number }> {
  const { context, moduleId } = station
  const startedAt = performance.now()
  const taken = await Promise.allSettled(
    takes.map(({ evidence, phase }) => takeEvidence(station, evidence, phase, part, signal)),
  )
  const tookMs = round(performance.now() - startedAt)
  const kept = taken.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const evidence = kept.map(({ ref }) => ref)
  if (evidence.length > 0)
    await context.tell('evidence-captured', { ...ofCycle(part), module: moduleId, evidence, tookMs })
  for (const each of taken) if (each.status === 'rejected') throw each.reason
  return { kept, tookMs }
}

async function takeEvidence(
  { context, moduleId, phases, sensor }: Station,
  kind: string,
  phase: string,
  part: EventData<'part-inserted'>,
  signal: AbortSignal,
): Promise<Kept> {
  await phases.await(part.cycleId, phase, signal)
  const budgetMs = context.cell.cycle.phases.find(({ id }) => id === phase)!.budgetMs
  const withinMs = budgetMs / context.clock.speed + SENSOR_ANSWERS_WITHIN_MS
  const capture = await answered(withinMs, signal, `the ${moduleId} sensor gave no ${kind}`, (giveUp) =>
    sensor.capture(kind, part, giveUp),
  )
  const bytes = new Uint8Array(capture.bytes)
  return { ref: await context.keepEvidence(capture.kind, capture.mediaType, bytes), bytes }
}

/** @throws Error `silent` where nothing came in time; the signal's reason where it aborts first. */
async function answered(
  withinMs: number,
  signal: AbortSignal,
  silent: string,
  ask: (giveUp: AbortSignal) => Promise<Capture>,
): Promise<Capture> {
  const giveUp = new AbortController()
  const abort = () => giveUp.abort(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(() => giveUp.abort(new Error(silent)), withinMs)
  try {
    return await Promise.race([
      ask(giveUp.signal),
      new Promise<never>((_resolve, reject) =>
        giveUp.signal.addEventListener('abort', () => reject(giveUp.signal.reason), { once: true }),
      ),
    ])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

async function inspect(
  { worker, gauge }: Station,
  { partTemperatureC, ambientTemperatureC }: EventData<'part-inserted'>,
  kept: readonly Kept[],
  signal: AbortSignal,
): Promise<Inspected> {
  const request: InspectRequest = {
    evidence: kept.map(({ ref: { kind, sha256, mediaType }, bytes }) => ({ kind, sha256, mediaType, bytes })),
    ...(partTemperatureC === undefined ? {} : { partTemperatureC }),
    ...(ambientTemperatureC === undefined ? {} : { ambientTemperatureC }),
    ...gauge(),
  }
  const startedAt = performance.now()
  // Handed over for good, not copied: they are on disk, and nobody here reads them again.
  const bytes = kept.map((each) => each.bytes.buffer as ArrayBuffer)
  const inspected = await worker.call<Inspected>('inspect', request, bytes)
  signal.throwIfAborted()
  // What the steps do not account for: bytes to the thread and results back.
  const accountedMs = inspected.steps.reduce((sum, { tookMs }) => sum + tookMs, 0)
  const handOver = { step: 'hand over', tookMs: round(Math.max(0, performance.now() - startedAt - accountedMs)) }
  return { ...inspected, steps: [handOver, ...inspected.steps] }
}

const unlessLost = <T>(worker: WorkerCalls, promise: Promise<T>): Promise<T> => Promise.race([promise, worker.lost])

const round = (ms: number) => Math.round(ms * 10) / 10
