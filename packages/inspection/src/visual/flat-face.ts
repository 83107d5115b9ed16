/** A face that was laid flat and kept as a picture: red, green and blue are the three lights. */
import type { Tensor } from '../inspector.ts'
import type { FaceNetSpec } from './face-net.ts'

/** The net's input from such a picture's pixels, row by row, three bytes a pixel. */
export function faceTensor(pixels: Uint8Array, { radii, angles, overlap, mean, spread }: FaceNetSpec['input']): Tensor {
  const width = angles + 2 * overlap
  const data = new Float32Array(3 * radii * width)
  for (let light = 0; light < 3; light++) {
    for (let row = 0; row < radii; row++) {
      for (let column = 0; column < width; column++) {
        const grey = pixels[3 * (row * angles + ((column - overlap + angles) % angles)) + light]! / 255
        data[(light * radii + row) * width + column] = (grey - mean[light]!) / spread[light]!
      }
    }
  }
  return { data, dims: [1, 3, radii, width] }
}
