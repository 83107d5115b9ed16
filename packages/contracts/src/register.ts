/** What is known, with where and when it was written. */
import type { Instant } from './ids.ts'

/** When a fact happened, and the stream position that wrote it: an older fact never overwrites a newer one. */
export interface Written {
  readonly at: Instant
  readonly epoch: number
  readonly seq: number
}

/**
 * What takes longer than this from happening to the journal was late. An edge that hears nothing sends again after five
 * seconds; less than that is the way. Both stamps are of the wall, so a cell that runs faster than real time has no other.
 */
export const LATE_AFTER_MS = 5_000

/** A fact that came late says by how much. */
export interface Heard extends Written {
  readonly lateByMs?: number
}

/** A value of the cell with the stream position that wrote it. */
export interface Register<T> {
  readonly value: T
  readonly occurredAt: Instant
  readonly epoch: number
  readonly seq: number
}
