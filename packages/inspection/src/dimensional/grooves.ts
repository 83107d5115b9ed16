/** The grooves: run-out over a ball, diameter K, pitch, angle, depth, and where the first one stands from B. */
import type { Location, Measurement, Recipe, Series } from '@celltwin/contracts'
import type { Face } from './face.ts'
import { followGrooves, type GrooveCourse, type Grooves } from './groove-course.ts'
import { grooveDepths } from './groove-depth.ts'
import { answer, limitsOf, noAnswer, roomTo, worstIndex } from './measure.ts'
import type { ProfileParameters } from './parameters.ts'
import { readRim } from './rim-scan.ts'
import { spanOf } from './ring.ts'
import { type Spindle, spindleNote } from './spindle-error.ts'
import { expanded, place } from './wording.ts'

export const GROOVE_IDS = [
  'groove-radial-runout',
  'groove-axial-runout',
  'groove-diameter-over-balls',
  'groove-diameter-range',
  'groove-pitch',
  'groove-pitch-summed',
  'groove-angle',
  'groove-depth',
  'first-groove-height',
] as const

/** Standard uncertainties of the line laser's calibration. */
const REFERENCE = {
  runoutMm: 0.006,
  diameterMm: 0.014,
  diameterRangeMm: 0.01,
  pitchMm: 0.003,
  angleDeg: 0.05,
  depthMm: 0.008,
  heightMm: 0.004,
} as const

/** Linear expansion of steel, 1/K. Lengths are drawn at 20 °C (ISO 1). */
const EXPANSION_PER_K = 11.7e-6
const REFERENCE_TEMPERATURE_C = 20
/** What an unmeasured part may differ from that by, as a standard uncertainty. */
const UNKNOWN_TEMPERATURE_K = 5

export function measureGrooves(
  series: Series,
  recipe: Recipe,
  parameters: ProfileParameters,
  level: Face['level'],
  partTemperatureC: number | undefined,
  spindle: Spindle | undefined,
): Measurement[] {
  const scan = readRim(series)
  const ballRadiusMm = parameters.ballDiameterMm / 2
  const grooves = followGrooves(scan, parameters.grooves, ballRadiusMm, spindle)
  if (typeof grooves === 'string') return GROOVE_IDS.map((id) => noAnswer(id, grooves))
  const { courses } = grooves
  const warm = warmth(partTemperatureC)
  return [
    runout('radial', courses, spindle),
    runout('axial', courses, spindle),
    ...diameters(grooves, ballRadiusMm, warm),
    ...pitches(courses, recipe, warm),
    angle(courses, recipe),
    depth(grooveDepths(scan, courses), recipe, warm),
    firstGroove(courses[0]!, level, warm),
  ]
}

interface Warmth {
  /** A length as it would be at 20 °C. */
  readonly at20: (lengthMm: number) => number
  /** Standard uncertainty of that for a length. */
  readonly standardMm: (lengthMm: number) => number
  readonly note: string
}

function warmth(partTemperatureC: number | undefined): Warmth {
  const overK = partTemperatureC === undefined ? 0 : partTemperatureC - REFERENCE_TEMPERATURE_C
  const standardK = partTemperatureC === undefined ? UNKNOWN_TEMPERATURE_K : 0.5
  return {
    at20: (lengthMm) => lengthMm / (1 + EXPANSION_PER_K * overK),
    standardMm: (lengthMm) => lengthMm * EXPANSION_PER_K * standardK,
    note:
      partTemperatureC === undefined
        ? ', the part’s temperature not being known'
        : `, referred to 20 °C from ${partTemperatureC.toFixed(1)} °C`,
  }
}

function runout(
  direction: 'radial' | 'axial',
  courses: readonly GrooveCourse[],
  spindle: Spindle | undefined,
): Measurement {
  const rings = courses.map(({ runout }) => runout[direction])
  const spans = rings.map(({ course, noise }) => spanOf(course, noise))
  const worst = spans.reduce((best, span, i) => (span.value > spans[best]!.value ? i : best), 0)
  const { value, highDeg } = spans[worst]!
  const way = direction === 'radial' ? 'in and out' : 'along the axis'
  return answer(`groove-${direction}-runout`, {
    value,
    uncertainty: expanded(REFERENCE.runoutMm, 1.5 * rings[worst]!.noise, 1.5 * (spindle?.[direction].standardMm ?? 0)),
    explanation: `A ball in groove ${worst + 1} moves ${value.toFixed(3)} mm ${way} in a turn, farthest at ${place(highDeg)}${spindleNote(spindle)}.`,
    locations: spans.map((span, i) => ({ angleDeg: span.highDeg, value: span.value, label: `groove ${i + 1}` })),
  })
}

function diameters({ courses, lostShare, rejectedShare }: Grooves, ballRadiusMm: number, warm: Warmth): Measurement[] {
  const each = courses.map((course) => warm.at20(2 * (course.radial.mean + ballRadiusMm)))
  const mean = each.reduce((sum, d) => sum + d, 0) / each.length
  const [low, high] = [each.indexOf(Math.min(...each)), each.indexOf(Math.max(...each))]
  const range = each[high]! - each[low]!
  const locations = each.map((value, i): Location => ({ value, label: `groove ${i + 1}` }))
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return [
    answer('groove-diameter-over-balls', {
      value: mean,
      uncertainty: expanded(REFERENCE.diameterMm, warm.standardMm(mean)),
      explanation: `Over balls the rim measures ${mean.toFixed(3)} mm${warm.note}; ${percent(lostShare)} of the flank readings were lost and ${percent(rejectedShare)} rejected as reflections.`,
      locations,
    }),
    answer('groove-diameter-range', {
      value: range,
      uncertainty: expanded(REFERENCE.diameterRangeMm),
      explanation: `Groove ${high + 1} is ${range.toFixed(3)} mm larger over balls than groove ${low + 1}.`,
      locations,
    }),
  ]
}

function pitches(courses: readonly GrooveCourse[], recipe: Recipe, warm: Warmth): Measurement[] {
  const limits = limitsOf(recipe, 'groove-pitch')
  const nominal = recipe.characteristics.find((c) => c.id === 'groove-pitch')?.nominal
  const each = courses.slice(1).map((course, i) => warm.at20(course.axial.mean - courses[i]!.axial.mean))
  const worst = worstIndex(limits, each)
  const between = (i: number) => `grooves ${i + 1} and ${i + 2}`
  const one = answer('groove-pitch', {
    value: each[worst]!,
    uncertainty: expanded(REFERENCE.pitchMm, Math.SQRT2 * courses[worst]!.axial.noise),
    explanation: `The pitch farthest out, ${each[worst]!.toFixed(3)} mm, lies between ${between(worst)}.`,
    locations: each.map((value, i) => ({ value, label: between(i), conforming: roomTo(limits, value) >= 0 })),
  })
  if (nominal === undefined) return [one, noAnswer('groove-pitch-summed', 'the recipe has no nominal pitch')]
  const summed = each.reduce((sum, pitch) => sum + pitch - nominal, 0)
  return [
    one,
    answer('groove-pitch-summed', {
      value: summed,
      uncertainty: expanded(2 * REFERENCE.pitchMm),
      explanation: `From first to last groove the pitches add up to ${Math.abs(summed).toFixed(3)} mm ${summed < 0 ? 'less' : 'more'} than drawn.`,
    }),
  ]
}

function angle(courses: readonly GrooveCourse[], recipe: Recipe): Measurement {
  const limits = limitsOf(recipe, 'groove-angle')
  const each = courses.map((course) => course.angleDeg)
  const worst = worstIndex(limits, each)
  return answer('groove-angle', {
    value: each[worst]!,
    uncertainty: expanded(REFERENCE.angleDeg, courses[worst]!.angleStandardDeg),
    explanation: `The groove farthest out, number ${worst + 1}, opens at ${each[worst]!.toFixed(2)}°.`,
    locations: each.map((value, i) => ({ value, label: `groove ${i + 1}`, conforming: roomTo(limits, value) >= 0 })),
  })
}

function depth(measured: readonly number[], recipe: Recipe, warm: Warmth): Measurement {
  const limits = limitsOf(recipe, 'groove-depth')
  const each = measured.map(warm.at20)
  const worst = worstIndex(limits, each)
  return answer('groove-depth', {
    value: each[worst]!,
    uncertainty: expanded(REFERENCE.depthMm),
    explanation: `The groove farthest out, number ${worst + 1}, is ${each[worst]!.toFixed(3)} mm deep from crest to root.`,
    locations: each.map((value, i) => ({ value, label: `groove ${i + 1}`, conforming: roomTo(limits, value) >= 0 })),
  })
}

function firstGroove(first: GrooveCourse, level: Face['level'], warm: Warmth): Measurement {
  if (!level) return noAnswer('first-groove-height', 'friction face B, from which it is measured, could not be seen')
  // The grooves' axial zero is where B should stand; where B does stand, the face lasers know.
  const value = warm.at20(first.axial.mean + level.heightMm)
  return answer('first-groove-height', {
    value,
    uncertainty: expanded(REFERENCE.heightMm, level.standardMm, warm.standardMm(value)),
    explanation: `The first groove's middle stands ${value.toFixed(3)} mm below B.`,
  })
}
