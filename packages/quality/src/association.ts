/** How two things go together: correlation of values, agreement of judgements. */
import { normalQuantile } from './distributions.ts'

/** Pearson's r; null of fewer than three pairs, or where one side never changes. */
export function pearson(x: readonly number[], y: readonly number[]): number | null {
  const n = x.length
  if (n < 3) return null
  const meanX = x.reduce((sum, value) => sum + value, 0) / n
  const meanY = y.reduce((sum, value) => sum + value, 0) / n
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < n; i++) {
    const dx = x[i]! - meanX
    const dy = y[i]! - meanY
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  // Rounding leaves a trace of a spread where there is none.
  const floor = n * Number.EPSILON ** 2 * Math.max(meanX ** 2, meanY ** 2)
  return xx > floor && yy > floor ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : null
}

/** Places of the values in order, from 1; equal values share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const places = new Array<number>(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let i = from; i < to; i++) places[order[i]!] = (from + 1 + to) / 2
    from = to
  }
  return places
}

/** Spearman's rho: Pearson's r of the ranks. */
export const spearman = (x: readonly number[], y: readonly number[]): number | null => pearson(ranks(x), ranks(y))

/** Counts of two judges who each say yes or no. */
export interface Judgements {
  readonly bothYes: number
  readonly bothNo: number
  readonly firstOnly: number
  readonly secondOnly: number
}

/**
 * Cohen's kappa (1960) with the 95 % interval of its large-sample error (Fleiss, Cohen and Everitt 1969, for two classes).
 * Null where one of the judges only ever says the same: there is nothing to agree about.
 */
export function cohenKappa({ bothYes, bothNo, firstOnly, secondOnly }: Judgements) {
  const n = bothYes + bothNo + firstOnly + secondOnly
  const [first, second] = [(bothYes + firstOnly) / n, (bothYes + secondOnly) / n]
  if (n === 0 || [first, second].some((share) => share === 0 || share === 1)) return null
  const observed = (bothYes + bothNo) / n
  const expected = first * second + (1 - first) * (1 - second)
  const value = (observed - expected) / (1 - expected)
  const agree =
    (bothYes / n) * (1 - (first + second) * (1 - value)) ** 2 +
    (bothNo / n) * (1 - (2 - first - second) * (1 - value)) ** 2
  const differ =
    (1 - value) ** 2 * ((firstOnly / n) * (second + 1 - first) ** 2 + (secondOnly / n) * (first + 1 - second) ** 2)
  const variance = (agree + differ - (value - expected * (1 - value)) ** 2) / (n * (1 - expected) ** 2)
  const half = normalQuantile(0.025) * Math.sqrt(Math.max(0, variance))
  return { value, lower: Math.max(-1, value - half), upper: Math.min(1, value + half) }
}
