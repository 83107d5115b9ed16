/** The marks of a calibration target on an image: corners of a chess board, or dots. */
import type { GreyImage } from '../../inspector.ts'
import type { Point } from '../shapes.ts'
import { blurred, type Field } from './blur.ts'

const SEARCH_BLUR = 2
const REFINE_BLUR = 1
const LEAST_DISTANCE = 7
/** Half the window that settles a corner, px. */
const WINDOW = 6

/** Saddle points of the grey values, strongest first, to a fraction of a pixel. */
export function findCorners(image: GreyImage): Point[] {
  const { width, height, data } = blurred(image, SEARCH_BLUR)
  const saddle = new Float32Array(width * height)
  let greatest = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const xx = data[i + 1]! - 2 * data[i]! + data[i - 1]!
      const yy = data[i + width]! - 2 * data[i]! + data[i - width]!
      const xy = (data[i + width + 1]! - data[i + width - 1]! - data[i - width + 1]! + data[i - width - 1]!) / 4
      saddle[i] = xy * xy - xx * yy
      greatest = Math.max(greatest, saddle[i]!)
    }
  }
  const fine = blurred(image, REFINE_BLUR)
  const margin = WINDOW + 2
  const found: (Point & { strength: number })[] = []
  for (let y = margin; y < height - margin; y++) {
    for (let x = margin; x < width - margin; x++) {
      const strength = saddle[y * width + x]!
      if (strength < 0.03 * greatest || !isGreatest(saddle, width, x, y)) continue
      const corner = refineCorner(fine, { x, y })
      if (corner) found.push({ ...corner, strength })
    }
  }
  return found.sort((a, b) => b.strength - a.strength)
}

function isGreatest(field: Float32Array, width: number, x: number, y: number): boolean {
  const own = field[y * width + x]!
  for (let dy = -LEAST_DISTANCE; dy <= LEAST_DISTANCE; dy++) {
    for (let dx = -LEAST_DISTANCE; dx <= LEAST_DISTANCE; dx++) {
      const other = field[(y + dy) * width + x + dx]
      if (other !== undefined && other > own) return false
    }
  }
  return true
}

/** Where all grey-value gradients around point past: each stands at right angles to the line from the corner to its pixel. */
function refineCorner({ width, height, data }: Field, start: Point): Point | undefined {
  let { x, y } = start
  for (let round = 0; round < 12; round++) {
    const [cx, cy] = [Math.round(x), Math.round(y)]
    if (cx <= WINDOW || cy <= WINDOW || cx >= width - WINDOW - 1 || cy >= height - WINDOW - 1) return undefined
    let [aa, ab, bb, ga, gb] = [0, 0, 0, 0, 0]
    for (let py = cy - WINDOW; py <= cy + WINDOW; py++) {
      for (let px = cx - WINDOW; px <= cx + WINDOW; px++) {
        const i = py * width + px
        const gx = data[i + 1]! - data[i - 1]!
        const gy = data[i + width]! - data[i - width]!
        const weight = Math.exp(-((px - x) ** 2 + (py - y) ** 2) / (2 * (WINDOW / 2) ** 2))
        aa += weight * gx * gx
        ab += weight * gx * gy
        bb += weight * gy * gy
        ga += weight * gx * (gx * px + gy * py)
        gb += weight * gy * (gx * px + gy * py)
      }
    }
    const determinant = aa * bb - ab * ab
    if (!(determinant > 1e-6 * (aa + bb) ** 2)) return undefined
    const next = { x: (bb * ga - ab * gb) / determinant, y: (aa * gb - ab * ga) / determinant }
    const moved = Math.hypot(next.x - x, next.y - y)
    if (Math.hypot(next.x - start.x, next.y - start.y) > WINDOW / 2) return undefined
    ;({ x, y } = next)
    if (moved < 1e-4) break
  }
  return { x, y }
}

const LEAST_DOT_PX = 20

/** Centroids of dark dots on a bright ground, weighted by how dark each pixel is. */
export function findDots(image: GreyImage): Point[] {
  const { width, data } = image
  const ground = blurred(image, Math.max(8, width / 40))
  const dark = Uint8Array.from(data, (grey, i) => (grey < 0.85 * ground.data[i]! ? 1 : 0))
  const found: (Point & { area: number })[] = []
  const stack: number[] = []
  for (let seed = 0; seed < dark.length; seed++) {
    if (dark[seed] !== 1) continue
    const pixels: number[] = []
    stack.push(seed)
    dark[seed] = 2
    while (stack.length > 0) {
      const i = stack.pop()!
      pixels.push(i)
      const x = i % width
      for (const j of [i - width, i + width, x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1]) {
        if (j < 0 || j >= dark.length || dark[j] !== 1) continue
        dark[j] = 2
        stack.push(j)
      }
    }
    const dot = dotOf(image, pixels)
    if (dot) found.push(dot)
  }
  const typical = found.map(({ area }) => area).sort((a, b) => a - b)[found.length >> 1] ?? 0
  return found.filter(({ area }) => area > typical / 3 && area < typical * 3)
}

/** Undefined for what is no round dot or touches the border. */
function dotOf({ width, height, data }: GreyImage, pixels: readonly number[]): (Point & { area: number }) | undefined {
  if (pixels.length < LEAST_DOT_PX) return undefined
  const xs = pixels.map((i) => i % width)
  const ys = pixels.map((i) => Math.floor(i / width))
  const bounds = { left: min(xs) - 2, right: max(xs) + 2, top: min(ys) - 2, bottom: max(ys) + 2 }
  const { left, right, top, bottom } = bounds
  if (left < 0 || top < 0 || right >= width || bottom >= height) return undefined
  const [wide, high] = [right - left - 3, bottom - top - 3]
  const fill = pixels.length / (wide * high)
  if (wide > 2 * high || high > 2 * wide || fill < 0.6 || fill > 0.95) return undefined
  let bright = 0
  for (let x = left; x <= right; x++) bright = Math.max(bright, data[top * width + x]!, data[bottom * width + x]!)
  let [sum, sx, sy] = [0, 0, 0]
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const depth = Math.max(0, bright - data[y * width + x]!)
      sum += depth
      sx += depth * x
      sy += depth * y
    }
  }
  return { x: sx / sum, y: sy / sum, area: pixels.length }
}

const min = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b))
const max = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b))
