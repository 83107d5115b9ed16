/** One measure region on an image: its pixels as distances along the looking direction, and the edges among them. */
import type { MeasureRegion } from '@celltwin/contracts'
import type { GreyImage } from '../inspector.ts'
import { type EdgeFit, fitEdge } from './edge-fit.ts'

/** Where a caliper stands and looks. The shape it looks for curves away from (nx, ny) by `curvature` (1/px; 0: straight). */
export interface Caliper {
  readonly x: number
  readonly y: number
  readonly nx: number
  readonly ny: number
  readonly curvature: number
}

/** Pixels of a measure region: distance from the nominal shape along the looking direction, px, and grey value. */
export interface Samples {
  readonly distance: Float64Array
  readonly grey: Float64Array
}

export interface Edge extends EdgeFit {
  /** Sub-pixel place in the image. */
  readonly x: number
  readonly y: number
}

/** Extra pixels on both sides of an edge that a fit looks at, beside six blurs: they settle the two grey levels. */
const LEVEL_PX = 2

/**
 * The edges of a caliper in looking direction that meet polarity and threshold; with `select`, at most the one wanted.
 * Every pixel counts with its own distance: nothing is resampled.
 */
export function findEdges(image: GreyImage, caliper: Caliper, region: MeasureRegion, all = false): Edge[] {
  const samples = sample(image, caliper, region)
  const candidates = candidatesIn(samples, region)
  const select = region.select ?? 'strongest'
  const order = [...candidates.keys()]
  if (!all && select === 'strongest') order.sort((a, b) => candidates[b]!.strength - candidates[a]!.strength)
  if (!all && select === 'last') order.reverse()
  const edges: Edge[] = []
  for (const i of order) {
    const { at, rising } = candidates[i]!
    if (!all && region.polarity !== 'any' && rising !== (region.polarity === 'rising')) continue
    const reach = 6 * Math.max(1, region.sigma) + LEVEL_PX
    const from = Math.max(at - reach, i > 0 ? (candidates[i - 1]!.at + at) / 2 : -region.length / 2)
    const to = Math.min(at + reach, i + 1 < candidates.length ? (candidates[i + 1]!.at + at) / 2 : region.length / 2)
    const fit = fitEdge(samples, { at, from, to, blur: Math.max(0.8, region.sigma) })
    if (!fit || Math.abs(fit.contrast) < region.threshold || fit.contrast > 0 !== rising) continue
    // Blur moves a curved edge towards its centre of curvature, as the heat equation does: by half its variance × curvature.
    const offset = fit.offset + (caliper.curvature * fit.blur ** 2) / 2
    edges.push({ ...fit, offset, x: caliper.x + offset * caliper.nx, y: caliper.y + offset * caliper.ny })
    if (!all) break
  }
  return edges
}

export function sample(image: GreyImage, caliper: Caliper, { length, width }: MeasureRegion): Samples {
  const { x, y, nx, ny, curvature } = caliper
  const sag = (Math.abs(curvature) * width * width) / 8
  const reachX =
    Math.abs(nx) * (length / 2 + sag) + Math.abs(ny) * (width / 2) * (1 + (Math.abs(curvature) * length) / 2)
  const reachY =
    Math.abs(ny) * (length / 2 + sag) + Math.abs(nx) * (width / 2) * (1 + (Math.abs(curvature) * length) / 2)
  const left = Math.max(0, Math.ceil(x - reachX))
  const right = Math.min(image.width - 1, Math.floor(x + reachX))
  const top = Math.max(0, Math.ceil(y - reachY))
  const bottom = Math.min(image.height - 1, Math.floor(y + reachY))
  const most = Math.max(0, right - left + 1) * Math.max(0, bottom - top + 1)
  const distance = new Float64Array(most)
  const grey = new Float64Array(most)
  let n = 0
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const u = (column - x) * nx + (row - y) * ny
      const v = (row - y) * nx - (column - x) * ny
      const bend = 1 + curvature * u
      if (bend <= 0) continue
      const along = v / bend
      if (along < -width / 2 || along >= width / 2) continue
      // Distance to the osculating circle, written so that it holds for a straight shape too.
      const d = (2 * u + curvature * (u * u + v * v)) / (1 + Math.hypot(bend, curvature * v))
      if (Math.abs(d) > length / 2) continue
      distance[n] = d
      grey[n++] = image.data[row * image.width + column]!
    }
  }
  return { distance: distance.subarray(0, n), grey: grey.subarray(0, n) }
}

interface Candidate {
  readonly at: number
  readonly rising: boolean
  readonly strength: number
}

/** Extremes of the smoothed slope of the mean profile that could be edges, in looking direction. */
function candidatesIn({ distance, grey }: Samples, { length, sigma, threshold }: MeasureRegion): Candidate[] {
  const bins = Math.max(3, Math.floor(length))
  const profile = new Float64Array(bins)
  const counts = new Float64Array(bins)
  for (let i = 0; i < distance.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(((distance[i]! + length / 2) * bins) / length))
    profile[bin]! += grey[i]!
    counts[bin]!++
  }
  let seen = -1
  for (let b = 0; b < bins; b++) {
    if (counts[b] === 0) continue
    profile[b]! /= counts[b]!
    for (let gap = seen + 1; gap < b; gap++) {
      const share = seen < 0 ? 1 : (gap - seen) / (b - seen)
      profile[gap] = share * profile[b]! + (1 - share) * (seen < 0 ? 0 : profile[seen]!)
    }
    seen = b
  }
  if (seen < 2) return []
  profile.fill(profile[seen]!, seen + 1)

  const step = length / bins
  const slope = smoothedSlope(profile, sigma / step)
  // What an edge of the threshold's height shows after the search's own smoothing and a lens's usual blur; half of it is enough to look.
  const least = (0.5 * threshold * step) / (Math.sqrt(2 * Math.PI) * Math.hypot(sigma, 1.5))
  const found: Candidate[] = []
  for (let b = 0; b < bins; b++) {
    const strength = Math.abs(slope[b]!)
    if (strength < least || strength < Math.abs(slope[b - 1] ?? 0) || strength <= Math.abs(slope[b + 1] ?? 0)) continue
    found.push({ at: (b + 0.5) * step - length / 2, rising: slope[b]! > 0, strength })
  }
  return found
}

function smoothedSlope(profile: Float64Array, sigma: number): Float64Array {
  const reach = Math.ceil(3 * sigma)
  const kernel = Float64Array.from({ length: reach + 1 }, (_, k) => k * Math.exp(-0.5 * (k / sigma) ** 2))
  const norm = 2 * kernel.reduce((sum, w, k) => sum + w * k, 0)
  const last = profile.length - 1
  return profile.map((_, b) => {
    let sum = 0
    for (let k = 1; k <= reach; k++)
      sum += kernel[k]! * (profile[Math.min(last, b + k)]! - profile[Math.max(0, b - k)]!)
    return sum / norm
  })
}
