/** Camera calibration from views of a flat target: marks → homographies → lens and poses, refined together (Zhang 2000). */
import type { Calibration } from '@celltwin/contracts'
import type { GreyImage } from '../../inspector.ts'
import { scaleAt } from '../mapping.ts'
import { NotMeasurable } from '../not-measurable.ts'
import { fitRobustly } from '../robust-fit.ts'
import { type Lens, planeMapping, project, rotationOf, turn, type Vector } from './camera-model.ts'
import { findCorners, findDots } from './find-marks.ts'
import { type Correspondence, focalOf, homographyOf, poseOf } from './homography.ts'
import { assembleGrid } from './target-grid.ts'

export interface View {
  readonly name: string
  readonly image: GreyImage
}

export interface CalibrationRequest {
  readonly target: Calibration['target']
  /** All of one camera with one focus; the last shows the target on the plane to measure on. */
  readonly views: readonly View[]
  readonly takenAt: string
  readonly temperatureC?: number
  readonly validDays: number
}

const LEAST_VIEWS = 3
/** Correlation of neighbouring residuals above which the target itself is in doubt. */
const ALIKE = 0.5
const LENS_PARAMETERS = 5
const POSE_PARAMETERS = 6

/** @throws NotMeasurable naming the view where the target is not found, or what the views do not determine. */
export function calibrate({ target, views, takenAt, temperatureC, validDays }: CalibrationRequest): Calibration {
  if (views.length < LEAST_VIEWS)
    throw new NotMeasurable(`${views.length} views; a lens needs at least ${LEAST_VIEWS}, tilted differently`)
  const { width, height } = views[0]!.image
  const seen = views.map((view) => correspondencesIn(view, target, width, height))
  const { lens: start, poses } = startingPoint(seen, views, width, height)

  const count = 2 * seen.reduce((sum, marks) => sum + marks.length, 0)
  const fit = fitRobustly({
    count,
    start: [
      ...[start.focalPx, start.centerX, start.centerY, start.k1, start.k2],
      ...poses.flatMap(({ rotation, translation }) => [...rotation, ...translation]),
    ],
    residuals(p, into) {
      const lens = lensOf(p)
      let i = 0
      for (const [view, marks] of seen.entries()) {
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
  if (!fit) throw new NotMeasurable('the views do not determine the lens: tilt the target more, and differently')
  const plane = poseIn(fit.parameters, views.length - 1)
  const alike = likenessOf(seen, fit.residuals, target.pitchMm)
  // Along rows and columns alike marks count as fewer: of a first-order series, in both directions.
  const together = alike > 0 ? ((1 + alike) / (1 - alike)) ** 2 : 1
  const expanded = (k: number) => 2 * fit.scatter * Math.sqrt(together * fit.cofactor[k * fit.parameters.length + k]!)
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
    mmPerPixel: 1,
    rmsPx: rmsOf(fit.residuals, fit.used, 0, count),
    views: viewsOf(views, seen, fit.residuals, fit.used),
    takenAt,
    ...(temperatureC === undefined ? {} : { temperatureC }),
    validDays,
    ...(alike > ALIKE
      ? { caution: `residuals of neighbouring marks are alike (${alike.toFixed(2)}): the target is not flat` }
      : {}),
  }
  return { ...calibration, mmPerPixel: scaleAt(planeMapping(calibration), { x: width / 2, y: height / 2 }) }
}

function correspondencesIn(
  { name, image }: View,
  { kind, pitchMm }: Calibration['target'],
  width: number,
  height: number,
): Correspondence[] {
  if (image.width !== width || image.height !== height)
    throw new NotMeasurable(`${name}: ${image.width} × ${image.height} px, but the first view has ${width} × ${height}`)
  const marks = assembleGrid(image, kind === 'chess' ? findCorners(image) : findDots(image), kind)
  if (!marks) throw new NotMeasurable(`${name}: no ${kind} target of at least 12 marks was found`)
  return marks
    .sort((a, b) => a.row - b.row || a.column - b.column)
    .map(({ x, y, column, row }) => ({ x, y, X: column * pitchMm, Y: row * pitchMm }))
}

/** Correlation of the residuals of marks that stand side by side; 0 within what chance makes of independent ones. */
function likenessOf(seen: readonly Correspondence[][], residuals: Float64Array, pitchMm: number): number {
  let [squares, products, pairs, i] = [0, 0, 0, 0]
  for (const marks of seen) {
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

function startingPoint(seen: readonly Correspondence[][], views: readonly View[], width: number, height: number) {
  const homographies = seen.map((marks, i) => {
    const homography = homographyOf(marks)
    if (!homography) throw new NotMeasurable(`${views[i]!.name}: its marks lie in one line`)
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

function viewsOf(
  views: readonly View[],
  seen: readonly Correspondence[][],
  residuals: Float64Array,
  used: Uint8Array,
): Calibration['views'] {
  let from = 0
  return views.map(({ name }, i) => {
    const to = from + 2 * seen[i]!.length
    let [rejected, maxPx] = [0, 0]
    for (let k = from; k < to; k += 2) {
      if (used[k] && used[k + 1]) maxPx = Math.max(maxPx, Math.hypot(residuals[k]!, residuals[k + 1]!))
      else rejected++
    }
    const view = { name, points: seen[i]!.length, rejected, rmsPx: rmsOf(residuals, used, from, to), maxPx }
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
