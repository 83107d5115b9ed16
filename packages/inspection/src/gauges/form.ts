/** Run-out and flatness: spans of a profile's smooth course, bounded at zero. */
import type { FlatnessGauge, GaugeValue, RunoutGauge } from '@celltwin/contracts'
import { type Bounded, boundedSpan, peakToValley } from './bounded.ts'
import { type Course, courseOf } from './course.ts'
import { zoneAbout } from './minimum-zone.ts'
import { NotMeasurable } from './not-measurable.ts'
import type { Profile } from './profile.ts'

const UNDULATIONS = 15

/** Full indicated movement. The first harmonic is the part's own run-out and stays. */
export function measureRunout(profile: Profile, { undulations = UNDULATIONS, unit = 'mm' }: RunoutGauge): GaugeValue[] {
  if (profile.axis !== 'angle') throw new NotMeasurable('run-out needs a profile over angle; this one is over x')
  const course = courseOf(profile, undulations)
  return [spanValue('run-out', boundedSpan(course, true, peakToValley), course, profile, unit)]
}

/** From the least-squares plane (line, over x) and between the two closest that hold the course. */
export function measureFlatness(
  profile: Profile,
  { undulations = UNDULATIONS, unit = 'mm' }: FlatnessGauge,
): GaugeValue[] {
  if (undulations < 2) throw new NotMeasurable('/undulations: flatness needs at least 2, the first is tilt')
  const course = courseOf(profile, undulations)
  const zone = zoneAbout(profile.axis, course.gridCount)
  return [
    spanValue('flatness-least-squares', boundedSpan(course, false, peakToValley), course, profile, unit),
    spanValue('flatness-minimum-zone', boundedSpan(course, false, zone), course, profile, unit),
  ]
}

function spanValue(
  name: string,
  { value, lower, upper }: Bounded,
  { fit }: Course,
  { lost }: Profile,
  unit: string,
): GaugeValue {
  const said: string[] = []
  if (lower === 0) said.push('not told from zero')
  if (lost > 0.1 * (lost + fit.points)) said.push(`${lost} readings lost`)
  if (fit.rejected > 0.1 * (fit.points + fit.rejected)) said.push(`${fit.rejected} readings rejected as outliers`)
  return {
    name,
    value,
    unit,
    uncertainty: (upper - lower) / 2,
    interval: { lower, upper },
    points: fit.points,
    rejected: fit.rejected,
    ...(said.length > 0 ? { caution: said.join('; ') } : {}),
  }
}
