/** Evidence once more of a part back on the spindle, because a person asked for it. Its verdict stays what it was. */
import type { EventData } from '@celltwin/contracts'
import { ofCycle } from '../of-cycle.ts'
import { capture, inspect, type Kept, type Station } from './station.ts'

/** The module's whole set, at once: the part stands or turns steadily. What came is told, then what it shows. */
export async function takeStep(station: Station, step: EventData<'step-started'>): Promise<void> {
  const { context, moduleId } = station
  const told = { ...ofCycle(step), module: moduleId, requestId: step.requestId }
  try {
    const startedAt = performance.now()
    const kept = await takeAll(station, step)
    const evidence = kept.map(({ ref }) => ref)
    const tookMs = Math.round(performance.now() - startedAt)
    await context.tell('evidence-captured', { ...told, evidence, tookMs, because: 'request' })
    if (!atRecipeSpeed(station, step)) return
    const repeats = await station.seen(step, kept)
    const conditions = { ...recipeOf(step), ...(repeats ? { repeated: repeats.reason } : {}) }
    const { results } = await inspect(station, conditions, kept, context.signal)
    await context.tell('step-inspected', { ...told, results, evidence })
  } catch (cause) {
    if (context.signal.aborted) return
    await context.tell('step-failed', { ...told, reason: cause instanceof Error ? cause.message : String(cause) })
  }
}

function takeAll(station: Station, step: EventData<'step-started'>): Promise<Kept[]> {
  const { takes } = station.context.cell.modules[station.moduleId]!
  const { take, angleDeg, rpm } = step
  return Promise.all(
    takes.map(({ evidence, phase }) =>
      capture(station, evidence, phase, step, station.context.signal, { take, angleDeg, rpm }),
    ),
  )
}

const recipeOf = ({ recipeHash }: EventData<'step-started'>) =>
  recipeHash === undefined ? {} : { recipe: { hash: recipeHash } }

/** Limits are good at the speed of the recipe alone; slower evidence is for a person's eyes and ears. */
function atRecipeSpeed({ context: { cell }, moduleId }: Station, { rpm }: EventData<'step-started'>): boolean {
  const { phase } = cell.modules[moduleId]!.takes[0]!
  return (cell.cycle.phases.find(({ id }) => id === phase)?.rpm ?? 0) === rpm
}
