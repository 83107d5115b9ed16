/**
 * Pictures of edges whose place is known exactly: point-spread by convolution, integrated over each pixel's square,
 * with noise and rounding. For tests and the benchmark; nothing of it is shared with the estimators.
 */
import type { GreyImage } from '../../inspector.ts'

/** A region's border as a camera sees it. `depth`: signed distance inside, roughly; `exit`: exactly, along a direction. */
export interface Border {
  depth(x: number, y: number): number
  /** Unit direction that leaves the region soonest, roughly. */
  outwards(x: number, y: number): readonly [number, number]
  exit(x: number, y: number, dx: number, dy: number): number
}

/** All that lies to the left of a point when looking along the angle (image coordinates, y down). */
export function halfPlane(x0: number, y0: number, angleDeg: number): Border {
  const angle = (angleDeg * Math.PI) / 180
  const [nx, ny] = [-Math.sin(angle), Math.cos(angle)]
  const depth = (x: number, y: number) => -((x - x0) * nx + (y - y0) * ny)
  return { depth, outwards: () => [nx, ny], exit: (x, y, dx, dy) => depth(x, y) / (nx * dx + ny * dy) }
}

export function ellipse(x0: number, y0: number, a: number, b: number, angleDeg: number): Border {
  const angle = (angleDeg * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const local = (x: number, y: number) => [(x * cos + y * sin) / a, (y * cos - x * sin) / b] as const
  const slope = (x: number, y: number) => {
    const [u, v] = local(x - x0, y - y0)
    return [(u / a) * cos - (v / b) * sin, (u / a) * sin + (v / b) * cos] as const
  }
  return {
    depth(x, y) {
      const [u, v] = local(x - x0, y - y0)
      const q = Math.hypot(u, v)
      return ((1 - q) * q) / Math.hypot(...slope(x, y))
    },
    outwards(x, y) {
      const [gx, gy] = slope(x, y)
      const size = Math.hypot(gx, gy)
      return [gx / size, gy / size]
    },
    exit(x, y, dx, dy) {
      const [u, v] = local(x - x0, y - y0)
      const [du, dv] = local(dx, dy)
      const quadratic = du * du + dv * dv
      const half = u * du + v * dv
      return (Math.sqrt(half * half - quadratic * (u * u + v * v - 1)) - half) / quadratic
    },
  }
}

export const circle = (x0: number, y0: number, radius: number): Border => ellipse(x0, y0, radius, radius, 0)

// Gauss-Hermite: the blur across the looking direction; Gauss-Legendre: the pixel's square.
const HERMITE = [
  [0, 0.9453087204829419],
  [0.9585724646138185, 0.3936193231522412],
  [-0.9585724646138185, 0.3936193231522412],
  [2.0201828704560856, 0.01995324205904591],
  [-2.0201828704560856, 0.01995324205904591],
] as const
const LEGENDRE = [
  [-Math.sqrt(0.15), 5 / 18],
  [0, 8 / 18],
  [Math.sqrt(0.15), 5 / 18],
] as const

/** Relative slope of the light along x and y, 1/px; it is 1 in the picture's middle. */
export type LightSlope = readonly [x: number, y: number]

/** Share of a pixel's light that comes from inside the border; `slope`: of the light, relative to that at the pixel. */
function pixelShare(border: Border, x: number, y: number, psf: number, slope: LightSlope): number {
  let share = 0
  const [nx, ny] = border.outwards(x, y)
  const along = -(nx * slope[0] + ny * slope[1])
  for (const [px, wx] of LEGENDRE) {
    for (const [py, wy] of LEGENDRE) {
      for (const [h, wh] of HERMITE) {
        const aside = Math.SQRT2 * psf * h
        const exit = border.exit(x + px - aside * ny, y + py + aside * nx, nx, ny)
        const light = 1 + px * slope[0] + py * slope[1]
        // What the blur brings in from the brighter side: light is multiplied before the lens, not after it.
        const brought = along === 0 ? 0 : psf * normalDensity(exit / psf) * along
        share += ((wx * wy * wh) / Math.sqrt(Math.PI)) * (light * normalShare(exit / psf) + brought)
      }
    }
  }
  return share
}

const normalDensity = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)

/** Gaussian integral above a point, by continued fraction and series; 12 decimals. */
function shareAbove(x: number): number {
  const density = normalDensity(x)
  if (x < 3) {
    let term = x
    let sum = x
    for (let k = 1; Math.abs(term) > 1e-14; k++) {
      term *= (x * x) / (2 * k + 1)
      sum += term
    }
    return 0.5 - density * sum
  }
  let fraction = x
  for (let k = 40; k >= 1; k--) fraction = x + k / fraction
  return density / fraction
}

const FARTHEST = 8
const STEPS = 512
/** Its values at every 1/512, and what it loses to the next by its slope. */
const [ABOVE, LOST] = [shareAbove, (x: number) => normalDensity(x) / STEPS].map((of) =>
  Float64Array.from({ length: FARTHEST * STEPS + 2 }, (_, k) => of(k / STEPS)),
) as [Float64Array, Float64Array]

/** Gaussian integral: cubic between values and slopes, 2e-14 off at most. */
function normalShare(z: number): number {
  const x = Math.abs(z)
  if (x > FARTHEST) return z > 0 ? 1 : 0
  const at = x * STEPS
  const k = Math.floor(at)
  const t = at - k
  const fall = ABOVE[k]! - ABOVE[k + 1]!
  const [here, next] = [fall - LOST[k]!, LOST[k + 1]! - fall]
  const above = ABOVE[k]! - t * fall + t * (1 - t) * (here * (1 - t) + next * t)
  return z > 0 ? 1 - above : above
}

export interface Scene {
  readonly width: number
  readonly height: number
  /** Standard deviation of the lens's blur, px. */
  readonly psf: number
  readonly outside: number
  readonly inside: number
  /** A point is inside where it is inside all of them. Borders farther apart than ten blurs. */
  readonly borders: readonly Border[]
  /** None where absent. */
  readonly light?: LightSlope
}

/** The picture before noise and rounding, DN, and the pixels near a border: elsewhere no gauge looks. */
export interface Ideal {
  readonly width: number
  readonly height: number
  readonly grey: Float64Array
  readonly near: Uint32Array
}

/** Pixels from a border within which exposures have noise. */
const NEAR_PX = 26

export function renderIdeal({ width, height, psf, outside, inside, borders, light = [0, 0] }: Scene): Ideal {
  const far = 8 * psf + 1.5
  const grey = new Float64Array(width * height)
  const near: number[] = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = 1 + light[0] * (x - (width - 1) / 2) + light[1] * (y - (height - 1) / 2)
      const slope = [light[0] / here, light[1] / here] as const
      let share = 1
      let isNear = false
      for (const border of borders) {
        const depth = border.depth(x, y)
        if (Math.abs(depth) < NEAR_PX) isNear = true
        if (depth < -far) share = 0
        else if (depth < far) share *= pixelShare(border, x, y, psf, slope)
      }
      grey[y * width + x] = here * (outside + (inside - outside) * share)
      if (isNear) near.push(y * width + x)
    }
  }
  return { width, height, grey, near: Uint32Array.from(near) }
}

/** One exposure: noise of standard deviation `noise` DN, rounded to 8 bits. */
export function expose({ width, height, grey, near }: Ideal, noise: number, random: Random): GreyImage {
  const data = Uint8Array.from(grey, Math.round)
  if (noise > 0) {
    for (const i of near) data[i] = Math.max(0, Math.min(255, Math.round(grey[i]! + noise * random.gaussian())))
  }
  return { width, height, data }
}

export interface Random {
  /** From 0 to 1. */
  uniform(): number
  gaussian(): number
}

/** Mulberry32, and Marsaglia's polar method. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  let spare: number | undefined
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const gaussian = () => {
    if (spare !== undefined) {
      const kept = spare
      spare = undefined
      return kept
    }
    let [u, v, s] = [0, 0, 0]
    do {
      u = 2 * uniform() - 1
      v = 2 * uniform() - 1
      s = u * u + v * v
    } while (s >= 1 || s === 0)
    const scale = Math.sqrt((-2 * Math.log(s)) / s)
    spare = v * scale
    return u * scale
  }
  return { uniform, gaussian }
}
