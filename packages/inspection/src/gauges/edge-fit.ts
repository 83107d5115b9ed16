/**
 * The one edge estimator: maximum likelihood of a blurred step among pixels with Gaussian noise.
 *
 * A pixel's own square adds 1/12 px² to the blur's variance whatever the edge's direction, so the fitted blur holds both
 * and the place is free of the sampling's phase.
 */
import { invertSymmetric, solveSymmetric } from './linear.ts'

export interface EdgeFit {
  /** Along the looking direction from the nominal shape, px. */
  readonly offset: number
  /** Standard uncertainty of the offset from the pixels' scatter. */
  readonly sd: number
  /** Grey values after minus before, DN. */
  readonly contrast: number
  /** Standard deviation of lens blur and pixel together, px. */
  readonly blur: number
}

interface Search {
  readonly at: number
  readonly from: number
  readonly to: number
  readonly blur: number
}

const LEAST_BLUR = 0.29
const ITERATIONS = 20
/** The next step would be smaller by another factor of ten or more. */
const SETTLED_PX = 1e-4

/** Undefined where no step is found inside the window. */
export function fitEdge(
  samples: { readonly distance: Float64Array; readonly grey: Float64Array },
  { at, from, to, blur }: Search,
): EdgeFit | undefined {
  const inside = samples.distance.length
  const distance = new Float64Array(inside)
  const grey = new Float64Array(inside)
  let count = 0
  for (let i = 0; i < inside; i++) {
    const d = samples.distance[i]!
    if (d < from || d > to) continue
    distance[count] = d
    grey[count++] = samples.grey[i]!
  }
  if (count < 6) return undefined
  let place = at
  let width = blur
  let [low, high] = levels(distance, grey, count, at)
  const normal = new Float64Array(16)
  const gradient = new Float64Array(4)
  for (let round = 0; round < ITERATIONS; round++) {
    accumulate(distance, grey, count, { place, width, low, high }, normal, gradient)
    const step = solveSymmetric(normal, 4, gradient)
    if (!step) return undefined
    const along = clamp(step[0]!, width)
    place += along
    width = Math.max(LEAST_BLUR, width + clamp(step[1]!, width / 2))
    low += step[2]!
    high += step[3]!
    if (place < from || place > to || width > to - from) return undefined
    if (Math.abs(along) < SETTLED_PX) break
  }
  const squares = accumulate(distance, grey, count, { place, width, low, high }, normal, gradient)
  const cofactor = invertSymmetric(normal, 4)
  if (!cofactor) return undefined
  const variance = squares / Math.max(1, count - 4)
  return { offset: place, sd: Math.sqrt(variance * cofactor[0]!), contrast: high - low, blur: width }
}

const clamp = (x: number, most: number) => Math.max(-most, Math.min(most, x))

/** Mean grey values on both sides, away from the edge where there is room. */
function levels(distance: Float64Array, grey: Float64Array, count: number, at: number): [number, number] {
  const sums = [0, 0]
  const weights = [1e-9, 1e-9]
  for (let i = 0; i < count; i++) {
    const d = distance[i]! - at
    const weight = Math.min(4, d * d)
    sums[d > 0 ? 1 : 0]! += weight * grey[i]!
    weights[d > 0 ? 1 : 0]! += weight
  }
  return [sums[0]! / weights[0]!, sums[1]! / weights[1]!]
}

interface Step {
  readonly place: number
  readonly width: number
  readonly low: number
  readonly high: number
}

/** Normal equations of place, blur, low and high; returns the sum of squares. */
function accumulate(
  distance: Float64Array,
  grey: Float64Array,
  count: number,
  { place, width, low, high }: Step,
  normal: Float64Array,
  gradient: Float64Array,
): number {
  let [aa, ab, al, ah, bb, bl, bh, ll, lh, hh] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  let [ga, gb, gl, gh, squares] = [0, 0, 0, 0, 0]
  const contrast = high - low
  for (let i = 0; i < count; i++) {
    const z = (distance[i]! - place) / width
    // Gaussian density and integral; the integral to 7 decimals (Abramowitz and Stegun 26.2.17).
    const x = Math.abs(z)
    const density = 0.3989422804014327 * Math.exp(-0.5 * x * x)
    const t = 1 / (1 + 0.2316419 * x)
    const tail =
      density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    const share = z > 0 ? 1 - tail : tail
    const residual = grey[i]! - low - contrast * share
    const a = (-contrast * density) / width
    const b = a * z
    const l = 1 - share
    aa += a * a
    ab += a * b
    al += a * l
    ah += a * share
    bb += b * b
    bl += b * l
    bh += b * share
    ll += l * l
    lh += l * share
    hh += share * share
    ga += a * residual
    gb += b * residual
    gl += l * residual
    gh += share * residual
    squares += residual * residual
  }
  normal.set([aa, ab, al, ah, ab, bb, bl, bh, al, bl, ll, lh, ah, bh, lh, hh])
  gradient.set([ga, gb, gl, gh])
  return squares
}
