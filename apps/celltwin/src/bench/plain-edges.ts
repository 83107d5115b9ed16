/** Two plain edge finders to compare with: on an upright edge, dark to the right or to the left, mean of all rows. */
import type { GreyImage } from '@celltwin/inspection'

/** Steepest step between neighbouring columns, refined by a parabola through it and its neighbours. */
export function gradientParabola(image: GreyImage): number {
  const profile = meanRow(image)
  const slope = profile.slice(1).map((grey, i) => Math.abs(grey - profile[i]!))
  let best = 1
  for (let i = 1; i < slope.length - 1; i++) if (slope[i]! > slope[best]!) best = i
  const [before, at, after] = [slope[best - 1]!, slope[best]!, slope[best + 1]!]
  const curve = before - 2 * at + after
  return best + 0.5 + (curve < 0 ? (before - after) / (2 * curve) : 0)
}

/** Grey levels from both ends; the edge lies where a sharp one would leave the same sum of grey. */
export function partialArea(image: GreyImage): number {
  const profile = meanRow(image)
  const ends = 6
  const low = meanOf(profile.slice(0, ends))
  const high = meanOf(profile.slice(-ends))
  const area = profile.reduce((sum, grey) => sum + (high - grey) / (high - low), 0)
  return area - 0.5
}

function meanRow({ width, height, data }: GreyImage): number[] {
  return Array.from({ length: width }, (_, x) => {
    let sum = 0
    for (let y = 0; y < height; y++) sum += data[y * width + x]!
    return sum / height
  })
}

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
