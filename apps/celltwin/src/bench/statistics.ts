/** The value below which a share `p` of the values lies (nearest rank). NaN of nothing. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** One decimal: more would claim more than a benchmark knows. */
export const round1 = (value: number): number => Math.round(value * 10) / 10
