/** The face laid flat for the net: rows are radii, columns angles from the code, channels the three lights. */
import type { Tensor } from '../inspector.ts'
import type { FaceNetSpec } from './face-net.ts'
import type { FacePictures } from './image-trust.ts'
import { greyAt } from './picture.ts'
import type { FacePose } from './pose.ts'

/** Grey 0 to 1, less the channel's mean, over its spread; the columns go round with an overlap at both ends. */
export function unwrapFace(
  { bright, darkField, uv }: FacePictures,
  pose: FacePose,
  input: FaceNetSpec['input'],
): Tensor {
  const { plane: facePlane, xMm, yMm } = pose
  const columns = input.angles + 2 * input.overlap
  const plane = input.radii * columns
  const data = new Float32Array(3 * plane)
  // Two looks per column: at the rim a column is three pixels wide.
  const steps = 2 * input.angles
  const sin = new Float64Array(steps)
  const cos = new Float64Array(steps)
  for (let k = 0; k < steps; k++) {
    const a = ((k + 0.5) / steps) * 2 * Math.PI + (pose.rotationDeg * Math.PI) / 180
    sin[k] = Math.sin(a)
    cos[k] = Math.cos(a)
  }
  const atX = new Float64Array(steps)
  const atY = new Float64Array(steps)
  const lights = [bright, darkField, uv]
  const scales = input.spread.map((spread) => 1 / (255 * spread))
  const shifts = input.mean.map((mean, light) => mean / input.spread[light]!)
  for (let row = 0; row < input.radii; row++) {
    const radiusMm = input.innerMm + (row + 0.5) * input.stepMm
    const start = row * columns + input.overlap
    for (let k = 0; k < steps; k++) {
      const [x, y] = facePlane.onPicture(xMm + radiusMm * sin[k]!, yMm - radiusMm * cos[k]!)
      atX[k] = x
      atY[k] = y
    }
    for (const [light, image] of lights.entries()) {
      const from = light * plane + start
      const scale = scales[light]!
      const shift = shifts[light]!
      for (let column = 0; column < input.angles; column++) {
        const k = 2 * column
        const grey = greyAt(image, atX[k]!, atY[k]!) + greyAt(image, atX[k + 1]!, atY[k + 1]!)
        data[from + column] = 0.5 * grey * scale - shift
      }
      data.copyWithin(from - input.overlap, from + input.angles - input.overlap, from + input.angles)
      data.copyWithin(from + input.angles, from, from + input.overlap)
    }
  }
  return { data, dims: [1, 3, input.radii, columns] }
}
