/** Small dark blobs on a machined surface: pits, pores, chips. Scratches, edges and turning marks are long and do not count. */
import type { GreyImage } from '../inspector.ts'

export interface Blob {
  /** Bounding box in pixels. */
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly pixels: number
}

const DIRECTIONS: readonly (readonly [number, number])[] = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
]

/**
 * How much darker each pixel is than the brightest level that closes over it within `reach` pixels in every direction.
 * A line stays open along itself, so only what is short all round answers.
 */
export function darkBlobs({ width, height, data }: GreyImage, reach: number): Uint8Array {
  const depth = new Uint8Array(data.length).fill(255)
  for (const [dx, dy] of DIRECTIONS) {
    const steps = dx !== 0 && dy !== 0 ? Math.max(1, Math.round(reach / Math.SQRT2)) : reach
    const raised = alongLine(data, width, height, dx, dy, steps, Math.max)
    const closed = alongLine(raised, width, height, dx, dy, steps, Math.min)
    for (let i = 0; i < depth.length; i++) depth[i] = Math.min(depth[i]!, closed[i]! - data[i]!)
  }
  return depth
}

function alongLine(
  data: Uint8Array,
  width: number,
  height: number,
  dx: number,
  dy: number,
  reach: number,
  pick: (a: number, b: number) => number,
): Uint8Array {
  const out = new Uint8Array(data)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      let value = data[i]!
      for (let k = -reach; k <= reach; k++) {
        const px = x + k * dx
        const py = y + k * dy
        if (px < 0 || py < 0 || px >= width || py >= height) continue
        value = pick(value, data[py * width + px]!)
      }
      out[i] = value
    }
  }
  return out
}

/** Connected groups of marked pixels, largest first. */
export function connected(marked: Uint8Array, width: number): Blob[] {
  const rest = Uint8Array.from(marked)
  const blobs: Blob[] = []
  for (let start = 0; start < rest.length; start++) {
    if (!rest[start]) continue
    const box = { left: width, top: rest.length, right: 0, bottom: 0, pixels: 0 }
    const open = [start]
    rest[start] = 0
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      const x = i % width
      const y = (i - x) / width
      box.left = Math.min(box.left, x)
      box.right = Math.max(box.right, x)
      box.top = Math.min(box.top, y)
      box.bottom = Math.max(box.bottom, y)
      box.pixels++
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const next = i + dy * width + dx
          if (x + dx < 0 || x + dx >= width || !rest[next]) continue
          rest[next] = 0
          open.push(next)
        }
      }
    }
    blobs.push(box)
  }
  return blobs.sort((a, b) => b.pixels - a.pixels)
}

/** The picture at a smaller size, each pixel the mean of those it covers. */
export function reduced(image: GreyImage, width: number): GreyImage {
  if (width >= image.width) return image
  const scale = image.width / width
  const height = Math.max(1, Math.floor(image.height / scale))
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const bottom = Math.floor((y + 1) * scale)
    for (let x = 0; x < width; x++) {
      const right = Math.floor((x + 1) * scale)
      let sum = 0
      let count = 0
      for (let sy = Math.floor(y * scale); sy < bottom; sy++) {
        for (let sx = Math.floor(x * scale); sx < right; sx++) {
          sum += image.data[sy * image.width + sx]!
          count++
        }
      }
      data[y * width + x] = Math.round(sum / count)
    }
  }
  return { width, height, data }
}
