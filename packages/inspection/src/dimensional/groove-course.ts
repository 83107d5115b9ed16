/** A virtual ball run around every groove, as ISO 9981 runs a real one. */

import { medianOf, quantileOf } from '../signal/statistics.ts'
import { ballBetween, type Flank, fitFlank } from './flank.ts'
import { findGrooves, type GrooveSite, medianProfile, type RimScan } from './rim-scan.ts'
import { fitRing, type Ring } from './ring.ts'
import type { Motion, Spindle } from './spindle-error.ts'

export interface GrooveCourse {
  readonly site: GrooveSite
  /** Ball centre around the turn, mm: along the axis from where B nominally stands, and from the axis. */
  readonly axial: Ring
  readonly radial: Ring
  /** The same without the spindle's own error: what the groove itself does. */
  readonly runout: { readonly axial: Ring; readonly radial: Ring }
  /** Included angle of the flanks, °, and its standard uncertainty. */
  readonly angleDeg: number
  readonly angleStandardDeg: number
}

export interface Grooves {
  readonly courses: readonly GrooveCourse[]
  /** Shares of flank readings that were lost, and that came by way of the opposite flank. */
  readonly lostShare: number
  readonly rejectedShare: number
}

/** Undulations per turn that a ball follows. */
const RUNOUT_WAVES = 5

/** @returns why not, where the grooves could not be followed all around. */
export function followGrooves(
  scan: RimScan,
  count: number,
  ballRadiusMm: number,
  spindle: Spindle | undefined,
): Grooves | string {
  const sites = findGrooves(medianProfile(scan, 10))
  if (sites.length !== count) return `${sites.length} grooves are seen where ${count} should be`

  const flanks = sites.map(() => ({
    axial: blank(scan),
    radial: blank(scan),
    left: [] as number[],
    right: [] as number[],
  }))
  const tally = { readings: 0, lost: 0, rejected: 0 }
  for (let profile = 0; profile < scan.profiles; profile++) {
    const shift = axialShift(scan, profile, sites)
    for (const [i, site] of sites.entries()) {
      const left = flankAt(scan, profile, site, shift, -1)
      const right = flankAt(scan, profile, site, shift, 1)
      for (const flank of [left, right]) {
        if (!flank) continue
        tally.readings += flank.used + flank.lost + flank.rejected
        tally.lost += flank.lost
        tally.rejected += flank.rejected
      }
      if (!left || !right) continue
      const ball = ballBetween(left, right, ballRadiusMm)
      const course = flanks[i]!
      course.axial[profile] = ball.axialMm
      course.radial[profile] = ball.radiusMm
      course.left.push(halfAngle(left))
      course.right.push(halfAngle(right))
    }
  }
  const courses: GrooveCourse[] = []
  for (const [i, { axial, radial, left, right }] of flanks.entries()) {
    const ringOf = (readings: Float64Array) => fitRing(readings, scan.profiles, RUNOUT_WAVES)
    const [axialRing, radialRing] = [ringOf(axial), ringOf(radial)]
    if (!axialRing || !radialRing) return `groove ${i + 1} could not be followed all around`
    const angles = left.map((a, k) => a + right[k]!)
    const angleDeg = medianOf(angles)
    const spread = 1.4826 * medianOf(angles.map((a) => Math.abs(a - angleDeg)))
    courses.push({
      site: sites[i]!,
      axial: axialRing,
      radial: radialRing,
      runout: spindle
        ? // Away from the spindle is less along the axis: B's place is where that is counted from.
          { axial: ringOf(moved(axial, spindle.axial, 1))!, radial: ringOf(moved(radial, spindle.radial, -1))! }
        : { axial: axialRing, radial: radialRing },
      angleDeg,
      angleStandardDeg: (1.25 * spread) / Math.sqrt(angles.length),
    })
  }
  return { courses, lostShare: tally.lost / tally.readings, rejectedShare: tally.rejected / tally.readings }
}

const moved = (readings: Float64Array, motion: Motion, sign: 1 | -1) =>
  readings.map((mm, i) => mm + sign * motion.at((i * 360) / readings.length))

const blank = (scan: RimScan) => new Float64Array(scan.profiles).fill(Number.NaN)

const halfAngle = (flank: Flank) => (Math.atan(1 / Math.abs(flank.slope)) * 180) / Math.PI

/** How far this profile lies along the axis from the median one, in points: the grooves' deep halves say it together. */
function axialShift(scan: RimScan, profile: number, sites: readonly GrooveSite[]): number {
  return medianOf(
    sites.map(({ middle, flankFrom, flankTo }) => {
      // Half depth lies half-way up the straight part of the flank, wherever the wobble has carried the groove.
      const reach = Math.round(1.2 * flankTo)
      const first = Math.max(0, Math.round(middle) - reach)
      const last = Math.min(scan.points - 1, Math.round(middle) + reach)
      const radii = new Float64Array(last - first + 1)
      let there = 0
      for (let point = first; point <= last; point++) {
        const radius = scan.radius(profile, point)
        if (!Number.isNaN(radius)) radii[there++] = radius
      }
      const level = quantileOf(radii.subarray(0, there), (flankFrom + flankTo) / 2 / reach)
      let sum = 0
      let deep = 0
      for (let point = first; point <= last; point++) {
        if (!(scan.radius(profile, point) < level)) continue
        sum += point
        deep++
      }
      return sum / deep - middle
    }),
  )
}

function flankAt(scan: RimScan, profile: number, site: GrooveSite, shift: number, side: -1 | 1): Flank | undefined {
  const middle = site.middle + shift
  const inner = middle + side * site.flankFrom
  const outer = middle + side * site.flankTo
  const first = Math.max(0, Math.round(Math.min(inner, outer)))
  const last = Math.min(scan.points - 1, Math.round(Math.max(inner, outer)))
  if (last < first) return undefined
  const axial = new Float64Array(last - first + 1)
  const radius = new Float64Array(last - first + 1)
  for (let point = first; point <= last; point++) {
    axial[point - first] = scan.axial(point)
    radius[point - first] = scan.radius(profile, point)
  }
  return fitFlank(axial, radius, side * NOMINAL_SLOPE)
}

/** A flank of a 40° groove. Only where the fit starts: it need not be near. */
const NOMINAL_SLOPE = 1 / Math.tan((20 * Math.PI) / 180)
