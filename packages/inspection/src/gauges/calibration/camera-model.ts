/** Pinhole camera with radial distortion: from the target to the image and back. */
import type { Calibration, Imaging } from '@celltwin/contracts'
import type { Mapping } from '../mapping.ts'
import type { Point } from '../shapes.ts'
import { doubtOf, type KnownImaging, otherImagings, placeSdPx } from './other-imagings.ts'

export type Lens = Calibration['camera']
export type Vector = readonly [number, number, number]
/** Rows of a rotation matrix. */
export type Rotation = readonly [Vector, Vector, Vector]

/** Rodrigues: turn about the vector by its length. */
export function rotationOf([x, y, z]: Vector): Rotation {
  const angle = Math.hypot(x, y, z)
  const s = angle < 1e-9 ? 1 : Math.sin(angle) / angle
  const c = angle < 1e-6 ? 0.5 : (1 - Math.cos(angle)) / angle ** 2
  return [
    [1 - c * (y * y + z * z), c * x * y - s * z, c * x * z + s * y],
    [c * x * y + s * z, 1 - c * (x * x + z * z), c * y * z - s * x],
    [c * x * z - s * y, c * y * z + s * x, 1 - c * (x * x + y * y)],
  ]
}

export function rotationVectorOf(r: Rotation): Vector {
  const axis = [r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]] as const
  const sine = Math.hypot(...axis) / 2
  const angle = Math.atan2(sine, (r[0][0] + r[1][1] + r[2][2] - 1) / 2)
  const scale = sine < 1e-9 ? 0.5 : angle / (2 * sine)
  return [axis[0] * scale, axis[1] * scale, axis[2] * scale]
}

export const turn = (r: Rotation, [x, y, z]: Vector): Vector => [
  r[0][0] * x + r[0][1] * y + r[0][2] * z,
  r[1][0] * x + r[1][1] * y + r[1][2] * z,
  r[2][0] * x + r[2][1] * y + r[2][2] * z,
]

/** A point in the camera's frame, on the image. */
export function project({ focalPx, centerX, centerY, k1, k2 }: Lens, [x, y, z]: Vector): Point {
  const [u, v] = [x / z, y / z]
  const square = u * u + v * v
  const stretch = 1 + square * (k1 + square * k2)
  return { x: centerX + focalPx * u * stretch, y: centerY + focalPx * v * stretch }
}

/** Direction of the ray through a pixel, z = 1. */
export function rayThrough({ focalPx, centerX, centerY, k1, k2 }: Lens, { x, y }: Point): Vector {
  const [seenU, seenV] = [(x - centerX) / focalPx, (y - centerY) / focalPx]
  const seen = seenU * seenU + seenV * seenV
  let stretch = 1
  for (let round = 0; round < 30; round++) {
    const square = seen / (stretch * stretch)
    const before = stretch
    stretch = 1 + square * (k1 + square * k2)
    if (Math.abs(stretch - before) < 1e-12) break
  }
  return [seenU / stretch, seenV / stretch, 1]
}

/** In words that people use: how much farther from the middle the picture's edge is drawn, and how far the camera leans. */
export function lensFacts({ camera, plane, image }: Imaging): { bendPercent: number; tiltDeg: number } {
  const square = (image.width / 2 / camera.focalPx) ** 2
  const [, , [, , upright]] = rotationOf(plane.rotation as unknown as Vector)
  return {
    bendPercent: 100 * square * (camera.k1 + square * camera.k2),
    tiltDeg: (Math.acos(Math.min(1, Math.abs(upright))) * 180) / Math.PI,
  }
}

/** From pixels to mm on the calibrated plane, or on one that lies `heightMm` nearer to the camera. */
export function planeMapping(imaging: KnownImaging, heightMm = 0): Mapping {
  const toPlane = ontoPlane(imaging, heightMm)
  const caution = doubtOf(imaging)
  return {
    unit: 'mm',
    toPlane,
    others: otherImagings(imaging).map((other) => ontoPlane(other, heightMm)),
    placeSdPx: placeSdPx(imaging),
    ...(caution ? { caution } : {}),
  }
}

/** Where the ray through a pixel meets the plane, in mm. */
export function ontoPlane({ camera, plane }: Imaging, heightMm = 0): Mapping['toPlane'] {
  const rotation = rotationOf(plane.rotation as unknown as Vector)
  const [tx, ty, tz] = plane.translationMm as unknown as Vector
  const back = (v: Vector): Vector => [
    rotation[0][0] * v[0] + rotation[1][0] * v[1] + rotation[2][0] * v[2],
    rotation[0][1] * v[0] + rotation[1][1] * v[1] + rotation[2][1] * v[2],
    rotation[0][2] * v[0] + rotation[1][2] * v[1] + rotation[2][2] * v[2],
  ]
  const eye = back([-tx, -ty, -tz])
  const level = heightMm * Math.sign(eye[2])
  return (pixel) => {
    const ray = back(rayThrough(camera, pixel))
    const reach = (level - eye[2]) / ray[2]
    return { x: eye[0] + reach * ray[0], y: eye[1] + reach * ray[1] }
  }
}
