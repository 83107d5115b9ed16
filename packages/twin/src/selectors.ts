/** What a screen asks of a twin. */
import type { CellTwin, CycleTwin, ReviewTwin } from '@celltwin/contracts'

const byNumber = (a: CycleTwin, b: CycleTwin) => a.cycleNumber - b.cycleNumber

/** A twin's cycles never change once there is the twin: whatever is asked of them, they are sorted once. */
const ordered = new WeakMap<CellTwin['cycles'], readonly CycleTwin[]>()

/** Cycles in the order of their numbers, oldest first. */
export function cyclesInOrder({ cycles }: Pick<CellTwin, 'cycles'>): readonly CycleTwin[] {
  const known = ordered.get(cycles)
  if (known) return known
  const sorted = Object.values(cycles).sort(byNumber)
  ordered.set(cycles, sorted)
  return sorted
}

/**
 * The cycle whose part is in the machine or on its way into it: the newest one begun and not yet arrived anywhere.
 * It has phases before it is inserted.
 */
export function runningCycle(twin: CellTwin): CycleTwin | undefined {
  const newest = cyclesInOrder(twin).findLast((cycle) => cycle.inserted || cycle.phases.length > 0)
  return newest?.arrived ? undefined : newest
}

/** The newest parts of production that have a verdict, newest first. */
export const lastParts = (twin: CellTwin, most: number): CycleTwin[] =>
  cyclesInOrder(twin)
    .filter((cycle) => cycle.verdict && cycle.challenge === undefined)
    .slice(-most)
    .reverse()

/** The last review not undone. [TW13] */
export const reviewInForce = (cycle: CycleTwin): ReviewTwin | undefined =>
  cycle.reviews.findLast((review) => !review.undone)

/** Parts in hold, in the bin, or not where they were sent, without a review in force, oldest first. */
export const waitingForPerson = (twin: CellTwin): CycleTwin[] =>
  cyclesInOrder(twin).filter((cycle) => {
    if (cycle.challenge !== undefined) return false
    const where = cycle.arrived?.where
    // Out of the bin undecided is still undecided.
    const waits = where === undefined ? cycle.mismatch : where !== 'accept'
    return waits && !reviewInForce(cycle)
  })

/** Parts in the hold fixture, by place. */
export const partsInHold = (twin: CellTwin): { place: number | undefined; cycle: CycleTwin }[] =>
  cyclesInOrder(twin)
    .filter((cycle) => cycle.arrived?.where === 'hold')
    .map((cycle) => ({ place: cycle.arrived?.place, cycle }))
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0))

/** Where the part of a cycle is. */
export const whereabouts = (cycle: CycleTwin): 'in-process' | NonNullable<CycleTwin['arrived']>['where'] =>
  cycle.arrived?.where ?? 'in-process'

/** Share of verdicts that were pass; null where nothing was judged. */
export function firstPassYield({ counters }: CellTwin): { passed: number; judged: number; share: number | null } {
  const { pass, reject, hold } = counters.judged
  const judged = pass + reject + hold
  return { passed: pass, judged, share: judged === 0 ? null : pass / judged }
}
