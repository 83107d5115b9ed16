/** The pulley's face as the camera sees it from above: radii in millimetres from bearing axis A. */
export const FACE = {
  rimMm: 60,
  faceOuterMm: 57.6,
  faceInnerMm: 40,
  hubOuterMm: 39.2,
  hubInnerMm: 31.7,
  bearingOuterMm: 27.5,
  sealOuterMm: 24.1,
  sealInnerMm: 18.7,
  boreMm: 15,
  crimpRadiusMm: 29.5,
  code: { radiusMm: 34.9, modules: 14, moduleMm: 0.42, plateMm: 7 },
  /** Fluorescing target on the camera's bracket, from the middle of the picture: it proves that the UV lamp burns. */
  uvTarget: { xMm: 56, yMm: 56, radiusMm: 4 },
} as const

/** How the part lies under the camera. */
export interface Pose {
  /** Axis A, from where the picture's middle looks, right and down. */
  readonly xMm: number
  readonly yMm: number
  /** Angle of the code from twelve o'clock, clockwise. */
  readonly rotationDeg: number
}

const RAD = Math.PI / 180

/** Where a point of the part lies under the camera; angle zero is the code, clockwise. */
export function onPlane(pose: Pose, radiusMm: number, angleDeg: number): { xMm: number; yMm: number } {
  const a = (angleDeg + pose.rotationDeg) * RAD
  return { xMm: pose.xMm + radiusMm * Math.sin(a), yMm: pose.yMm - radiusMm * Math.cos(a) }
}

/** 0 below `from`, 1 above `to`, smooth between. Also falls where `from` > `to`. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)))
  return t * t * (3 - 2 * t)
}
