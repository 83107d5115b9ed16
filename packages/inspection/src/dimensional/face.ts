/** Friction face B: how flat it is, how it runs to bearing axis A, where it stands. */
import { columnValues, type Measurement, type Series } from '@celltwin/contracts'
import { answer, noAnswer } from './measure.ts'
import type { ProfileParameters } from './parameters.ts'
import { COURSE_SAMPLES, fitRing, type Ring, spanOf } from './ring.ts'
import { type Spindle, spindleNote } from './spindle-error.ts'
import { expanded, place } from './wording.ts'

/** Undulations per turn that count as form; finer ones are texture. */
const FORM_WAVES = 15
/** Standard uncertainty of the lasers' own reference, mm. */
const FLATNESS_REFERENCE_MM = 0.0025
const RUNOUT_REFERENCE_MM = 0.0035
/** Standard uncertainty of where B stands, mm. */
const LEVEL_REFERENCE_MM = 0.003

export interface Face {
  readonly measurements: readonly Measurement[]
  /** Height of B's mean plane in the machine's frame; undefined where it could not be seen. */
  readonly level?: { readonly heightMm: number; readonly standardMm: number }
}

export function measureFace(series: Series, parameters: ProfileParameters, spindle: Spindle | undefined): Face {
  const { faceRadiiMm, profilesPerRev } = parameters
  const rings = faceRadiiMm.map((_, i) => fitRing(columnValues(series, `face-${i + 1}`), profilesPerRev, FORM_WAVES))
  const blind = rings.indexOf(undefined)
  if (blind >= 0) {
    const reason = `the laser at radius ${faceRadiiMm[blind]} mm lost more than a fifth of its readings`
    return { measurements: [noAnswer('face-flatness', reason), noAnswer('face-axial-runout', reason)] }
  }
  const seen = rings as Ring[]
  return {
    measurements: [flatness(seen, faceRadiiMm, spindle), runout(seen, faceRadiiMm, spindle)],
    level: { heightMm: meanOf(seen.map((ring) => ring.mean)), standardMm: LEVEL_REFERENCE_MM },
  }
}

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

function flatness(rings: readonly Ring[], radiiMm: readonly number[], spindle: Spindle | undefined): Measurement {
  // Least-squares plane. Angles are evenly spread, so level and tilts do not mix: each is a sum of its own.
  const level = meanOf(rings.map((ring) => ring.mean))
  const leverage = radiiMm.reduce((sum, r) => sum + r * r, 0)
  const tilt = (part: 0 | 1) => rings.reduce((sum, ring, i) => sum + radiiMm[i]! * ring.first[part], 0) / leverage
  const [alongX, alongY] = [tilt(0), tilt(1)]
  const form = new Float64Array(rings.length * COURSE_SAMPLES)
  for (const [i, ring] of rings.entries()) {
    for (let k = 0; k < COURSE_SAMPLES; k++) {
      const angle = (2 * Math.PI * k) / COURSE_SAMPLES
      const plane = level + radiiMm[i]! * (alongX * Math.cos(angle) + alongY * Math.sin(angle))
      form[i * COURSE_SAMPLES + k] = ring.course[k]! - plane
    }
  }
  const noise = Math.hypot(...rings.map((ring) => ring.noise)) / Math.sqrt(rings.length)
  const { value, highDeg, lowDeg } = spanOf(form, noise)
  // The rings lie one after the other: a place among them is a ring and an angle.
  const spot = (spread: number) => {
    const whole = (spread / 360) * rings.length
    return { angleDeg: Math.round((whole % 1) * 360), radiusMm: radiiMm[Math.floor(whole)]! }
  }
  const high = spot(highDeg)
  const low = spot(lowDeg)
  return answer('face-flatness', {
    value,
    uncertainty: expanded(FLATNESS_REFERENCE_MM, 1.5 * noise, 1.5 * (spindle?.axial.standardMm ?? 0)),
    explanation: `B leaves its best plane by ${value.toFixed(3)} mm: highest at ${place(high.angleDeg)}, lowest at ${place(low.angleDeg)}; ${lostShare(rings)} of the readings were lost or rejected.`,
    locations: [
      { ...high, label: 'highest' },
      { ...low, label: 'lowest' },
    ],
  })
}

function lostShare(rings: readonly Ring[]): string {
  const of = (key: 'rejected' | 'readings') => rings.reduce((sum, ring) => sum + ring[key], 0)
  return `${((100 * of('rejected')) / of('readings')).toFixed(1)} %`
}

function runout(rings: readonly Ring[], radiiMm: readonly number[], spindle: Spindle | undefined): Measurement {
  const spans = rings.map((ring) => spanOf(ring.course, ring.noise))
  const worst = spans.reduce((best, span, i) => (span.value > spans[best]!.value ? i : best), 0)
  const { value, highDeg, lowDeg } = spans[worst]!
  const radiusMm = radiiMm[worst]!
  return answer('face-axial-runout', {
    value,
    uncertainty: expanded(RUNOUT_REFERENCE_MM, 1.5 * rings[worst]!.noise, 1.5 * (spindle?.axial.standardMm ?? 0)),
    explanation: `B moves ${value.toFixed(3)} mm along the axis in a turn at radius ${radiusMm} mm: highest at ${place(highDeg)}${spindleNote(spindle)}.`,
    locations: [
      { angleDeg: highDeg, radiusMm, label: 'highest' },
      { angleDeg: lowDeg, radiusMm, label: 'lowest' },
    ],
  })
}
