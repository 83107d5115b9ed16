/**
 * Intervals of components of variance by modified large samples (Burdick and Graybill 1992): of a sum of mean squares
 * with positive weights (Graybill and Wang 1980), and of a difference of two (Ting et al. 1990).
 */
import { chiSquareQuantile, fQuantile } from '../distributions.ts'
import type { Estimate } from '../spc/capability.ts'

export interface MeanSquare {
  readonly meanSquares: number
  readonly freedom: number
}
export interface WeightedMeanSquare extends MeanSquare {
  readonly weight: number
}
type Interval = Pick<Estimate, 'lower' | 'upper'>

const below = (freedom: number, tail: number) => 1 - freedom / chiSquareQuantile(tail, freedom)
const above = (freedom: number, tail: number) => freedom / chiSquareQuantile(1 - tail, freedom) - 1

/** Of Σ weight · mean square. Of one term it is the exact interval by chi-square. */
export function intervalOfSum(terms: readonly WeightedMeanSquare[], confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2
  const value = terms.reduce((sum, { weight, meanSquares }) => sum + weight * meanSquares, 0)
  const distance = (factor: (freedom: number, tail: number) => number) =>
    Math.sqrt(terms.reduce((sum, term) => sum + (factor(term.freedom, tail) * term.weight * term.meanSquares) ** 2, 0))
  return { lower: Math.max(0, value - distance(below)), upper: value + distance(above) }
}

/** Of (a − b) ÷ divisor. */
export function intervalOfDifference(a: MeanSquare, b: MeanSquare, divisor: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2
  const [x, y] = [a.meanSquares, b.meanSquares]
  const high = fQuantile(tail, a.freedom, b.freedom)
  const low = fQuantile(1 - tail, a.freedom, b.freedom)
  const [ga, ha, gb, hb] = [
    below(a.freedom, tail),
    above(a.freedom, tail),
    below(b.freedom, tail),
    above(b.freedom, tail),
  ]
  const gab = ((high - 1) ** 2 - (ga * high) ** 2 - hb ** 2) / high
  const hab = ((1 - low) ** 2 - (ha * low) ** 2 - gb ** 2) / low
  const down = Math.sqrt(Math.max(0, (ga * x) ** 2 + (hb * y) ** 2 + gab * x * y))
  const up = Math.sqrt(Math.max(0, (ha * x) ** 2 + (gb * y) ** 2 + hab * x * y))
  return { lower: Math.max(0, (x - y - down) / divisor), upper: Math.max(0, (x - y + up) / divisor) }
}

export const rootsOf = ({ lower, upper }: Interval): Interval => ({ lower: Math.sqrt(lower), upper: Math.sqrt(upper) })
