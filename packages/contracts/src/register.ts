/** What is known, with where and when it was written. */
import type { Instant } from './ids.ts'

/** When a fact happened, and the stream position that wrote it: an older fact never overwrites a newer one. */
export interface Written {
  readonly at: Instant
  readonly epoch: number
  readonly seq: number
}

/** A value of the cell with the stream position that wrote it. */
export interface Register<T> {
  readonly value: T
  readonly occurredAt: Instant
  readonly epoch: number
  readonly seq: number
}
