/** What the point lasers see while the part turns: friction face B on its rings, hub face C, the crimps. */
import { NO_READING, type Series, type SeriesColumnData } from '@celltwin/contracts'
import { faceHeightMm } from '../face-form.ts'
import { numberOf, numbersOf, type Parameters } from '../parameters.ts'
import type { Part } from '../part.ts'
import { randomFor } from '../random.ts'
import { mountedAtDeg, spindleMotion } from '../spindle.ts'
import { seatOf } from './seat.ts'

const SCALE_MM = 0.0002
const NOISE_MM = 0.0025
const DROPOUT_SHARE = 0.004
const SPIKE_SHARE = 0.002
/** Where C and the bearing ring beneath the crimps lie, from B. */
const HUB_LEVEL_MM = -3.2
const RING_LEVEL_MM = -3.75
/** A staking: a flat top, its flanks, in degrees of shaft angle. */
const CRIMP_HALF_TOP_DEG = 5
const CRIMP_FLANK_DEG = 1.5

const RADIANS = Math.PI / 180

const turnBetween = (a: number, b: number) => Math.abs(((((a - b) % 360) + 540) % 360) - 180)

/** Share of a crimp's height that stands at this distance from its middle. */
const crimpShape = (offDeg: number) => {
  if (offDeg <= CRIMP_HALF_TOP_DEG) return 1
  const down = (offDeg - CRIMP_HALF_TOP_DEG) / CRIMP_FLANK_DEG
  return down >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * down)
}

/** Heights in the machine's frame, zero where B nominally seats, away from the part positive. */
export function renderFaceProfile(part: Part, parameters: Parameters): Series {
  const perRev = numberOf(parameters, 'profilesPerRev')
  const revolutions = numberOf(parameters, 'revolutions')
  const crimpRadiusMm = numberOf(parameters, 'crimpRadiusMm')
  const hubRadiusMm = numberOf(parameters, 'hubRadiusMm')
  const seatMm = seatOf(part)
  const spindleDeg = mountedAtDeg(part)
  const { axialMm } = spindleMotion(part.fixture)
  const random = randomFor(part.seed, part.cycleNumber, 'face-profile')
  const hubTiltMm = random.between(0.005, 0.02)
  const hubTiltDeg = random.between(0, 360)

  const hubHeight = (radiusMm: number, angleDeg: number) =>
    seatMm + HUB_LEVEL_MM + (hubTiltMm / 2) * (radiusMm / hubRadiusMm) * Math.cos((angleDeg - hubTiltDeg) * RADIANS)

  const crimpHeight = (angleDeg: number) => {
    const ring = seatMm + RING_LEVEL_MM
    const crimp = part.crimps.find(
      (c) => c.present && turnBetween(c.angleDeg, angleDeg) < CRIMP_HALF_TOP_DEG + CRIMP_FLANK_DEG,
    )
    if (!crimp) return ring
    const top = hubHeight(crimpRadiusMm, angleDeg) + crimp.heightMm
    return ring + (top - ring) * crimpShape(turnBetween(crimp.angleDeg, angleDeg))
  }

  const scan = (name: string, height: (angleDeg: number) => number): SeriesColumnData => {
    const turn = Float64Array.from({ length: perRev }, (_, i) => {
      const angle = (i * 360) / perRev
      return height(angle) + axialMm(angle + spindleDeg)
    })
    const data = new Int16Array(perRev * revolutions)
    for (let i = 0; i < data.length; i++) {
      const chance = random.uniform()
      const spike = chance < DROPOUT_SHARE + SPIKE_SHARE ? random.between(-0.3, 0.3) : 0
      const reading = turn[i % perRev]! + NOISE_MM * random.normal() + spike
      data[i] = chance < DROPOUT_SHARE ? NO_READING : Math.round(reading / SCALE_MM)
    }
    return { name, unit: 'mm', data, scale: SCALE_MM }
  }

  return {
    kind: 'face-profile',
    meta: { profilesPerRev: perRev, revolutions, fixture: part.fixture, spindleDeg },
    columns: [
      {
        name: 'angleDeg',
        unit: '°',
        data: Float32Array.from({ length: perRev * revolutions }, (_, i) => (i * 360) / perRev),
      },
      ...numbersOf(parameters, 'faceRadiiMm').map((radiusMm, i) =>
        scan(
          `face-${i + 1}`,
          (angle) => seatMm + faceHeightMm(part.faceForm, part.faceRunoutAngleDeg, radiusMm, angle),
        ),
      ),
      scan('hub', (angle) => hubHeight(hubRadiusMm, angle)),
      scan('crimp', crimpHeight),
    ],
  }
}
