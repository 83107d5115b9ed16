/** How two things go together: correlation of values. */
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
