/** From scene to grey values: defocus, exposure, noise, quantisation. */
import { NORMALS_MASK, normals, uniforms } from './noise.ts'

export interface Exposure {
  readonly seed: number
  readonly gain: number
  /** Standard deviation of the defocus, pixels; 0 where the lens is in focus. */
  readonly defocusPx: number
}

/** Read noise and the share that grows with the signal (shot noise, linearised), grey levels. */
const READ_NOISE = 0.9
const SIGNAL_NOISE = 0.008

export function sense(scene: Float32Array, pixels: number, { seed, gain, defocusPx }: Exposure): Uint8Array {
  const light = defocusPx > 0 ? defocus(scene, pixels, defocusPx) : scene
  // Clamped: rounds and saturates by itself.
  const grey = new Uint8ClampedArray(light.length)
  const next = uniforms(seed)
  for (let y = 0; y < pixels; y++) {
    // A new start in each row, else the table's period would show as a pattern.
    let walk = Math.floor(next() * NORMALS_MASK)
    const end = (y + 1) * pixels
    for (let i = y * pixels; i < end; i++) {
      const value = light[i]! * gain
      grey[i] = value + (READ_NOISE + SIGNAL_NOISE * value) * normals[walk++ & NORMALS_MASK]!
    }
  }
  return new Uint8Array(grey.buffer)
}

/** Three running means, one after the other, are close to a Gaussian; their cost does not grow with the blur. */
function defocus(scene: Float32Array, pixels: number, sigmaPx: number): Float32Array {
  const variance = (sigmaPx * sigmaPx) / 3
  // The widest window of whole pixels below that variance, and the share of one more at both ends that makes it up.
  let half = 0
  while (((half + 1) * (half + 2)) / 3 <= variance) half++
  const ends = ((2 * half + 1) * (variance - (half * (half + 1)) / 3)) / (2 * ((half + 1) ** 2 - variance))
  let image = scene
  for (let pass = 0; pass < 3; pass++) {
    image = runningMean(image, pixels, half, ends, { step: 1, stride: pixels })
    image = runningMean(image, pixels, half, ends, { step: pixels, stride: 1 })
  }
  return image
}

function runningMean(
  image: Float32Array,
  pixels: number,
  half: number,
  ends: number,
  { step, stride }: { readonly step: number; readonly stride: number },
): Float32Array {
  const out = new Float32Array(image.length)
  const size = 2 * half + 1 + 2 * ends
  const last = (pixels - 1) * step
  for (let line = 0; line < pixels; line++) {
    const start = line * stride
    let sum = half * image[start]!
    for (let k = 0; k <= half; k++) sum += image[start + k * step]!
    for (let k = 0; k < pixels; k++) {
      const enters = image[start + Math.min(last, (k + half + 1) * step)]!
      const before = image[start + Math.max(0, (k - half - 1) * step)]!
      out[start + k * step] = (sum + ends * (enters + before)) / size
      sum += enters - image[start + Math.max(0, (k - half) * step)]!
    }
  }
  return out
}
