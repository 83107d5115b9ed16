/** How values are spread, in bins a person can read. */
import { percentile } from '../percentile.ts'

export interface Bin {
  /** Holds values from here … */
  readonly from: number
  /** … up to but not including here; the last bin includes it. */
  readonly to: number
  readonly count: number
}

const MOST_BINS = 60
/** Below this a double has few digits left, or none: no width of a bin can be told. */
const LEAST_NORMAL = 2 ** -1022

/**
 * Bins whose edges are multiples of 1, 2 or 5 times a power of ten; their width follows Freedman and Diaconis (1981), and
 * no bin is narrower than `resolution`, the step in which values are given.
 */
export function histogram(values: readonly number[], { resolution = 0 }: { resolution?: number } = {}): Bin[] {
  if (values.length === 0) return []
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  const one = [{ from: least, to: most, count: values.length }]
  if (least === most) return one
  const between = percentile(values, 0.75)! - percentile(values, 0.25)!
  const wanted = between > 0 ? (2 * between) / Math.cbrt(values.length) : (most - least) / Math.sqrt(values.length)
  const width = roundStep(Math.max(wanted, resolution, (most - least) / MOST_BINS))
  if (width < LEAST_NORMAL) return one
  // Edges from whole numbers of steps: adding a width up drifts.
  const first = Math.floor(least / width)
  const counts = new Array<number>(Math.max(1, Math.ceil(most / width) - first)).fill(0)
  for (const value of values) {
    const at = Math.min(counts.length - 1, Math.max(0, Math.floor(value / width) - first))
    counts[at] = counts[at]! + 1
  }
  return counts.map((count, i) => ({ from: (first + i) * width, to: (first + i + 1) * width, count }))
}

/** The next of 1, 2, 5, 10 … times a power of ten that is not below. */
export function roundStep(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].find((multiple) => multiple * decade >= least * (1 - 1e-9)) ?? 10
  return step * decade
}

/** Expected count per bin width of a normal process, for the curve over the bins. */
export function normalCurve(mean: number, sigma: number, n: number, binWidth: number): (value: number) => number {
  const height = (n * binWidth) / (sigma * Math.sqrt(2 * Math.PI))
  return (value) => height * Math.exp(-0.5 * ((value - mean) / sigma) ** 2)
}
