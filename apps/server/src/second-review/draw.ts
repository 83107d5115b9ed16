/**
 * Which parts are looked at again. A draw is a pure function of cell and cycle: nobody can influence it, nobody has to
 * remember it, and who draws a higher share draws the same parts and more.
 */
import { createHash } from 'node:crypto'
import type { SecondReviewPlan } from '@celltwin/contracts'
import type { ShiftWindow } from '@celltwin/quality'

/** Even between 0 and 1. */
export function drawOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32
}

export const isDrawn = (cell: string, cycleId: string, rate: number): boolean => drawOf(`${cell}/${cycleId}`) < rate

/** The same in the database, of the cycle `c`; `$n` is the slug of the cell. */
export const drawnInSql = (cell: string): string =>
  `(('x' || left(encode(sha256(convert_to(${cell} || '/' || c.cycle_id, 'UTF8')), 'hex'), 8))::bit(32)::bigint / 4294967296.0)`

/** A passed part with a value near a limit, of the cycle `c`. */
export const NEAR =
  "exists (select from measurement m where m.cycle_id = c.cycle_id and m.conformance = 'conditional-pass')"

/** Share of passes, of passes near a limit, and of rejects. */
export const ratesOf = ({ passRate, nearRate = passRate, rejectRate = 0 }: SecondReviewPlan) =>
  [passRate, nearRate, rejectRate] as const

/**
 * From when on the first part to pass is pulled: one instant in each of as many equal stretches of the shift as parts are
 * to be pulled.
 */
export function pullInstants(cell: string, { id, fromMs, toMs }: ShiftWindow, parts: number): number[] {
  const stretch = (toMs - fromMs) / parts
  return Array.from({ length: parts }, (_, n) => fromMs + (n + drawOf(`${cell}/${id}/${n}`)) * stretch)
}
