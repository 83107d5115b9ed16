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
  for (const [channel, image] of [bright, darkField, uv].entries()) {
    const offset = input.mean[channel]!
    const scale = 1 / (255 * input.spread[channel]!)
    const shift = offset / input.spread[channel]!
    for (let row = 0; row < input.radii; row++) {
      const r = (input.innerMm + (row + 0.5) * input.stepMm) / pose.mmPerPixel
      const start = channel * plane + row * columns + input.overlap
      for (let column = 0; column < input.angles; column++) {
        const k = 2 * column
        const grey =
          greyAt(image, pose.x + r * sin[k]!, pose.y - r * cos[k]!) +
          greyAt(image, pose.x + r * sin[k + 1]!, pose.y - r * cos[k + 1]!)
        data[start + column] = 0.5 * grey * scale - shift
      }
      data.copyWithin(start - input.overlap, start + input.angles - input.overlap, start + input.angles)
      data.copyWithin(start + input.angles, start, start + input.overlap)
    }
  }
  return { data, dims: [1, 3, input.radii, columns] }
}
