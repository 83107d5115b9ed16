/** The camera over the nest: a pinhole that leans a little, with a lens that draws straight lines a little bent. */
import { numberOf, numbersOf, type Parameters } from '../parameters.ts'

export interface Lens {
  /** From lens to picture, pixels. */
  readonly focalPx: number
  /** How much farther from the middle the picture's corner lies than through a perfect lens; barrel is negative. */
  readonly distortionPercent: number
  /** How far the camera leans about the picture's x and y. */
  readonly tiltDeg: readonly [number, number]
}

export interface Camera {
  readonly pixels: number
  /** On the plane of the face, in the picture's middle. */
  readonly mmPerPixel: number
  /** A perfect one, looking straight down, where absent. */
  readonly lens?: Lens
}

/** What a module's parameters say of its simulated camera. @throws Error naming the parameter that is wrong. */
export function cameraOf(parameters: Parameters): Camera {
  const scale = { pixels: numberOf(parameters, 'pixels'), mmPerPixel: numberOf(parameters, 'mmPerPixel') }
  if (parameters.lensFocalPx === undefined) return scale
  const [aboutX = 0, aboutY = 0] = numbersOf(parameters, 'lensTiltDeg')
  return {
    ...scale,
    lens: {
      focalPx: numberOf(parameters, 'lensFocalPx'),
      distortionPercent: numberOf(parameters, 'lensDistortionPercent'),
      tiltDeg: [aboutX, aboutY],
    },
  }
}

/** A plane as the camera shows it: millimetres from where the picture's middle looks, right and down. */
export interface View extends Camera {
  /** Of each pixel. */
  readonly xMm: Float64Array
  readonly yMm: Float64Array
  onImage(xMm: number, yMm: number): { x: number; y: number }
}

/** How a plane lies to that of the face: turned about its own x, y and z in this order, then moved. Up is negative z. */
export interface Placement {
  readonly turnedDeg: readonly [number, number, number]
  readonly movedMm: readonly [number, number, number]
}

const views = new Map<string, View>()

/** The plane of the face. Kept: a cell has one camera, and its parts all lie in that plane. */
export function faceView(camera: Camera): View {
  const key = JSON.stringify([camera.pixels, camera.mmPerPixel, camera.lens])
  const view = views.get(key) ?? viewOf(camera)
  views.set(key, view)
  return view
}

/** Any plane, as one that is held under the camera. */
export function viewOf(camera: Camera, placement?: Placement): View {
  const { pixels, mmPerPixel, lens } = camera
  const middle = pixels / 2
  const focalPx = lens?.focalPx ?? 1 / mmPerPixel
  const [tiltX, tiltY] = lens?.tiltDeg ?? [0, 0]
  const lean = times(about('x', tiltX), about('y', tiltY))
  const [turnX, turnY, turnZ] = placement?.turnedDeg ?? [0, 0, 0]
  const turn = times(lean, times(about('z', turnZ), times(about('y', turnY), about('x', turnX))))
  const [movedX, movedY, movedZ] = apply(lean, placement?.movedMm ?? [0, 0, 0])
  const origin: Vector = [movedX, movedY, movedZ + focalPx * mmPerPixel]
  const across = column(turn, 0)
  const down = column(turn, 1)
  const cornerSquare = 2 * (middle / focalPx) ** 2
  const bend = (lens?.distortionPercent ?? 0) / 100 / cornerSquare

  const xMm = new Float64Array(pixels * pixels)
  const yMm = new Float64Array(pixels * pixels)
  for (let y = 0, i = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++, i++) {
      const seenU = (x - middle) / focalPx
      const seenV = (y - middle) / focalPx
      let stretch = 1
      // The bend is small: each round gains two digits and more.
      for (let round = 0; bend !== 0 && round < 8; round++)
        stretch = 1 + (bend * (seenU * seenU + seenV * seenV)) / (stretch * stretch)
      const u = seenU / stretch
      const v = seenV / stretch
      // Where the ray (u, v, 1) meets the plane.
      const a = across[0] - u * across[2]
      const b = down[0] - u * down[2]
      const c = across[1] - v * across[2]
      const d = down[1] - v * down[2]
      const p = u * origin[2] - origin[0]
      const q = v * origin[2] - origin[1]
      xMm[i] = (p * d - b * q) / (a * d - b * c)
      yMm[i] = (a * q - p * c) / (a * d - b * c)
    }
  }
  return {
    ...camera,
    xMm,
    yMm,
    onImage(x, y) {
      const z = origin[2] + x * across[2] + y * down[2]
      const u = (origin[0] + x * across[0] + y * down[0]) / z
      const v = (origin[1] + x * across[1] + y * down[1]) / z
      const stretch = focalPx * (1 + bend * (u * u + v * v))
      return { x: middle + u * stretch, y: middle + v * stretch }
    },
  }
}

type Vector = readonly [number, number, number]
/** Row by row. */
type Matrix = readonly number[]

function about(axis: 'x' | 'y' | 'z', angleDeg: number): Matrix {
  const s = Math.sin((angleDeg * Math.PI) / 180)
  const c = Math.cos((angleDeg * Math.PI) / 180)
  if (axis === 'x') return [1, 0, 0, 0, c, -s, 0, s, c]
  if (axis === 'y') return [c, 0, s, 0, 1, 0, -s, 0, c]
  return [c, -s, 0, s, c, 0, 0, 0, 1]
}

const times = (a: Matrix, b: Matrix): Matrix =>
  Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3]
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!
  })

const column = (m: Matrix, c: number): Vector => [m[c]!, m[c + 3]!, m[c + 6]!]

const apply = (m: Matrix, [x, y, z]: Vector): Vector => [
  m[0]! * x + m[1]! * y + m[2]! * z,
  m[3]! * x + m[4]! * y + m[5]! * z,
  m[6]! * x + m[7]! * y + m[8]! * z,
]
