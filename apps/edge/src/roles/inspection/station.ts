/** What the steps of a module share: taking evidence from its sensor, and having it inspected. */
import type { EventData, EvidenceRef, Recipe, RecipeRef } from '@celltwin/contracts'
import type { Inspected, InspectRequest } from '@celltwin/inspection/load-module'
import type { RoleContext } from '../../context.ts'
import type { Capture, PartInFixture, Sensor, SteppedCapture } from '../../devices/devices.ts'
import type { WorkerCalls } from '../../worker-rpc.ts'
import type { RecipeOf } from '../known-recipes.ts'
import type { EvidenceSeen } from './evidence-seen.ts'
import type { GaugeTrust } from './keep-calibration.ts'
import type { Phases } from './phases.ts'

/** A sensor that has said nothing this long after its phase is silent. Not divided by the clock's speed. */
const SENSOR_ANSWERS_WITHIN_MS = 3000

export interface Kept {
  readonly ref: EvidenceRef
  readonly bytes: Uint8Array
}

export interface Station {
  readonly context: RoleContext
  readonly moduleId: string
  readonly phases: Phases
  readonly sensor: Sensor
  readonly worker: WorkerCalls
  readonly gauge: () => GaugeTrust
  readonly recipeOf: RecipeOf
  readonly seen: EvidenceSeen
}

/** One kind of evidence, kept on disk. @throws Error where the sensor gives none in the time of the phase. */
export async function capture(
  { context, moduleId, sensor }: Station,
  kind: string,
  phase: string,
  part: PartInFixture,
  signal: AbortSignal,
  stepped?: SteppedCapture,
): Promise<Kept> {
  const budgetMs = context.cell.cycle.phases.find(({ id }) => id === phase)!.budgetMs
  const withinMs = budgetMs / context.clock.speed + SENSOR_ANSWERS_WITHIN_MS
  const taken = await answered(withinMs, signal, `the ${moduleId} sensor gave no ${kind}`, (giveUp) =>
    sensor.capture(kind, part, giveUp, stepped),
  )
  const bytes = new Uint8Array(taken.bytes)
  return { ref: await context.keepEvidence(taken.kind, taken.mediaType, bytes), bytes }
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

interface Conditions extends Partial<Pick<EventData<'part-inserted'>, 'partTemperatureC' | 'ambientTemperatureC'>> {
  /** The cell file's where nothing is said. */
  readonly recipe?: Pick<RecipeRef, 'hash'> & Partial<RecipeRef>
  readonly repeated?: string
}

/** What an inspection thread is asked: the evidence, and under which conditions it was taken. */
export const requestOf = (
  { gauge, recipeOf }: Station,
  { recipe, partTemperatureC, ambientTemperatureC, repeated }: Conditions,
  kept: readonly Kept[],
): InspectRequest => ({
  ...(recipe === undefined ? {} : { recipe: knownOf(recipeOf, recipe) }),
  evidence: kept.map(({ ref: { kind, sha256, mediaType }, bytes }) => ({ kind, sha256, mediaType, bytes })),
  ...(partTemperatureC === undefined ? {} : { partTemperatureC }),
  ...(ambientTemperatureC === undefined ? {} : { ambientTemperatureC }),
  ...(repeated === undefined ? {} : { repeated }),
  ...gauge(),
})

/** @throws Error where nobody has told the module of it: its limits would be others. */
function knownOf(recipeOf: RecipeOf, ref: Pick<RecipeRef, 'hash'> & Partial<RecipeRef>): Recipe {
  const recipe = recipeOf(ref)
  if (recipe) return recipe
  const name = ref.id === undefined ? ref.hash.slice(0, 8) : `${ref.id} v${ref.version}`
  throw new Error(`inserted under recipe ${name}, which this module does not have`)
}

/** What the inspection thread makes of it. */
export async function inspect(
  station: Station,
  conditions: Conditions,
  kept: readonly Kept[],
  signal: AbortSignal,
): Promise<Inspected> {
  const request = requestOf(station, conditions, kept)
  const startedAt = performance.now()
  // Handed over for good, not copied: they are on disk, and nobody here reads them again.
  const bytes = kept.map((each) => each.bytes.buffer as ArrayBuffer)
  const inspected = await station.worker.call<Inspected>('inspect', request, bytes)
  signal.throwIfAborted()
  // What the steps do not account for: bytes to the thread and results back.
  const accountedMs = inspected.steps.reduce((sum, { tookMs }) => sum + tookMs, 0)
  const handOver = { step: 'hand over', tookMs: round(Math.max(0, performance.now() - startedAt - accountedMs)) }
  return { ...inspected, steps: [handOver, ...inspected.steps] }
}

export const round = (ms: number) => Math.round(ms * 10) / 10
