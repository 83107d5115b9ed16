/** Camera calibration from pictures of a flat target: its marks are found in each, then fitted together. */
import type { Calibration } from '@celltwin/contracts'
import type { GreyImage } from '../../inspector.ts'
import { NotMeasurable } from '../not-measurable.ts'
import { findCorners, findDots } from './find-marks.ts'
import { type Circumstances, calibrateMarks, type MarkedView } from './fit-camera.ts'
import { assembleGrid } from './target-grid.ts'

export interface View {
  readonly name: string
  readonly image: GreyImage
}

export interface CalibrationRequest extends Circumstances {
  /** All of one camera with one focus; the last shows the target on the plane to measure on. */
  readonly views: readonly View[]
}

/** @throws NotMeasurable naming the view where the target is not found, or what the views do not determine. */
export function calibrate({ views, ...circumstances }: CalibrationRequest): Calibration {
  const [first] = views
  if (!first) throw new NotMeasurable('0 views of a target')
  const { width, height } = first.image
  const marked = views.map((view) => marksIn(view, circumstances.target, width, height))
  return calibrateMarks({ ...circumstances, image: { width, height }, views: marked })
}

function marksIn(
  { name, image }: View,
  { kind, pitchMm }: Calibration['target'],
  width: number,
  height: number,
): MarkedView {
  if (image.width !== width || image.height !== height)
    throw new NotMeasurable(`${name}: ${image.width} × ${image.height} px, but the first view has ${width} × ${height}`)
  const found = assembleGrid(image, kind === 'chess' ? findCorners(image) : findDots(image), kind)
  if (!found) throw new NotMeasurable(`${name}: no ${kind} target of at least 12 marks was found`)
  const marks = found
    .sort((a, b) => a.row - b.row || a.column - b.column)
    .map(({ x, y, column, row }) => ({ x, y, X: column * pitchMm, Y: row * pitchMm }))
  return { name, marks }
}
