/**
 * Peak to valley of a course, without the share that scatter adds, and its 95 % interval.
 *
 * Scatter always widens a span, so neither the raw span nor a symmetric interval is honest near zero. The course's own
 * scatter is laid over a smooth form of every size, and the sizes are taken that would have shown the span observed: their
 * median is the value, what lies within k = 2 the interval. Seeded: the same profile gives the same answer.
 */
import type { Course } from './course.ts'
import { cholesky } from './linear.ts'
import { NotMeasurable } from './not-measurable.ts'

export interface Bounded {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

export type Span = (course: Float64Array) => number

export const peakToValley: Span = (course) => {
  let low = course[0]!
  let high = low
  for (let i = 1; i < course.length; i++) {
    const x = course[i]!
    if (x < low) low = x
    else if (x > high) high = x
  }
  return high - low
}

/** Pairs of scatter and its mirror image. */
const DRAWS = 250
const SECANTS = 6
/** Beyond k = 2 of a Gaussian on either side. */
const TAIL = 0.02275

/** `withReference`: level and tilt belong to the span (run-out) or are taken off first, by least squares (flatness). */
export function boundedSpan(course: Course, withReference: boolean, span: Span): Bounded {
  const { fit, sd, gridCount } = course
  const n = fit.parameters.length
  const grid = withReference ? course.grid : withoutReference(course)
  const observed = span(evaluate(grid, gridCount, fit.parameters))
  const lower = cholesky(fit.cofactor, n)
  if (!lower) throw new NotMeasurable('/undulations: the readings do not determine the course')
  const normals = standardNormals(DRAWS * n)
  const sizes = new Float64Array(2 * DRAWS)
  const scatterOf = (draw: number) => {
    const scatter = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      for (let k = 0; k <= i; k++) scatter[i]! += sd * lower[i * n + k]! * normals[draw * n + k]!
    }
    return scatter
  }
  const laid = new Float64Array(gridCount)
  let before = scatterOf(DRAWS - 1)
  for (let draw = 0; draw < DRAWS; draw++) {
    const own = scatterOf(draw)
    const scatter = evaluate(grid, gridCount, own)
    for (const sign of [1, -1]) {
      // The form is not known better than its scatter lets it be: each draw has its own.
      const seen = fit.parameters.map((p, k) => p + sign * before[k]!)
      const form = evaluate(grid, gridCount, shrunk(course, seen, withReference))
      sizes[2 * draw + (sign > 0 ? 0 : 1)] = sizeThatShows(observed, {
        form,
        size: span(form),
        scatter,
        sign,
        span,
        laid,
      })
    }
    before = own
  }
  sizes.sort()
  const quantile = (share: number) => {
    const place = share * sizes.length - 0.5
    const i = Math.max(0, Math.min(sizes.length - 2, Math.floor(place)))
    return sizes[i]! + (place - i) * (sizes[i + 1]! - sizes[i]!)
  }
  return { value: quantile(0.5), lower: Math.max(0, quantile(TAIL)), upper: quantile(1 - TAIL) }
}

interface Laid {
  readonly form: Float64Array
  readonly size: number
  readonly scatter: Float64Array
  readonly sign: number
  readonly span: Span
  readonly laid: Float64Array
}

/** Size of the form that, with this scatter on it, spans what was observed; 0 where scatter alone spans more. */
function sizeThatShows(observed: number, { form, size, scatter, sign, span, laid }: Laid): number {
  const at = (share: number) => {
    for (let i = 0; i < laid.length; i++) laid[i] = share * form[i]! + sign * scatter[i]!
    return span(laid)
  }
  let low = 0
  let high = observed / size
  if (at(0) >= observed) return 0
  while (at(high) < observed) {
    low = high
    high *= 1.5
  }
  let share = Math.max(low, Math.min(high, observed / size))
  for (let round = 0; round < SECANTS; round++) {
    const excess = at(share) - observed
    if (Math.abs(excess) < 1e-4 * observed) break
    if (excess > 0) high = share
    else low = share
    const next = share - excess / size
    share = next > low && next < high ? next : (low + high) / 2
  }
  return share * size
}

/** The fitted form with each undulation reduced by what scatter put into it. */
function shrunk({ fit, sd, groups, reference }: Course, seen: Float64Array, withReference: boolean): Float64Array {
  const n = fit.parameters.length
  const kept = new Float64Array(n)
  const firstForm = withReference ? 1 : reference
  let strongest: readonly number[] = []
  let most = -1
  for (const group of groups) {
    if (group.some((k) => k < firstForm)) continue
    let power = 0
    let noise = 0
    for (const k of group) {
      power += seen[k]! ** 2
      noise += sd * sd * fit.cofactor[k * n + k]!
    }
    const share = Math.max(0, 1 - noise / power)
    for (const k of group) kept[k] = share * seen[k]!
    if (power > most) {
      most = power
      strongest = group
    }
  }
  if (kept.every((x) => x === 0)) for (const k of strongest) kept[k] = seen[k]!
  return kept
}

/** The grid's columns less their least-squares level and tilt. */
function withoutReference({ grid, gridCount, reference, fit }: Course): Float64Array {
  const n = fit.parameters.length
  const free = Float64Array.from(grid)
  for (let r = 0; r < reference; r++) {
    let size = 0
    for (let i = 0; i < gridCount; i++) size += free[i * n + r]! ** 2
    const axis = Float64Array.from({ length: gridCount }, (_, i) => free[i * n + r]! / Math.sqrt(size))
    for (let k = 0; k < n; k++) {
      let along = 0
      for (let i = 0; i < gridCount; i++) along += axis[i]! * free[i * n + k]!
      for (let i = 0; i < gridCount; i++) free[i * n + k]! -= along * axis[i]!
    }
  }
  return free
}

function evaluate(grid: Float64Array, count: number, p: Float64Array): Float64Array {
  const n = p.length
  const course = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let sum = 0
    for (let k = 0; k < n; k++) sum += grid[i * n + k]! * p[k]!
    course[i] = sum
  }
  return course
}

/** Fixed numbers from a Gaussian: Mulberry32 through Box and Muller. */
let normals = new Float64Array(0)
function standardNormals(count: number): Float64Array {
  if (normals.length >= count) return normals
  normals = new Float64Array(count + 1)
  let state = 20
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296
  }
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniform()))
    const angle = 2 * Math.PI * uniform()
    normals[i] = radius * Math.cos(angle)
    normals[i + 1] = radius * Math.sin(angle)
  }
  return normals
}
