/** Laser profiles made ready to be drawn: revolutions brought together, heights referred to what they are measured from. */
import { columnValues, type Series } from '@celltwin/contracts'

/** Median of the readings that are there; NaN of none. */
export function median(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b)
  if (present.length === 0) return Number.NaN
  const middle = present.length >> 1
  return present.length % 2 === 1 ? present[middle]! : (present[middle - 1]! + present[middle]!) / 2
}

/** One turn from several: the median at each angle, so that a spike in one revolution does not show. */
function oneTurn(values: Float64Array, perRev: number): Float64Array {
  const turns = Math.max(1, Math.floor(values.length / perRev))
  return Float64Array.from({ length: Math.min(perRev, values.length) }, (_, i) =>
    median(Array.from({ length: turns }, (_, turn) => values[turn * perRev + i]!)),
  )
}

export interface AngleProfile {
  readonly name: string
  readonly unit: string
  /** Value at `i × 360 / length` degrees. */
  readonly values: Float64Array
}

/** Every column of a profile taken over shaft angle, one turn each. Empty where the series is none. */
export function angleProfiles(series: Series): AngleProfile[] {
  const perRev = Number(series.meta.profilesPerRev)
  if (!(perRev > 0) || !series.columns.some(({ name }) => name === 'angleDeg')) return []
  return series.columns
    .filter(({ name }) => name !== 'angleDeg')
    .map(({ name, unit }) => ({ name, unit, values: oneTurn(columnValues(series, name), perRev) }))
}

/** Heights from a reference surface: the difference at the same angle. */
export const heightOver = (profile: AngleProfile, reference: AngleProfile): Float64Array =>
  profile.values.map((value, i) => value - reference.values[i]!)

/** Deviation from the mean of the readings that are there. */
export function deviation(values: Float64Array): Float64Array {
  let sum = 0
  let n = 0
  for (const value of values)
    if (!Number.isNaN(value)) {
      sum += value
      n++
    }
  return values.map((value) => value - sum / n)
}

export interface Section {
  /** Axial place of point `i`, mm: `fromMm + i × stepMm`. */
  readonly fromMm: number
  readonly stepMm: number
  /** Middle, least and greatest radius over the turn, mm. */
  readonly middle: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly profiles: number
}

/** The outline across the grooves: the middle one of all shaft angles, and between which it moves (5 % to 95 %). */
export function acrossGrooves(series: Series): Section | undefined {
  const points = Number(series.meta.points)
  const stepMm = Number(series.meta.pitchMm)
  const column = series.columns[0]
  if (!column || !(points > 0) || !(stepMm > 0)) return undefined
  const radii = columnValues(series, column.name)
  const profiles = Math.floor(radii.length / points)
  const reference = Number(series.meta.referenceRadiusMm ?? 0)
  const middle = new Float64Array(points)
  const low = new Float64Array(points)
  const high = new Float64Array(points)
  // Every fourth profile tells the outline; all of them only cost time.
  const step = Math.max(1, Math.floor(profiles / 90))
  for (let i = 0; i < points; i++) {
    const present: number[] = []
    for (let row = 0; row < profiles; row += step) {
      const radius = radii[row * points + i]!
      if (!Number.isNaN(radius)) present.push(radius + reference)
    }
    present.sort((a, b) => a - b)
    const at = (share: number) => present[Math.round(share * (present.length - 1))] ?? Number.NaN
    middle[i] = at(0.5)
    low[i] = at(0.05)
    high[i] = at(0.95)
  }
  return { fromMm: Number(series.meta.originMm ?? 0), stepMm, middle, low, high, profiles }
}
