/** Reading grey images between their pixels. */
import type { GreyImage } from '../inspector.ts'

/** Bilinear grey value; the border's value outside. */
export function greyAt({ width, height, data }: GreyImage, x: number, y: number): number {
  const cx = Math.min(width - 1.001, Math.max(0, x))
  const cy = Math.min(height - 1.001, Math.max(0, y))
  const left = cx | 0
  const top = cy | 0
  const fx = cx - left
  const fy = cy - top
  const i = top * width + left
  const upper = data[i]! + fx * (data[i + 1]! - data[i]!)
  const lower = data[i + width]! + fx * (data[i + width + 1]! - data[i + width]!)
  return upper + fy * (lower - upper)
}

/** The value below which a share of the numbers lies. Sorts a copy. */
export function quantile(values: readonly number[] | Float64Array, share: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}

/** Index of the greatest value between `from` and `to`, refined by a parabola through it and its neighbours. */
export function peakOf(values: Float64Array, from = 1, to = values.length - 1): { at: number; value: number } {
  let best = Math.max(1, from)
  for (let i = best; i < Math.min(to, values.length - 1); i++) if (values[i]! > values[best]!) best = i
  const before = values[best - 1]!
  const value = values[best]!
  const after = values[best + 1]!
  const curve = before - 2 * value + after
  return { at: curve < 0 ? best + (before - after) / (2 * curve) : best, value }
}

/** First differences of a smoothed profile: its edges. */
export function slopes(profile: Float64Array, reach: number): Float64Array {
  return profile.map((_, i) => {
    let slope = 0
    for (let k = 1; k <= reach; k++) {
      slope += profile[Math.min(profile.length - 1, i + k)]! - profile[Math.max(0, i - k)]!
    }
    return slope / (reach * (reach + 1))
  })
}
