/** The clock of a replay: past instants as they pass, at a rate, and never beyond what has been read. Pure. */

export interface ReplayClock {
  /** The instant that was shown when the wall clock said `wallMs`. */
  readonly anchorMs: number
  readonly wallMs: number
  /** Past milliseconds in a millisecond of ours. */
  readonly rate: number
  /** Up to here the past has been read; the clock waits there for more. */
  readonly limitMs: number
}

export const instantOf = ({ anchorMs, wallMs, rate, limitMs }: ReplayClock, nowWallMs: number): number =>
  Math.min(limitMs, anchorMs + Math.max(0, nowWallMs - wallMs) * rate)

export const isWaiting = (clock: ReplayClock, nowWallMs: number): boolean =>
  instantOf(clock, nowWallMs) >= clock.limitMs

/** The same instant, from here on at another rate or with more that has been read: time neither jumps nor catches up. */
export const changed = (
  clock: ReplayClock,
  nowWallMs: number,
  to: Partial<Pick<ReplayClock, 'rate' | 'limitMs'>>,
): ReplayClock => ({ ...clock, ...to, anchorMs: instantOf(clock, nowWallMs), wallMs: nowWallMs })

/** Wall milliseconds until the clock shows `instantMs`. */
export const wallUntil = (clock: ReplayClock, nowWallMs: number, instantMs: number): number =>
  Math.max(0, (instantMs - instantOf(clock, nowWallMs)) / clock.rate)
