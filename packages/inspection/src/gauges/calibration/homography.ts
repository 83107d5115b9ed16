/** The plane-to-image map of one view, and what it says about focal length and pose. */
import { solveSymmetric } from '../linear.ts'
import { type Lens, type Rotation, rotationVectorOf, type Vector } from './camera-model.ts'

export interface Correspondence {
  /** On the target, mm. */
  readonly X: number
  readonly Y: number
  /** On the image, px. */
  readonly x: number
  readonly y: number
}

/** Row-major 3 × 3 with h33 = 1, by linear least squares on centered data; undefined for marks in one line. */
export function homographyOf(marks: readonly Correspondence[]): number[] | undefined {
  const n = marks.length
  const mean = (of: (m: Correspondence) => number) => marks.reduce((sum, m) => sum + of(m), 0) / n
  const [mX, mY, mx, my] = [mean((m) => m.X), mean((m) => m.Y), mean((m) => m.x), mean((m) => m.y)]
  const sizeTarget = mean((m) => Math.hypot(m.X - mX, m.Y - mY))
  const sizeImage = mean((m) => Math.hypot(m.x - mx, m.y - my))
  const normal = new Float64Array(64)
  const right = new Float64Array(8)
  const add = (row: readonly number[], value: number) => {
    for (let a = 0; a < 8; a++) {
      right[a]! += row[a]! * value
      for (let b = 0; b < 8; b++) normal[a * 8 + b]! += row[a]! * row[b]!
    }
  }
  for (const mark of marks) {
    const [X, Y] = [(mark.X - mX) / sizeTarget, (mark.Y - mY) / sizeTarget]
    const [x, y] = [(mark.x - mx) / sizeImage, (mark.y - my) / sizeImage]
    add([X, Y, 1, 0, 0, 0, -x * X, -x * Y], x)
    add([0, 0, 0, X, Y, 1, -y * X, -y * Y], y)
  }
  const h = solveSymmetric(normal, 8, right)
  if (!h) return undefined
  const centered = [...h, 1]
  const fromTarget = [1 / sizeTarget, 0, -mX / sizeTarget, 0, 1 / sizeTarget, -mY / sizeTarget, 0, 0, 1]
  const toImage = [sizeImage, 0, mx, 0, sizeImage, my, 0, 0, 1]
  const whole = times(toImage, times(centered, fromTarget))
  return whole.map((x) => x / whole[8]!)
}

function times(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3]
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!
  })
}

/**
 * Focal length from several views (Zhang 2000), the principal point taken in the image's middle; undefined where the views
 * are not tilted enough to tell it.
 */
export function focalOf(
  homographies: readonly (readonly number[])[],
  centerX: number,
  centerY: number,
): number | undefined {
  let above = 0
  let below = 0
  for (const h of homographies) {
    const column = (c: number): Vector => [h[c]! - centerX * h[6 + c]!, h[3 + c]! - centerY * h[6 + c]!, h[6 + c]!]
    const [a, b] = [column(0), column(1)]
    // Both of unit length in the camera's frame, and at right angles. Scaled so that views near and far weigh alike.
    const scale = 1 / (Math.hypot(a[0], a[1]) * Math.hypot(b[0], b[1]))
    for (const [plane, depth] of [
      [a[0] * b[0] + a[1] * b[1], a[2] * b[2]],
      [a[0] ** 2 + a[1] ** 2 - b[0] ** 2 - b[1] ** 2, a[2] ** 2 - b[2] ** 2],
    ] as const) {
      above -= scale * scale * plane * depth
      below += scale * scale * plane * plane
    }
  }
  const inverseSquare = above / below
  return inverseSquare > 0 ? Math.sqrt(1 / inverseSquare) : undefined
}

export function poseOf(
  h: readonly number[],
  { focalPx, centerX, centerY }: Lens,
): { rotation: Vector; translation: Vector } {
  const column = (c: number): Vector => [
    (h[c]! - centerX * h[6 + c]!) / focalPx,
    (h[3 + c]! - centerY * h[6 + c]!) / focalPx,
    h[6 + c]!,
  ]
  const [a, b, t] = [column(0), column(1), column(2)]
  const scale = (t[2] > 0 ? 1 : -1) / Math.sqrt(Math.hypot(...a) * Math.hypot(...b))
  const first = unit(a.map((x) => x * scale) as unknown as Vector)
  const third = unit(cross(first, b.map((x) => x * scale) as unknown as Vector))
  const second = cross(third, first)
  const rotation: Rotation = [
    [first[0], second[0], third[0]],
    [first[1], second[1], third[1]],
    [first[2], second[2], third[2]],
  ]
  return { rotation: rotationVectorOf(rotation), translation: t.map((x) => x * scale) as unknown as Vector }
}

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const unit = (v: Vector): Vector => v.map((x) => x / Math.hypot(...v)) as unknown as Vector
