/**
 * A module of the cell: takes what it owes of each inserted part in the phases that the cell file names, has it
 * inspected in a thread of its own, and tells the results. Once per cycle, and never past its deadline.
 */
import type { EventData, EventOf, Module } from '@celltwin/contracts'
import type { Inspected } from '@celltwin/inspection/load-module'
import type { Role } from '../../context.ts'
import type { InspectionResources } from '../index.ts'
import { underDescription } from '../known-descriptions.ts'
import { knownRecipes } from '../known-recipes.ts'
import { ofCycle } from '../of-cycle.ts'
import { awaitModels } from './await-models.ts'
import { evidenceSeen } from './evidence-seen.ts'
import { keepCalibration } from './keep-calibration.ts'
import { keepModels, type Models } from './keep-models.ts'
import type { Lease } from './model-slot.ts'
import { trackPhases } from './phases.ts'
import { capture, inspect, type Kept, requestOf, round, type Station } from './station.ts'
import { takeStep } from './take-step.ts'

const CYCLES_REMEMBERED = 100
const NEWEST_CYCLE = 'newest-cycle'

export const inspection =
  (moduleId: string, { worker: script, modelsFolder, packages }: InspectionResources): Role =>
  async (given, devices) => {
    const context = underDescription(given)
    const { cell, signal } = context
    const module = cell.modules[moduleId]!
    const phases = trackPhases()
    context.on('phase-started', ({ data }) => phases.began(data.cycleId, data.phase))

    const { recipe } = cell
    const models = await awaitModels(context, moduleId, () =>
      keepModels({
        context,
        packages,
        opening: { script, moduleId, module, recipe, modelsFolder },
        cycles: context.memory.get<number>(NEWEST_CYCLE) ?? 0,
      }),
    )
    if (!models) return

    const gauge = await keepCalibration(context, moduleId)
    const sensor = devices.sensor(moduleId)
    const recipeOf = knownRecipes(context)
    const shared = { context, moduleId, phases, sensor, gauge, recipeOf, seen: evidenceSeen(context) }
    let current: AbortController | undefined
    context.on('part-inserted', (event) => {
      // The part before has left the spindle: what is not taken of it by now would be of this one.
      current?.abort(new Error('the next part was inserted'))
      current = new AbortController()
      const stop = current
      const lease = models.lease(event.data.cycleNumber)
      void inspectOnce({ ...shared, worker: lease.worker, models, lease }, event, stop)
        .catch((cause) => context.log.error({ err: cause }, 'The part could not be inspected'))
        .finally(lease.release)
    })
    context.on('step-started', ({ data }) => {
      if (data.module !== moduleId) return
      const lease = models.lease(data.cycleNumber)
      void takeStep({ ...shared, worker: lease.worker }, data).finally(lease.release)
    })
    context.ready('ready')

    signal.addEventListener('abort', () => current?.abort(signal.reason))
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    try {
      await Promise.race([stopped, models.lost])
    } finally {
      await models.close()
    }
  }

/** The part's inspection runs on the model that it began with. */
interface OfPart extends Station {
  readonly models: Models
  readonly lease: Lease
}

async function inspectOnce(station: OfPart, event: EventOf<'part-inserted'>, stop: AbortController): Promise<void> {
  const { context, moduleId } = station
  const { cycleId } = event.data
  const { dueMs, computeAllowanceMs } = context.cell.modules[moduleId]!
  const seen = context.memory.get<string[]>('cycles') ?? []
  if (seen.includes(cycleId)) return
  await Promise.all([
    context.memory.put('cycles', [...seen, cycleId].slice(-CYCLES_REMEMBERED)),
    context.memory.put(NEWEST_CYCLE, event.data.cycleNumber),
  ])

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

async function inspectPart(station: OfPart, part: EventData<'part-inserted'>, signal: AbortSignal): Promise<void> {
  const { context, moduleId } = station
  const { takes, retakeIn } = context.cell.modules[moduleId]!
  let look = await lookAt(station, part, takes, signal)
  const reason = look.inspected.retake
  if (reason !== undefined && retakeIn !== undefined) {
    await context.tell('retake-requested', { ...ofCycle(part), module: moduleId, phase: retakeIn, reason })
    const { phases } = context.cell.cycle
    const next = phases[phases.findIndex(({ id }) => id === retakeIn) + 1]?.id
    if (await station.phases.awaitOptional(part.cycleId, retakeIn, next, signal)) {
      const again = takes.map(({ evidence }) => ({ evidence, phase: retakeIn }))
      look = await lookAt(station, part, again, signal)
    }
  }
  const { taken, inspected, repeats, shadow } = look
  const drawn = await Promise.all(
    inspected.drawn.map(({ kind, bytes }) => context.keepEvidence(kind, 'image/png', bytes)),
  )
  await context.tell('part-inspected', {
    ...ofCycle(part),
    module: moduleId,
    results: inspected.results,
    evidence: [...taken.kept.map(({ ref }) => ref), ...drawn],
    steps: [{ step: 'take evidence', tookMs: taken.tookMs }, ...inspected.steps],
    ...(repeats ? { repeats } : {}),
  })
  shadow?.(inspected)
}

/** Takes what is owed and has it inspected, unless it is another part's. */
async function lookAt(station: OfPart, part: EventData<'part-inserted'>, takes: Module['takes'], signal: AbortSignal) {
  const taken = await takeAll(station, part, takes, signal)
  const repeats = await station.seen(part, taken.kept)
  const shadow = repeats ? undefined : besides(station, part, taken.kept)
  const conditions = repeats ? { ...part, repeated: repeats.reason } : part
  return { taken, repeats, shadow, inspected: await inspect(station, conditions, taken.kept, signal) }
}

/** Has the model in shadow judge the same evidence, for when the part has its results; from copies, as bytes are handed over. */
function besides(station: OfPart, part: EventData<'part-inserted'>, kept: readonly Kept[]) {
  const { shadow } = station.models
  const against = station.lease.model?.digest
  if (!shadow || !against) return undefined
  const copies = kept.map(({ ref, bytes }) => ({ ref, bytes: bytes.slice() }))
  const request = requestOf(station, part, copies)
  return (live: Inspected) => shadow.judge(part, request, live, against)
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
  station: Station,
  kind: string,
  phase: string,
  part: EventData<'part-inserted'>,
  signal: AbortSignal,
): Promise<Kept> {
  await station.phases.await(part.cycleId, phase, signal)
  return capture(station, kind, phase, part, signal)
}
