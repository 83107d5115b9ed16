/** What a process can do against the drawing: Cp, Cpk of its spread within subgroups, Pp, Ppk of all of it (ISO 22514-2). */
import { chiSquareQuantile, normalQuantile } from '../distributions.ts'
import { deviationOf, meanOf } from '../moments.ts'
import { individualsChart, pooledDeviation, subgroupsOf } from './limits.ts'
import { andersonDarling, type Normality } from './normality.ts'

export interface SpecificationLimits {
  readonly lower?: number | undefined
  readonly upper?: number | undefined
}

/** An estimate with its two-sided confidence interval. */
export interface Estimate {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

export type CapabilityWarning = 'few-values' | 'not-normal' | 'no-spread'

export interface Capability {
  readonly n: number
  readonly mean: number
  /** Standard deviation within subgroups (of individuals: by moving ranges), and of all values. */
  readonly sigmaWithin: number
  readonly sigmaOverall: number
  /** Null where the drawing has not both limits. */
  readonly cp: Estimate | null
  readonly pp: Estimate | null
  /** Null where the drawing has no limit. */
  readonly cpk: Estimate | null
  readonly ppk: Estimate | null
  readonly normality: Normality | null
  /** What makes the indices say less than they seem to. */
  readonly warnings: readonly CapabilityWarning[]
}

/** Below this an index is hardly more than a guess. */
export const FEW_VALUES = 30
const NOT_NORMAL_P = 0.05
/** Moving ranges of two use their n − 1 differences less well than a standard deviation does (Wheeler 1995, table A.1). */
const MOVING_RANGE_FREEDOM = 0.62

/**
 * Capability of values in their order of production; null of fewer than two.
 *
 * Intervals: Cp and Pp by chi-square (NIST 6.1.6), Cpk and Ppk after Bissell (1990). All of them suppose a normal
 * process in control; `not-normal` warns where the values speak against it.
 */
export function capability(
  values: readonly number[],
  limits: SpecificationLimits,
  { subgroupSize = 1, confidence = 0.95 }: { subgroupSize?: number; confidence?: number } = {},
): Capability | null {
  const n = values.length
  if (n < 2) return null
  const mean = meanOf(values)
  const overall = { sigma: deviationOf(values), freedom: n - 1 }
  const within = spreadWithin(values, subgroupSize)
  const normality = andersonDarling(values)
  const index = (of: Spread) => indices(mean, of, n, limits, confidence)
  const [short, long] = [index(within), index(overall)]
  return {
    n,
    mean,
    sigmaWithin: within.sigma,
    sigmaOverall: overall.sigma,
    cp: short.potential,
    cpk: short.actual,
    pp: long.potential,
    ppk: long.actual,
    normality,
    warnings: [
      ...(n < FEW_VALUES ? (['few-values'] as const) : []),
      ...(normality !== null && normality.p < NOT_NORMAL_P ? (['not-normal'] as const) : []),
      ...(overall.sigma > 0 && within.sigma > 0 ? [] : (['no-spread'] as const)),
    ],
  }
}

interface Spread {
  readonly sigma: number
  readonly freedom: number
}

function spreadWithin(values: readonly number[], subgroupSize: number): Spread {
  const groups = subgroupSize > 1 ? subgroupsOf(values, subgroupSize) : []
  if (groups.length > 0) return pooledDeviation(groups)
  return { sigma: individualsChart(values).sigmaWithin, freedom: MOVING_RANGE_FREEDOM * (values.length - 1) }
}

/** Indices from mean and spread alone, as published examples give them. */
export function indices(
  mean: number,
  { sigma, freedom }: Spread,
  n: number,
  { lower, upper }: SpecificationLimits,
  confidence = 0.95,
): { potential: Estimate | null; actual: Estimate | null } {
  if (!(sigma > 0)) return { potential: null, actual: null }
  const tail = (1 - confidence) / 2
  const margins = [upper === undefined ? [] : upper - mean, lower === undefined ? [] : mean - lower].flat()
  if (margins.length === 0) return { potential: null, actual: null }
  const actual = Math.min(...margins) / (3 * sigma)
  const half = normalQuantile(tail) * Math.sqrt(1 / (9 * n) + actual ** 2 / (2 * freedom))
  return {
    potential: lower === undefined || upper === undefined ? null : scaled((upper - lower) / (6 * sigma), freedom, tail),
    actual: { value: actual, lower: actual - half, upper: actual + half },
  }
}

/** An index that is a constant over a standard deviation follows the chi-square of that. */
const scaled = (value: number, freedom: number, tail: number): Estimate => ({
  value,
  lower: value * Math.sqrt(chiSquareQuantile(1 - tail, freedom) / freedom),
  upper: value * Math.sqrt(chiSquareQuantile(tail, freedom) / freedom),
})
