/** The value below which `share` of the sample lies, linear between neighbours (type 7 of Hyndman and Fan). Null of none. */
export function percentile(sample: readonly number[], share: number): number | null {
  if (sample.length === 0) return null
  const sorted = Float64Array.from(sample).sort()
  const at = Math.min(1, Math.max(0, share)) * (sorted.length - 1)
  const below = sorted[Math.floor(at)]!
  const above = sorted[Math.ceil(at)]!
  return below + (above - below) * (at - Math.floor(at))
}
