/** Floods of alarms (ISA-18.2, EEMUA 191): more come than one person can answer, until they are few again. Pure. */
const TEN_MIN_MS = 600_000
/** It begins with more than these in ten minutes … */
const BEGINS_ABOVE = 10
/** … and ends when fewer than these came in the ten before. */
const ENDS_BELOW = 5

export interface Flood {
  /** The first of the alarms that made it one. */
  readonly fromMs: number
  /** The alarm with which it was one. */
  readonly knownMs: number
  /** Where alarms of ten minutes fall below the fewest of a flood. */
  readonly toMs: number
  readonly count: number
}

/** Of instants at which alarms were annunciated, oldest first. No alarm is of two floods. */
export function floodsOf(times: readonly number[]): Flood[] {
  const floods: Flood[] = []
  let counted = 0
  for (let from = 0, n = 0; n < times.length; n++) {
    const atMs = times[n]!
    while (atMs - times[from]! > TEN_MIN_MS) from++
    const last = floods.at(-1)
    const toMs = times[Math.max(0, n - ENDS_BELOW + 1)]! + TEN_MIN_MS
    if (last && atMs <= last.toMs) floods[floods.length - 1] = { ...last, toMs, count: last.count + 1 }
    else if (n - from + 1 > BEGINS_ABOVE) {
      const first = Math.max(from, counted)
      floods.push({ fromMs: times[first]!, knownMs: atMs, toMs, count: n - first + 1 })
    } else continue
    counted = n + 1
  }
  return floods
}

/** Whether an instant is in a flood that was known by then. */
export const isInFlood = (floods: readonly Flood[], atMs: number): boolean =>
  floods.some(({ knownMs, toMs }) => knownMs <= atMs && atMs <= toMs)
