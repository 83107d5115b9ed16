/** Control chart constants of a normal process, by subgroup size (ASTM E2587, AIAG SPC). */
import { logGamma } from '../distributions.ts'

/** Mean of the range of n standard normal values, n = 2 … 25. */
const D2 = [
  1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.97, 3.078, 3.173, 3.258, 3.336, 3.407, 3.472, 3.532, 3.588, 3.64,
  3.689, 3.735, 3.778, 3.819, 3.858, 3.895, 3.931,
]
/** Its standard deviation. */
const D3 = [
  0.853, 0.888, 0.88, 0.864, 0.848, 0.833, 0.82, 0.808, 0.797, 0.787, 0.778, 0.77, 0.763, 0.756, 0.75, 0.744, 0.739,
  0.734, 0.729, 0.724, 0.72, 0.716, 0.712, 0.708,
]

export interface ChartConstants {
  readonly d2: number
  readonly d3: number
  readonly c4: number
  readonly A2: number
  readonly A3: number
  readonly B3: number
  readonly B4: number
  readonly D3: number
  readonly D4: number
}

/** Mean of the standard deviation of n normal values, as a share of the true one. */
export const c4 = (n: number): number => Math.sqrt(2 / (n - 1)) * Math.exp(logGamma(n / 2) - logGamma((n - 1) / 2))

/** @throws RangeError beyond n = 2 … 25, where ranges are not used. */
export function chartConstants(n: number): ChartConstants {
  const d2 = D2[n - 2]
  const d3 = D3[n - 2]
  if (d2 === undefined || d3 === undefined) throw new RangeError(`subgroup size: must be 2 to 25, is ${n}`)
  const c = c4(n)
  const spread = (3 * Math.sqrt(1 - c * c)) / c
  return {
    d2,
    d3,
    c4: c,
    A2: 3 / (d2 * Math.sqrt(n)),
    A3: 3 / (c * Math.sqrt(n)),
    B3: Math.max(0, 1 - spread),
    B4: 1 + spread,
    D3: Math.max(0, 1 - (3 * d3) / d2),
    D4: 1 + (3 * d3) / d2,
  }
}
