/** Control limits of counts: p and np of nonconforming parts, c and u of nonconformities. */
import { sumOf } from '../moments.ts'
import type { ControlLimits } from './limits.ts'

/** What was counted in one sample, and in how many parts (or how much area). */
export interface CountedSample {
  readonly count: number
  readonly inspected: number
}

export interface AttributeChart {
  readonly kind: 'p' | 'np' | 'c' | 'u'
  /** Mean share of nonconforming parts, or mean nonconformities per part: what to keep of a frozen chart. */
  readonly rate: number
  readonly points: readonly number[]
  /** Of each point: samples of different size have limits of their own. */
  readonly limits: readonly ControlLimits[]
}

/** Share of nonconforming parts in samples of any size. `frozenRate` is that of an earlier baseline. */
export function pChart(samples: readonly CountedSample[], frozenRate?: number): AttributeChart {
  const rate = frozenRate ?? rateOf(samples)
  return {
    kind: 'p',
    rate,
    points: samples.map(({ count, inspected }) => count / inspected),
    limits: samples.map(({ inspected }) => within(rate, Math.sqrt((rate * (1 - rate)) / inspected), 1)),
  }
}

/** Number of nonconforming parts in samples of one size. */
export function npChart(counts: readonly number[], sampleSize: number, frozenRate?: number): AttributeChart {
  const rate = frozenRate ?? sumOf(counts) / (counts.length * sampleSize)
  const centre = rate * sampleSize
  const limits = within(centre, Math.sqrt(centre * (1 - rate)), sampleSize)
  return { kind: 'np', rate, points: counts, limits: counts.map(() => limits) }
}

/** Number of nonconformities in samples that are alike. */
export function cChart(counts: readonly number[], frozenRate?: number): AttributeChart {
  const rate = frozenRate ?? sumOf(counts) / counts.length
  const limits = within(rate, Math.sqrt(rate))
  return { kind: 'c', rate, points: counts, limits: counts.map(() => limits) }
}

/** Nonconformities per part in samples of any size. */
export function uChart(samples: readonly CountedSample[], frozenRate?: number): AttributeChart {
  const rate = frozenRate ?? rateOf(samples)
  return {
    kind: 'u',
    rate,
    points: samples.map(({ count, inspected }) => count / inspected),
    limits: samples.map(({ inspected }) => within(rate, Math.sqrt(rate / inspected))),
  }
}

const rateOf = (samples: readonly CountedSample[]): number =>
  sumOf(samples.map(({ count }) => count)) / sumOf(samples.map(({ inspected }) => inspected))

/** No count is below zero, and no share above `most`. */
const within = (centre: number, sigma: number, most = Number.POSITIVE_INFINITY): ControlLimits => ({
  centre,
  lower: Math.max(0, centre - 3 * sigma),
  upper: Math.min(most, centre + 3 * sigma),
  sigma,
})
