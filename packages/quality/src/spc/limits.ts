/**
 * Control limits of measured values: the voice of the process, never of the drawing.
 *
 * Limits are made from a baseline and are plain figures. Kept, they are frozen: later points are held against them
 * (`signals`) and do not move them.
 */
import { deviationOf, meanOf, rangeOf, squaresOf } from '../moments.ts'
import { chartConstants } from './constants.ts'

export interface ControlLimits {
  readonly centre: number
  readonly lower: number
  readonly upper: number
  /** One standard deviation of the plotted points: a third of the way from centre to limit. */
  readonly sigma: number
}

/** A chart of location with its chart of spread. */
export interface ControlChart {
  readonly kind: 'individuals' | 'xbar-r' | 'xbar-s'
  readonly location: ControlLimits
  readonly spread: ControlLimits
  /** Standard deviation of a single value within subgroups, as the chart estimates it. */
  readonly sigmaWithin: number
  /** How many values the limits rest on. */
  readonly n: number
  readonly subgroupSize: number
}

/** Distance of each value from the one before. */
const movingRanges = (values: readonly number[]): number[] =>
  values.slice(1).map((value, i) => Math.abs(value - values[i]!))

/**
 * Individuals and moving range (XmR): centre ± 2.66 mean moving ranges.
 *
 * @throws RangeError of fewer than two values.
 */
export function individualsChart(values: readonly number[]): ControlChart {
  if (values.length < 2) throw new RangeError('values: an individuals chart needs at least 2')
  const { d2, D4 } = chartConstants(2)
  const meanRange = meanOf(movingRanges(values))
  const sigma = meanRange / d2
  return {
    kind: 'individuals',
    location: around(meanOf(values), sigma),
    spread: { centre: meanRange, lower: 0, upper: D4 * meanRange, sigma: ((D4 - 1) * meanRange) / 3 },
    sigmaWithin: sigma,
    n: values.length,
    subgroupSize: 1,
  }
}

/** Values in subgroups of `size`, in order. What is left over at the end makes no subgroup: it would bend the limits. */
export function subgroupsOf(values: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size))
}

/**
 * Mean and range, or mean and standard deviation, of subgroups of one size.
 *
 * @throws RangeError of no subgroup, of unequal ones, or of a size without constants.
 */
export function subgroupChart(groups: readonly (readonly number[])[], spread: 'range' | 'deviation'): ControlChart {
  const size = groups[0]?.length ?? 0
  if (groups.some((group) => group.length !== size)) throw new RangeError('subgroups: must all be of one size')
  const chart = spread === 'range' ? rangeChart : deviationChart
  const spreads = groups.map(spread === 'range' ? rangeOf : deviationOf)
  return { ...chart(meanOf(groups.map((group) => meanOf(group))), meanOf(spreads), size), n: groups.length * size }
}

/** Limits of means and ranges, from the grand mean and the mean range of subgroups of `size`. */
export function rangeChart(grandMean: number, meanRange: number, size: number): Omit<ControlChart, 'n'> {
  const { A2, D3, D4, d2, d3 } = chartConstants(size)
  return {
    kind: 'xbar-r',
    location: around(grandMean, (A2 * meanRange) / 3),
    spread: { centre: meanRange, lower: D3 * meanRange, upper: D4 * meanRange, sigma: (d3 / d2) * meanRange },
    sigmaWithin: meanRange / d2,
    subgroupSize: size,
  }
}

/** Limits of means and standard deviations, from the grand mean and the mean deviation of subgroups of `size`. */
export function deviationChart(grandMean: number, meanDeviation: number, size: number): Omit<ControlChart, 'n'> {
  const { A3, B3, B4, c4 } = chartConstants(size)
  return {
    kind: 'xbar-s',
    location: around(grandMean, (A3 * meanDeviation) / 3),
    spread: {
      centre: meanDeviation,
      lower: B3 * meanDeviation,
      upper: B4 * meanDeviation,
      sigma: ((B4 - 1) * meanDeviation) / 3,
    },
    sigmaWithin: meanDeviation / c4,
    subgroupSize: size,
  }
}

/** Standard deviation within subgroups, pooled over them, with its degrees of freedom. */
export function pooledDeviation(groups: readonly (readonly number[])[]): { sigma: number; freedom: number } {
  const freedom = groups.reduce((sum, group) => sum + group.length - 1, 0)
  return { sigma: Math.sqrt(groups.reduce((sum, group) => sum + squaresOf(group), 0) / freedom), freedom }
}

const around = (centre: number, sigma: number): ControlLimits => ({
  centre,
  lower: centre - 3 * sigma,
  upper: centre + 3 * sigma,
  sigma,
})
