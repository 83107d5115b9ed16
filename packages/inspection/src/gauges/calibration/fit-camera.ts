/** Lens and poses from the marks of a flat target: homographies → starting point → all refined together (Zhang 2000). */
import type { Calibration } from '@celltwin/contracts'
import { cholesky } from '../linear.ts'
import { scaleAt } from '../mapping.ts'
import { NotMeasurable } from '../not-measurable.ts'
import { type Fit, fitRobustly } from '../robust-fit.ts'
import { type Lens, planeMapping, project, rotationOf, turn, type Vector } from './camera-model.ts'
import { type Correspondence, focalOf, homographyOf, poseOf } from './homography.ts'

export interface MarkedView {
  readonly name: string
  /** Row by row. */
  readonly marks: readonly Correspondence[]
}

/** With what, when and for how long a camera is calibrated. */
export interface Circumstances {
  readonly target: Calibration['target']
  readonly takenAt: string
  readonly temperatureC?: number
  readonly validDays: number
}

export interface MarkedRequest extends Circumstances {
  readonly image: Calibration['image']
  /** The last shows the target on the plane to measure on. */
  readonly views: readonly MarkedView[]
}

const LEAST_VIEWS = 3
/** Correlation of neighbouring residuals above which the target itself is in doubt. */
const ALIKE = 0.5
const LENS_PARAMETERS = 5
const POSE_PARAMETERS = 6
const UNDETERMINED = 'the views do not determine the lens: tilt the target more, and differently'

/** @throws NotMeasurable naming what the views do not determine. */
export function calibrateMarks({ target, image, views, takenAt, temperatureC, validDays }: MarkedRequest): Calibration {
  if (views.length < LEAST_VIEWS)
    throw new NotMeasurable(`${views.length} views; a lens needs at least ${LEAST_VIEWS}, tilted differently`)
  const { width, height } = image
  const { lens: start, poses } = startingPoint(views, width, height)
  const count = 2 * views.reduce((sum, { marks }) => sum + marks.length, 0)
  const fit = fitRobustly({
    count,
    start: [
      ...[start.focalPx, start.centerX, start.centerY, start.k1, start.k2],
      ...poses.flatMap(({ rotation, translation }) => [...rotation, ...translation]),
    ],
    residuals(p, into) {
      const lens = lensOf(p)
      let i = 0
      for (const [view, { marks }] of views.entries()) {
        const { rotation, translation } = poseIn(p, view)
        const turned = rotationOf(rotation)
        for (const { X, Y, x, y } of marks) {
          const [cx, cy, cz] = turn(turned, [X, Y, 0])
          const at = project(lens, [cx + translation[0], cy + translation[1], cz + translation[2]])
          into[i++] = at.x - x
          into[i++] = at.y - y
        }
      }
    },
  })
  if (!fit) throw new NotMeasurable(UNDETERMINED)
  const plane = poseIn(fit.parameters, views.length - 1)
  const alike = likenessOf(views, fit.residuals, target.pitchMm)
  const covarianceFactor = covarianceFactorOf(fit, views.length - 1, alike)
  const expanded = (k: number) => 2 * Math.hypot(...covarianceFactor.slice((k * (k + 1)) / 2, ((k + 1) * (k + 2)) / 2))
  const calibration: Calibration = {
    schema: 'celltwin/calibration/v1',
    target,
    image: { width, height },
    camera: lensOf(fit.parameters),
    cameraUncertainty: {
      focalPx: expanded(0),
      centerX: expanded(1),
      centerY: expanded(2),
      k1: expanded(3),
      k2: expanded(4),
    },
    plane: { rotation: [...plane.rotation], translationMm: [...plane.translation] },
    covarianceFactor,
    mmPerPixel: 1,
    rmsPx: rmsOf(fit.residuals, fit.used, 0, count),
    views: viewsOf(views, fit.residuals, fit.used),
    takenAt,
    ...(temperatureC === undefined ? {} : { temperatureC }),
    validDays,
    ...(alike > ALIKE
      ? { caution: `residuals of neighbouring marks are alike (${alike.toFixed(2)}): the target is not flat` }
      : {}),
  }
  return { ...calibration, mmPerPixel: scaleAt(planeMapping(calibration), { x: width / 2, y: height / 2 }) }
}

/** Lower triangle, row by row, of the lens's and one view's covariance, whatever the other poses are. */
function covarianceFactorOf({ cofactor, parameters, scatter }: Fit, view: number, alike: number): number[] {
  const place = (k: number) => (k < LENS_PARAMETERS ? k : k + view * POSE_PARAMETERS)
  const n = LENS_PARAMETERS + POSE_PARAMETERS
  const ofPlane = Float64Array.from({ length: n * n }, (_, i) => {
    return cofactor[place(Math.floor(i / n)) * parameters.length + place(i % n)]!
  })
  const factor = cholesky(ofPlane, n)
  if (!factor) throw new NotMeasurable(UNDETERMINED)
  // Along rows and columns alike marks count as fewer: of a first-order series, in both directions.
  const sd = scatter * (alike > 0 ? (1 + alike) / (1 - alike) : 1)
  return [...factor].filter((_, i) => i % n <= Math.floor(i / n)).map((x) => sd * x)
}

/** Correlation of the residuals of marks that stand side by side; 0 within what chance makes of independent ones. */
function likenessOf(views: readonly MarkedView[], residuals: Float64Array, pitchMm: number): number {
  let [squares, products, pairs, i] = [0, 0, 0, 0]
  for (const { marks } of views) {
    for (const [k, mark] of marks.entries()) {
      const next = marks[k + 1]
      if (next && next.Y === mark.Y && next.X - mark.X < 1.5 * pitchMm) {
        for (const axis of [0, 1]) {
          products += residuals[i + axis]! * residuals[i + axis + 2]!
          squares += (residuals[i + axis]! ** 2 + residuals[i + axis + 2]! ** 2) / 2
          pairs++
        }
      }
      i += 2
    }
  }
  const correlation = products / squares
  return correlation > 2.5 / Math.sqrt(pairs) ? Math.min(0.95, correlation) : 0
}

function startingPoint(views: readonly MarkedView[], width: number, height: number) {
  const homographies = views.map(({ name, marks }) => {
    const homography = homographyOf(marks)
    if (!homography) throw new NotMeasurable(`${name}: its marks lie in one line`)
    return homography
  })
  const [centerX, centerY] = [(width - 1) / 2, (height - 1) / 2]
  const focalPx = focalOf(homographies, centerX, centerY)
  if (!focalPx) throw new NotMeasurable('the views do not tell the focal length: tilt the target more, and differently')
  const lens: Lens = { focalPx, centerX, centerY, k1: 0, k2: 0 }
  return { lens, poses: homographies.map((homography) => poseOf(homography, lens)) }
}

const lensOf = (p: Float64Array): Lens => ({
  focalPx: p[0]!,
  centerX: p[1]!,
  centerY: p[2]!,
  k1: p[3]!,
  k2: p[4]!,
})

function poseIn(p: Float64Array, view: number): { rotation: Vector; translation: Vector } {
  const [a, b, c, x, y, z] = p.subarray(LENS_PARAMETERS + view * POSE_PARAMETERS)
  return { rotation: [a!, b!, c!], translation: [x!, y!, z!] }
}

function viewsOf(views: readonly MarkedView[], residuals: Float64Array, used: Uint8Array): Calibration['views'] {
  let from = 0
  return views.map(({ name, marks }) => {
    const to = from + 2 * marks.length
    let [rejected, maxPx] = [0, 0]
    for (let k = from; k < to; k += 2) {
      if (used[k] && used[k + 1]) maxPx = Math.max(maxPx, Math.hypot(residuals[k]!, residuals[k + 1]!))
      else rejected++
    }
    const view = { name, points: marks.length, rejected, rmsPx: rmsOf(residuals, used, from, to), maxPx }
    from = to
    return view
  })
}

/** Root mean square distance of the marks that count. */
function rmsOf(residuals: Float64Array, used: Uint8Array, from: number, to: number): number {
  let [squares, count] = [0, 0]
  for (let i = from; i < to; i++) {
    if (!used[i]) continue
    squares += residuals[i]! ** 2
    count++
  }
  return Math.sqrt((2 * squares) / count)
}
