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
  const n = values.length
  if (n === 0) return Number.NaN
  const pool = Float64Array.from(values)
  const upper = select(pool, n >> 1)
  if (n % 2 === 1) return upper
  // What select leaves below its place is not larger: the other middle value is the largest of it.
  let lower = pool[0]!
  for (let i = 1; i < n >> 1; i++) if (pool[i]! > lower) lower = pool[i]!
  return (lower + upper) / 2
}

/** The value below which this share of the values lies. NaN for none. */
export function quantileOf(values: ArrayLike<number>, share: number): number {
  const pool = Float64Array.from(values)
  return pool.length === 0 ? Number.NaN : select(pool, Math.min(pool.length - 1, Math.floor(share * pool.length)))
}

/** The value that sorting would put at `place` (Hoare's quickselect); reorders the pool. */
function select(pool: Float64Array, place: number): number {
  let from = 0
  let to = pool.length - 1
  while (from < to) {
    const pivot = pool[(from + to) >> 1]!
    let left = from
    let right = to
    while (left <= right) {
      while (pool[left]! < pivot) left++
      while (pool[right]! > pivot) right--
      if (left > right) break
      const kept = pool[left]!
      pool[left++] = pool[right]!
      pool[right--] = kept
    }
    if (place <= right) to = right
    else if (place >= left) from = left
    else break
  }
  return pool[place]!
}
