/** What the line laser sees across the grooves, once for each step of shaft angle. */
import { NO_READING, type Series } from '@celltwin/contracts'
import { numberOf, type Parameters } from '../parameters.ts'
import type { Part } from '../part.ts'
import { randomFor } from '../random.ts'
import { mountedAtDeg, spindleMotion } from '../spindle.ts'
import { rimOutline } from './rim.ts'
import { seatOf } from './seat.ts'

const SCALE_MM = 0.0002
/** i16 holds radii about this one. */
const REFERENCE_RADIUS_MM = 58
/** The laser's first point, from where B nominally seats. */
const ORIGIN_MM = 5.5
const FLAT_NOISE_MM = 0.003
/** On flanks at 70° to the axis: more noise, readings lost, and light by way of the opposite flank. */
const FLANK_NOISE_MM = 0.01
const FLANK_DROPOUT_SHARE = 0.06
const FLANK_GHOST_SHARE = 0.025

const RADIANS = Math.PI / 180
const TABLE_STEP_MM = 0.005
const NORMALS = 8192

export function renderGrooveProfile(part: Part, parameters: Parameters): Series {
  const profiles = numberOf(parameters, 'grooveProfilesPerRev')
  const points = numberOf(parameters, 'groovePoints')
  const pitchMm = numberOf(parameters, 'groovePitchMm')
  const random = randomFor(part.seed, part.cycleNumber, 'groove-profile')
  const normals = Float32Array.from({ length: NORMALS }, () => random.normal())
  const { radius, steep, fromMm } = tabulate(part, points * pitchMm)
  const seatMm = seatOf(part)
  const spindleDeg = mountedAtDeg(part)
  const spindle = spindleMotion(part.fixture)

  const data = new Int16Array(profiles * points)
  for (let row = 0; row < profiles; row++) {
    const angleDeg = (row * 360) / profiles
    const turn = (angleDeg - part.grooveRunoutAngleDeg) * RADIANS
    const radialMm = (part.grooveRadialRunoutMm / 2) * Math.cos(turn) + spindle.radialMm(angleDeg + spindleDeg)
    // The wobble's high point stands a quarter turn from the eccentricity's.
    const axialMm = (part.grooveAxialRunoutMm / 2) * Math.sin(turn)
    const walk = Math.floor(random.uniform() * NORMALS)
    const start = (ORIGIN_MM + seatMm + spindle.axialMm(angleDeg + spindleDeg) - axialMm - fromMm) / TABLE_STEP_MM
    const step = pitchMm / TABLE_STEP_MM
    for (let i = 0; i < points; i++) {
      const place = start + i * step
      const cell = Math.floor(place)
      const low = radius[cell]!
      const noise = normals[(walk + i) & (NORMALS - 1)]!
      let value = low + (radius[cell + 1]! - low) * (place - cell) + radialMm - REFERENCE_RADIUS_MM
      if (steep[cell]) {
        const chance = random.uniform()
        if (chance < FLANK_DROPOUT_SHARE) {
          data[row * points + i] = NO_READING
          continue
        }
        value += FLANK_NOISE_MM * noise
        if (chance < FLANK_DROPOUT_SHARE + FLANK_GHOST_SHARE) value += random.between(0.05, 0.8)
      } else value += FLAT_NOISE_MM * noise
      data[row * points + i] = Math.round(value / SCALE_MM)
    }
  }
  return {
    kind: 'groove-profile',
    meta: {
      profilesPerRev: profiles,
      points,
      pitchMm,
      originMm: ORIGIN_MM,
      referenceRadiusMm: REFERENCE_RADIUS_MM,
      fixture: part.fixture,
      spindleDeg,
    },
    columns: [{ name: 'radius', unit: 'mm', data, scale: SCALE_MM }],
  }
}

/** The outline finely sampled, with room for wobble and seat at both ends: reading it is faster than computing it. */
function tabulate(part: Part, widthMm: number) {
  const roomMm = 2
  const fromMm = ORIGIN_MM - roomMm
  const outline = rimOutline(part)
  const count = Math.ceil((widthMm + 2 * roomMm) / TABLE_STEP_MM)
  const radius = new Float64Array(count)
  const steep = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    radius[i] = outline.radiusMm(fromMm + i * TABLE_STEP_MM)
    steep[i] = outline.steep(fromMm + i * TABLE_STEP_MM) ? 1 : 0
  }
  return { radius, steep, fromMm }
}
