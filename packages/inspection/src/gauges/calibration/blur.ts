import type { GreyImage } from '../../inspector.ts'

/** Grey values as numbers, row by row. */
export interface Field {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** Gaussian blur; the border repeats. */
export function blurred({ width, height, data }: GreyImage, sigma: number): Field {
  const reach = Math.ceil(3 * sigma)
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / sigma) ** 2))
  const sum = kernel.reduce((a, b) => a + b, 0)
  for (let i = 0; i < kernel.length; i++) kernel[i]! /= sum
  const rows = new Float32Array(width * height)
  const out = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let value = 0
      for (let k = -reach; k <= reach; k++) {
        value += kernel[k + reach]! * data[y * width + Math.max(0, Math.min(width - 1, x + k))]!
      }
      rows[y * width + x] = value
    }
  }
  for (let k = -reach; k <= reach; k++) {
    const weight = kernel[k + reach]!
    for (let y = 0; y < height; y++) {
      const from = Math.max(0, Math.min(height - 1, y + k)) * width
      for (let x = 0; x < width; x++) out[y * width + x]! += weight * rows[from + x]!
    }
  }
  return { width, height, data: out }
}
