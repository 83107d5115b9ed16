/** Between the picture and the plane of the face: through the camera's calibration, or by a bare scale where there is none. */
import type { Imaging } from '@celltwin/contracts'
import { ontoPlane, rayThrough, rotationOf, turn, type Vector } from '../gauges/calibration/camera-model.ts'
import { type KnownImaging, otherImagings, placeSdPx } from '../gauges/calibration/other-imagings.ts'

/** Millimetres on the plane, from where the picture's middle looks, right and down as in the picture. */
export interface FacePlane {
  /** In the picture's middle. */
  readonly mmPerPixel: number
  onPicture(xMm: number, yMm: number): [x: number, y: number]
  onPlane(x: number, y: number): [xMm: number, yMm: number]
  /** What a pixel there covers. */
  pixelMm2(x: number, y: number): number
}

/** The plane with what is known of its calibration's errors. */
export interface MeasuringPlane extends FacePlane {
  /** The plane with the calibration off by one standard deviation, once for each of its independent errors. */
  readonly others: readonly FacePlane[]
  /** Standard uncertainty of a place along an axis, where the calibration does not tell how its errors hang together. */
  readonly placeSdMm: number
}

/** As a perfect camera would see it that looks straight down. */
export function scaledPlane(pixels: number, mmPerPixel: number): MeasuringPlane {
  const center = pixels / 2
  return {
    mmPerPixel,
    others: [],
    placeSdMm: 0,
    onPicture: (xMm, yMm) => [center + xMm / mmPerPixel, center + yMm / mmPerPixel],
    onPlane: (x, y) => [(x - center) * mmPerPixel, (y - center) * mmPerPixel],
    pixelMm2: () => mmPerPixel ** 2,
  }
}

/** As the calibrated camera sees it, through distortion and perspective. The target lay on this plane. */
export function calibratedPlane(imaging: KnownImaging): MeasuringPlane {
  const plane = planeOf(imaging)
  return {
    ...plane,
    others: otherImagings(imaging).map(planeOf),
    placeSdMm: placeSdPx(imaging) * plane.mmPerPixel,
  }
}

function planeOf(imaging: Imaging): FacePlane {
  const { camera, plane, image } = imaging
  const { focalPx, centerX, centerY, k1, k2 } = camera
  const toPlane = ontoPlane(imaging)
  const [middleX, middleY] = [image.width / 2, image.height / 2]
  const middle = toPlane({ x: middleX, y: middleY })
  const right = toPlane({ x: middleX + 0.5, y: middleY })
  const below = toPlane({ x: middleX, y: middleY + 0.5 })
  // The target lay turned as it was put down: the plane's axes become those of the picture.
  const length = Math.hypot(right.x - middle.x, right.y - middle.y)
  const [cos, sin] = [(right.x - middle.x) / length, (right.y - middle.y) / length]
  const side = Math.sign(cos * (below.y - middle.y) - sin * (below.x - middle.x))

  // A point of the plane in the camera's frame: origin + x · across + y · down.
  const rotation = rotationOf(plane.rotation as unknown as Vector)
  const [tx, ty, tz] = plane.translationMm as unknown as Vector
  const [ox, oy, oz] = turn(rotation, [middle.x, middle.y, 0])
  const [originX, originY, originZ] = [ox + tx, oy + ty, oz + tz]
  const [acrossX, acrossY, acrossZ] = turn(rotation, [cos, sin, 0])
  const [downX, downY, downZ] = turn(rotation, [-side * sin, side * cos, 0])

  const onPlane = (x: number, y: number): [number, number] => {
    const [u, v] = rayThrough(camera, { x, y })
    const a = acrossX - u * acrossZ
    const b = downX - u * downZ
    const c = acrossY - v * acrossZ
    const d = downY - v * downZ
    const p = u * originZ - originX
    const q = v * originZ - originY
    const determinant = a * d - b * c
    return [(p * d - b * q) / determinant, (a * q - p * c) / determinant]
  }
  return {
    mmPerPixel: Math.sqrt(pixelArea(onPlane, middleX, middleY)),
    onPicture(xMm, yMm) {
      const z = originZ + xMm * acrossZ + yMm * downZ
      const u = (originX + xMm * acrossX + yMm * downX) / z
      const v = (originY + xMm * acrossY + yMm * downY) / z
      const square = u * u + v * v
      const stretch = focalPx * (1 + square * (k1 + square * k2))
      return [centerX + u * stretch, centerY + v * stretch]
    },
    onPlane,
    pixelMm2: (x, y) => pixelArea(onPlane, x, y),
  }
}

function pixelArea(onPlane: FacePlane['onPlane'], x: number, y: number): number {
  const [left, right] = [onPlane(x - 0.5, y), onPlane(x + 0.5, y)]
  const [above, below] = [onPlane(x, y - 0.5), onPlane(x, y + 0.5)]
  return Math.abs((right[0] - left[0]) * (below[1] - above[1]) - (right[1] - left[1]) * (below[0] - above[0]))
}
