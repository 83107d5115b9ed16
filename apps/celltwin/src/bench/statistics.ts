import { percentile as percentileOf } from '@celltwin/quality'

/** As control charts reckon it; NaN of nothing. */
export const percentile = (values: readonly number[], share: number): number =>
  percentileOf(values, share) ?? Number.NaN

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** One decimal: more would claim more than a benchmark knows. */
export const round1 = (value: number): number => Math.round(value * 10) / 10
