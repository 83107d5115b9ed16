/**
 * The one edge estimator: maximum likelihood of a blurred step under light that slopes, among pixels with Gaussian noise.
 *
 * A pixel's own square adds 1/12 px² to the blur's variance whatever the edge's direction, so the fitted blur holds both
 * and the place is free of the sampling's phase. Light that falls off multiplies both sides alike, before the lens blurs
 * them: left out, it moves the edge.
 */
import { invertSymmetric, solveSymmetric } from './linear.ts'
import { missingIn, type Pulls, type Rounding, roundingOf } from './rounding.ts'

export interface EdgeFit {
  /** Along the looking direction from the nominal shape, px. */
  readonly offset: number
  /** Standard uncertainty of the offset from the pixels' scatter and rounding. */
  readonly sd: number
  /** Grey values after minus before, DN, at the edge. */
  readonly contrast: number
  /** Standard deviation of lens blur and pixel together, px. */
  readonly blur: number
  readonly rounding: Rounding
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
/** Of both sides, from where their slopes tell light from blur. */
const LEAST_SIDE_BLURS = 4
/** Place, blur, both grey values, slope of the light. */
const ALL = 5

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
  const pixels = { distance, grey, count }
  const n = Math.min(at - from, to - at) < LEAST_SIDE_BLURS * blur ? ALL - 1 : ALL
  const [low, high] = levels(pixels, at)
  const step: Step = { place: at, blur, low, high, light: 0 }
  const normal = new Float64Array(n * n)
  const gradient = new Float64Array(n)
  for (let round = 0; round < ITERATIONS; round++) {
    accumulate(pixels, step, normal, gradient)
    const change = solveSymmetric(normal, n, gradient)
    if (!change) return undefined
    const along = clamp(change[0]!, step.blur)
    step.place += along
    step.blur = Math.max(LEAST_BLUR, step.blur + clamp(change[1]!, step.blur / 2))
    step.low += change[2]!
    step.high += change[3]!
    step.light += change[4] ?? 0
    if (step.place < from || step.place > to || step.blur > to - from) return undefined
    if (Math.abs(along) < SETTLED_PX) break
  }
  const variance = accumulate(pixels, step, normal, gradient) / Math.max(1, count - n)
  const cofactor = invertSymmetric(normal, n)
  if (!cofactor) return undefined
  const scattered = variance * cofactor[0]!
  const { rounding, share } = roundingOf(variance, count - n, () => pullsOf(pixels, step, cofactor.subarray(0, n)))
  return {
    offset: step.place,
    sd: Math.sqrt(scattered + missingIn(scattered, share)),
    contrast: step.high - step.low,
    blur: step.blur,
    rounding,
  }
}

const clamp = (x: number, most: number) => Math.max(-most, Math.min(most, x))

interface Pixels {
  readonly distance: Float64Array
  readonly grey: Float64Array
  readonly count: number
}

/** Mean grey values on both sides, away from the edge where there is room. */
function levels({ distance, grey, count }: Pixels, at: number): [number, number] {
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
  place: number
  blur: number
  /** Grey values of both sides under the light at the edge. */
  low: number
  high: number
  /** Slope of the light, relative, 1/px. */
  light: number
}

/** Grey value at a distance; writes its derivatives by place, blur, low, high and light. */
function shade(d: number, { place, blur, low, high, light }: Step, by: Float64Array): number {
  const u = d - place
  const z = u / blur
  // Gaussian density and integral; the integral to 7 decimals (Abramowitz and Stegun 26.2.17).
  const x = Math.abs(z)
  const density = 0.3989422804014327 * Math.exp(-0.5 * x * x)
  const t = 1 / (1 + 0.2316419 * x)
  const tail =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const share = z > 0 ? 1 - tail : tail
  const contrast = high - low
  const even = low + contrast * share
  // The lens blurs a step under sloping light: u·step turns into u·integral + blur·density.
  const lit = u * share + blur * density
  const sloped = low * u + contrast * lit
  by[0] = (-contrast * density) / blur - light * even
  by[1] = contrast * density * (light - z / blur)
  by[2] = 1 - share + light * (u - lit)
  by[3] = share + light * lit
  by[4] = sloped
  return even + light * sloped
}

/** Normal equations of as many parameters as the gradient has; returns the sum of squares. */
function accumulate(
  { distance, grey, count }: Pixels,
  step: Step,
  normal: Float64Array,
  gradient: Float64Array,
): number {
  const by = new Float64Array(ALL)
  let [aa, ab, al, ah, as, bb, bl, bh, bs, ll, lh, ls, hh, hs, ss] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  let [ga, gb, gl, gh, gs, squares] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < count; i++) {
    const residual = grey[i]! - shade(distance[i]!, step, by)
    const [a, b, l, h, s] = [by[0]!, by[1]!, by[2]!, by[3]!, by[4]!]
    aa += a * a
    ab += a * b
    al += a * l
    ah += a * h
    as += a * s
    bb += b * b
    bl += b * l
    bh += b * h
    bs += b * s
    ll += l * l
    lh += l * h
    ls += l * s
    hh += h * h
    hs += h * s
    ss += s * s
    ga += a * residual
    gb += b * residual
    gl += l * residual
    gh += h * residual
    gs += s * residual
    squares += residual * residual
  }
  const rows = [
    [aa, ab, al, ah, as],
    [ab, bb, bl, bh, bs],
    [al, bl, ll, lh, ls],
    [ah, bh, lh, hh, hs],
    [as, bs, ls, hs, ss],
  ]
  const n = gradient.length
  for (let row = 0; row < n; row++) normal.set(rows[row]!.slice(0, n), row * n)
  gradient.set([ga, gb, gl, gh, gs].slice(0, n))
  return squares
}

/** Influence of each pixel on the place, by the place's row of the cofactors. */
function pullsOf({ distance, grey, count }: Pixels, step: Step, ofPlace: Float64Array): Pulls {
  const influence = new Float64Array(count)
  const ideal = new Float64Array(count)
  const by = new Float64Array(ALL)
  for (let i = 0; i < count; i++) {
    ideal[i] = shade(distance[i]!, step, by)
    for (const [k, cofactor] of ofPlace.entries()) influence[i]! += cofactor * by[k]!
  }
  return { influence, ideal, grey: grey.subarray(0, count) }
}
