/** From a fit to an expanded uncertainty: coverage factor, and what residuals that hang together take away. */
import type { Fit } from './robust-fit.ts'

/** Student's t for 95.45 % (k = 2 of a Gaussian), by Cornish and Fisher's expansion; exact to 1 % from 4 degrees of freedom. */
export function coverageFactor(degreesOfFreedom: number): number {
  if (degreesOfFreedom < 1) return Number.POSITIVE_INFINITY
  // GUM (JCGM 100) table G.2: the expansion does not reach so low.
  const exact = [13.97, 4.53, 3.31]
  if (degreesOfFreedom <= 3) return exact[Math.floor(degreesOfFreedom) - 1]!
  const z = 2
  const v = degreesOfFreedom
  return (
    z +
    (z ** 3 + z) / (4 * v) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3)
  )
}

/**
 * Factor ≥ 1 on the variance where neighbouring residuals are alike: form or texture, not noise. Of a first-order
 * autoregressive series; within what chance makes of independent ones it stays 1.
 */
export function dependence({ residuals, used }: Pick<Fit, 'residuals' | 'used'>): number {
  let squares = 0
  let products = 0
  let pairs = 0
  for (let i = 0; i < residuals.length; i++) {
    if (!used[i]) continue
    squares += residuals[i]! ** 2
    if (i > 0 && used[i - 1]) {
      products += residuals[i]! * residuals[i - 1]!
      pairs++
    }
  }
  if (pairs < 8 || squares === 0) return 1
  const correlation = products / squares
  if (correlation < 2.5 / Math.sqrt(pairs)) return 1
  const bounded = Math.min(0.95, correlation)
  return (1 + bounded) / (1 - bounded)
}
