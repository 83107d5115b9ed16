/** An estimate held against zero by its t-test, with the interval that belongs to it. */
import { tQuantile, tTails } from '../distributions.ts'
import type { Estimate } from '../spc/capability.ts'

const SIGNIFICANT = 0.05

export interface Tested extends Estimate {
  readonly t: number
  readonly p: number
  readonly significant: boolean
}

/** `error` is the standard error of the value. */
export function testedAgainstZero(value: number, error: number, freedom: number, confidence: number): Tested {
  const half = tQuantile((1 - confidence) / 2, freedom) * error
  const t = value / error
  const p = tTails(t, freedom)
  return { value, lower: value - half, upper: value + half, t, p, significant: p < SIGNIFICANT }
}
