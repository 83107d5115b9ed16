/** What is usual: the band that sound parts keep to, learnt from their values. */

export interface UsualBand {
  readonly median: number
  readonly lower: number
  readonly upper: number
  readonly parts: number
  /** Of sound parts, within the band. */
  readonly share: number
}

/** Fewer say nothing about their tails. */
const LEAST_PARTS = 50
/** Median absolute deviation of a normal distribution, in standard deviations. */
const MAD_OF_NORMAL = 0.6745
/** Two-sided normal quantile. */
const QUANTILE = { share: 0.999, z: 3.2905 } as const

/**
 * The band that 999 of 1000 sound parts keep to. Values of spread that comes as a factor (torque, noise, wear) are
 * normal by their logarithms; middle and width are robust, for a few that were not as sound as they seemed.
 *
 * @throws Error where there are too few values, or some that are not positive.
 */
export function usualBand(values: readonly number[]): UsualBand {
  if (values.length < LEAST_PARTS) throw new Error(`parts: must be at least ${LEAST_PARTS}, there are ${values.length}`)
  if (values.some((value) => !(value > 0))) throw new Error('values: must be positive')
  const logs = values.map(Math.log)
  const middle = medianOf(logs)
  const spread = medianOf(logs.map((x) => Math.abs(x - middle))) / MAD_OF_NORMAL
  return {
    median: Math.exp(middle),
    lower: Math.exp(middle - QUANTILE.z * spread),
    upper: Math.exp(middle + QUANTILE.z * spread),
    parts: values.length,
    share: QUANTILE.share,
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
