/** Figures of a sampled signal in time. */
export interface Statistics {
  readonly mean: number
  readonly rms: number
  readonly std: number
  /** Greatest absolute value. */
  readonly peak: number
  readonly peakToPeak: number
  /** Peak ÷ RMS. */
  readonly crestFactor: number
  readonly skewness: number
  /** Fourth standardised moment: 3 for a Gaussian. */
  readonly kurtosis: number
}

export function statisticsOf(signal: Float64Array): Statistics {
  const n = signal.length
  let sum = 0
  let squares = 0
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const x of signal) {
    sum += x
    squares += x * x
    if (x < low) low = x
    if (x > high) high = x
  }
  const mean = sum / n
  let second = 0
  let third = 0
  let fourth = 0
  for (const x of signal) {
    const d = x - mean
    second += d * d
    third += d * d * d
    fourth += d * d * d * d
  }
  const variance = second / n
  const rms = Math.sqrt(squares / n)
  const peak = Math.max(high, -low)
  return {
    mean,
    rms,
    std: Math.sqrt(variance),
    peak,
    peakToPeak: high - low,
    crestFactor: peak / rms,
    skewness: third / n / variance ** 1.5,
    kurtosis: fourth / n / variance ** 2,
  }
}

/** Middle value; of the two middle ones, the mean. NaN for none. */
export function medianOf(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
