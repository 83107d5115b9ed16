/** Ground truth of a part, for comparison only: no agent reads it. */
import type { Fault, Truth } from '@celltwin/contracts'
import { CRIMPS, type Dimension, type DimensionId, DRAWING, FIRST_CRIMP_DEG, worstOf } from './drawing.ts'
import { plantFaults } from './faults.ts'
import type { Part, Patch } from './part.ts'
import { expectedVibration } from './spin/expected.ts'

export function truthOf(part: Part, cycleId: string, faults: readonly Fault[]): Truth {
  const values = trueValues(part)
  return {
    v: 1,
    cycleId,
    serial: part.serial,
    cycleNumber: part.cycleNumber,
    defects: [
      ...part.defects.map(({ kind, severity, angleDeg }) => ({ kind, severity, angleDeg })),
      ...plantFaults(faults, part.cycleNumber).map(({ kind, severity, source }) => ({
        kind,
        severity,
        ...(source === undefined ? {} : { source }),
      })),
    ],
    values,
    conforming:
      !part.bearing.locked &&
      part.oddities.length === 0 &&
      Object.entries(values).every(([id, value]) => {
        const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY }: Dimension =
          DRAWING[id as DimensionId]
        return lower <= value && value <= upper
      }),
  }
}

/** True values by characteristic; a value that the part does not have (a locked bearing's noise) is absent. */
export function trueValues(part: Part): Partial<Record<DimensionId, number>> {
  return { ...faceValues(part), ...crimpValues(part), ...grooveValues(part), ...spinValues(part) }
}

function faceValues(part: Part) {
  const sum = (kind: Patch['kind'], zone: Patch['zone']) =>
    part.patches.reduce((total, p) => (p.kind === kind && p.zone === zone ? total + p.areaMm2 : total), 0)
  const greatest = (kind: Patch['kind'], zone: Patch['zone']) =>
    part.patches.reduce((most, p) => (p.kind === kind && p.zone === zone ? Math.max(most, p.extentMm) : most), 0)
  return {
    'grease-on-face': sum('grease', 'face'),
    'grease-elsewhere': sum('grease', 'hub'),
    'deformation-on-face': greatest('dent', 'face'),
    'deformation-elsewhere': greatest('dent', 'hub'),
    'residue-on-face': greatest('residue', 'face'),
    'residue-elsewhere': greatest('residue', 'hub'),
    'face-flatness': part.faceFlatnessMm,
    'face-axial-runout': part.faceRunoutMm,
  }
}

function crimpValues(part: Part) {
  const present = part.crimps.filter((crimp) => crimp.present)
  const heights = present.map((crimp) => crimp.heightMm)
  const nominalDeg = (number: number) => FIRST_CRIMP_DEG + ((number - 1) * 360) / CRIMPS
  return {
    'crimp-count': present.length,
    'crimp-position': Math.max(0, ...present.map((crimp) => Math.abs(crimp.angleDeg - nominalDeg(crimp.number)))),
    ...(heights.length > 0
      ? {
          'crimp-height-min': Math.min(...heights),
          'crimp-height-max': Math.max(...heights),
          'crimp-height-range': Math.max(...heights) - Math.min(...heights),
        }
      : {}),
  }
}

function grooveValues(part: Part) {
  const { grooves } = part
  const pitches = grooves.slice(1).map((groove, i) => groove.heightMm - grooves[i]!.heightMm)
  const offsets = grooves.map((groove) => groove.diameterOffsetMm)
  const pitch = DRAWING['groove-pitch'].nominal
  return {
    'groove-radial-runout': part.grooveRadialRunoutMm,
    'groove-axial-runout': part.grooveAxialRunoutMm,
    'groove-diameter-over-balls': part.meanDiameterOverBallsMm,
    'groove-diameter-range': Math.max(...offsets) - Math.min(...offsets),
    'groove-pitch': worstOf('groove-pitch', pitches),
    'groove-pitch-summed': pitches.reduce((sum, p) => sum + p - pitch, 0),
    'groove-angle': worstOf(
      'groove-angle',
      grooves.map((groove) => groove.angleDeg),
    ),
    'groove-depth': worstOf(
      'groove-depth',
      grooves.map((groove) => groove.depthMm),
    ),
    'first-groove-height': grooves[0]!.heightMm,
  }
}

function spinValues(part: Part): Partial<Record<DimensionId, number>> {
  if (part.bearing.locked) return {}
  const { accelerationRms, kurtosis, velocityUmPerS } = expectedVibration(part)
  return {
    'running-torque': part.bearing.runningTorqueNm,
    'breakaway-torque': part.bearing.breakawayTorqueNm,
    'acceleration-rms': accelerationRms,
    'velocity-low-band': velocityUmPerS(50, 300),
    'velocity-medium-band': velocityUmPerS(300, 1800),
    'velocity-high-band': velocityUmPerS(1800, 10_000),
    'velocity-rms': velocityUmPerS(10, 1000) / 1000,
    kurtosis,
  }
}
