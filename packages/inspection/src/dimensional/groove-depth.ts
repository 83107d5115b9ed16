/** Depth of each groove: from the crests on both sides (the land, outside the last) down to the root. */
import { medianOf } from '../signal/statistics.ts'
import type { GrooveCourse } from './groove-course.ts'
import { medianProfile, type RimScan } from './rim-scan.ts'
import { COURSE_SAMPLES } from './ring.ts'

/** Over so much either side a round is as good as a parabola. */
const ROUND_REACH_MM = 0.1
/** Where the land is read, from the middle of the outermost groove. */
const LAND_MM = { from: 1.9, to: 2.4 } as const

/** Depths in mm, groove by groove, from the profile with wobble and eccentricity taken out. */
export function grooveDepths(scan: RimScan, courses: readonly GrooveCourse[]): number[] {
  const meanOf = (pick: (course: GrooveCourse) => number) =>
    courses.reduce((sum, c) => sum + pick(c), 0) / courses.length
  const profile = medianProfile(scan, 1, (index) => {
    const at = Math.round((index * COURSE_SAMPLES) / scan.profiles) % COURSE_SAMPLES
    return {
      points: Math.round(meanOf((c) => c.axial.course[at]! - c.axial.mean) / scan.stepMm),
      radiusMm: meanOf((c) => c.radial.course[at]! - c.radial.mean),
    }
  })
  const pointOf = (axialMm: number) => (axialMm - scan.axial(0)) / scan.stepMm
  const middles = courses.map((course) => pointOf(course.axial.mean))
  const crests = middles.slice(1).map((right, i) => {
    const left = middles[i]!
    return turningPoint(profile, (left + right) / 2, (right - left) / 4, 1, scan.stepMm)
  })
  const landBeside = (middle: number, side: -1 | 1) => {
    const edges = [middle + (side * LAND_MM.from) / scan.stepMm, middle + (side * LAND_MM.to) / scan.stepMm]
    return medianOf(profile.subarray(Math.round(Math.min(...edges)), Math.round(Math.max(...edges)) + 1))
  }
  return middles.map((middle, i) => {
    const before = crests[i - 1] ?? landBeside(middle, -1)
    const after = crests[i] ?? landBeside(middle, 1)
    return (before + after) / 2 - turningPoint(profile, middle, 0.4 / scan.stepMm, -1, scan.stepMm)
  })
}

/** Height of the profile's highest (side 1) or lowest (side −1) place near a point, by a parabola through its round. */
function turningPoint(profile: Float64Array, near: number, within: number, side: 1 | -1, stepMm: number): number {
  let best = Math.round(near)
  for (let i = Math.round(near - within); i <= near + within; i++)
    if (side * profile[i]! > side * profile[best]!) best = i
  const reach = Math.round(ROUND_REACH_MM / stepMm)
  // Sums of even powers alone: the points lie evenly about `best`.
  let [n, s2, s4, y0, y1, y2] = [0, 0, 0, 0, 0, 0]
  for (let k = -reach; k <= reach; k++) {
    const y = profile[best + k]!
    if (Number.isNaN(y)) continue
    n++
    s2 += k * k
    s4 += k ** 4
    y0 += y
    y1 += k * y
    y2 += k * k * y
  }
  const curve = (n * y2 - s2 * y0) / (n * s4 - s2 * s2)
  const level = (y0 - curve * s2) / n
  const slope = y1 / s2
  return level - slope ** 2 / (4 * curve)
}
