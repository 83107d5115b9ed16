/**
 * What the calibration's own uncertainty makes of angles, lengths and areas on the face, as standard uncertainties: each is
 * told again from the same places in the picture with the calibration off by one standard deviation, error by error.
 */
import type { MeasuringPlane } from './face-plane.ts'
import type { FaceParameters } from './parameters.ts'
import { type FacePose, onImage, onPart, readPose } from './pose.ts'
import type { Spot } from './spots.ts'

export interface CalibrationDoubt {
  readonly pose: FacePose
  readonly others: readonly FacePose[]
  /** Bounds what a place is off by along an axis, where nothing tells how the errors of places hang together. */
  readonly placeSdMm: number
  readonly codeRadiusMm: number
  readonly faceInnerRadiusMm: number
}

const RIM_POINTS = 36

export function doubtOfCalibration(
  pose: FacePose,
  { others, placeSdMm }: Pick<MeasuringPlane, 'others' | 'placeSdMm'>,
  {
    rimRadiusMm,
    codeRadiusMm,
    faceInnerRadiusMm,
  }: Pick<FaceParameters, 'rimRadiusMm' | 'codeRadiusMm' | 'faceInnerRadiusMm'>,
): CalibrationDoubt {
  const rim = Array.from({ length: RIM_POINTS }, (_, k) => onImage(pose, rimRadiusMm, (k * 360) / RIM_POINTS))
  const code = onImage(pose, codeRadiusMm, 0)
  return {
    pose,
    others: others.map((plane) => readPose(plane, rim, code)),
    placeSdMm,
    codeRadiusMm,
    faceInnerRadiusMm,
  }
}

const DEGREES = 180 / Math.PI

/** Of a place's angle on the part, which counts from the code. */
export function angleSdDeg(doubt: CalibrationDoubt, radiusMm: number, angleDeg: number): number {
  const { pose, others, placeSdMm, codeRadiusMm } = doubt
  const at = onImage(pose, radiusMm, angleDeg)
  const turnedBy = (other: FacePose) => ((onPart(other, ...at).angleDeg - angleDeg + 540) % 360) - 180
  // The rim's many points leave its middle where it is.
  return Math.hypot(...others.map(turnedBy), placeSdMm * DEGREES * Math.hypot(1 / radiusMm, 1 / codeRadiusMm))
}

/** Between two places of the picture. */
export function lengthOn({ plane }: FacePose, [from, to]: Spot['ends']): number {
  const [fromX, fromY] = plane.onPlane(...from)
  const [toX, toY] = plane.onPlane(...to)
  return Math.hypot(toX - fromX, toY - fromY)
}

export function extentSdMm({ pose, others, placeSdMm }: CalibrationDoubt, { ends }: Pick<Spot, 'ends'>): number {
  const seen = lengthOn(pose, ends)
  return Math.hypot(...others.map((other) => lengthOn(other, ends) - seen), Math.SQRT2 * placeSdMm)
}

/** Of spots on B, or off it: as much as their pixels cover. The inner edge of B shares those that it crosses. */
export function areaOn(pose: FacePose, spots: readonly Spot[], onFace: boolean, faceInnerRadiusMm: number): number {
  const { plane } = pose
  return spots.reduce((sum, { at, pixels, border }) => {
    const whole = onFace ? pixels.onFace : pixels.elsewhere
    const shared = border.reduce((count, [x, y]) => {
      const inside = (onPart(pose, x, y).radiusMm - faceInnerRadiusMm) / plane.mmPerPixel + 0.5
      const share = Math.min(1, Math.max(0, inside))
      return count + (onFace ? share : 1 - share)
    }, 0)
    return sum + (whole + shared) * plane.pixelMm2(...at)
  }, 0)
}

export function areaSdMm2(doubt: CalibrationDoubt, spots: readonly Spot[], onFace: boolean): number {
  const { pose, others, placeSdMm, faceInnerRadiusMm } = doubt
  const area = (told: FacePose) => areaOn(told, spots, onFace, faceInnerRadiusMm)
  const seen = area(pose)
  // Width and height of a spot, each between two such places.
  const bound = spots.reduce((sum, { extentMm, areaOnFaceMm2, areaElsewhereMm2 }) => {
    return sum + ((onFace ? areaOnFaceMm2 : areaElsewhereMm2) * 2 * placeSdMm) / extentMm
  }, 0)
  return Math.hypot(...others.map((other) => area(other) - seen), bound)
}
