/** The smooth course of a profile: what counts as form, without the readings' scatter. */
import { dependence } from './coverage.ts'
import { quadraticForm } from './linear.ts'
import { NotMeasurable } from './not-measurable.ts'
import type { Profile } from './profile.ts'
import { type Fit, fitRobustly } from './robust-fit.ts'

export interface Course {
  readonly fit: Fit
  /** Standard deviation of a reading, widened where neighbours are alike. */
  readonly sd: number
  /** Row-major grid × parameters: evenly spaced places along the profile. */
  readonly grid: Float64Array
  readonly gridCount: number
  /** Parameters that belong together: the two of a harmonic. */
  readonly groups: readonly (readonly number[])[]
  /** Number of leading parameters that describe the reference: level and tilt. */
  readonly reference: number
}

/** Anywhere between the readings the course must be known this well, in standard deviations of one reading. */
const MOST_UNSURE = 3
/** Grid places per finest undulation. */
const PER_UNDULATION = 12
const LEAST_READINGS_PER_PARAMETER = 2

/** Fourier series over the angle, or line and half-wave cosines over x, up to `undulations`. */
export function courseOf(profile: Profile, undulations: number): Course {
  const { at, height, axis } = profile
  const basis = axis === 'angle' ? fourier(undulations) : cosines(at, undulations)
  const n = basis.size
  if (at.length < LEAST_READINGS_PER_PARAMETER * n)
    throw new NotMeasurable(
      `/undulations: ${undulations} need ${LEAST_READINGS_PER_PARAMETER * n} readings; there are ${at.length}`,
    )
  const design = new Float64Array(at.length * n)
  for (let i = 0; i < at.length; i++) basis.write(at[i]!, design.subarray(i * n, (i + 1) * n))
  const fit = fitRobustly({
    count: at.length,
    start: new Array(n).fill(0),
    design,
    residuals(p, into) {
      for (let i = 0; i < into.length; i++) {
        let sum = -height[i]!
        for (let k = 0; k < n; k++) sum += design[i * n + k]! * p[k]!
        into[i] = sum
      }
    },
  })
  const tooWide = `/undulations: the readings leave gaps too wide for ${undulations}`
  if (!fit) throw new NotMeasurable(tooWide)
  const gridCount = PER_UNDULATION * Math.max(undulations, 5)
  const grid = new Float64Array(gridCount * n)
  for (let i = 0; i < gridCount; i++) basis.write(basis.place(i, gridCount), grid.subarray(i * n, (i + 1) * n))
  for (let i = 0; i < gridCount; i++)
    if (quadraticForm(fit.cofactor, n, grid.subarray(i * n, (i + 1) * n)) > MOST_UNSURE ** 2)
      throw new NotMeasurable(`${tooWide}: nothing holds the course near ${basis.place(i, gridCount).toPrecision(4)}`)
  return {
    fit,
    sd: fit.scatter * Math.sqrt(dependence(fit)),
    grid,
    gridCount,
    groups: basis.groups,
    reference: axis === 'angle' ? 3 : 2,
  }
}

interface Basis {
  readonly size: number
  readonly groups: readonly (readonly number[])[]
  write(at: number, row: Float64Array): void
  place(i: number, count: number): number
}

function fourier(undulations: number): Basis {
  return {
    size: 2 * undulations + 1,
    groups: Array.from({ length: undulations }, (_, k) => [2 * k + 1, 2 * k + 2]),
    write(at, row) {
      row[0] = 1
      for (let k = 1; k <= undulations; k++) {
        const angle = (at * k * Math.PI) / 180
        row[2 * k - 1] = Math.cos(angle)
        row[2 * k] = Math.sin(angle)
      }
    },
    place: (i, count) => (360 * i) / count,
  }
}

function cosines(at: Float64Array, undulations: number): Basis {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const x of at) {
    low = Math.min(low, x)
    high = Math.max(high, x)
  }
  return {
    size: undulations + 2,
    groups: Array.from({ length: undulations }, (_, k) => [k + 2]),
    write(x, row) {
      const share = (x - low) / (high - low)
      row[0] = 1
      row[1] = share - 0.5
      for (let k = 1; k <= undulations; k++) row[k + 1] = Math.cos(k * Math.PI * share)
    },
    place: (i, count) => low + ((high - low) * i) / (count - 1),
  }
}
