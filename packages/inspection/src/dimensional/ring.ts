/** A quantity around the part: readings over shaft angle, their smooth course and what scatters about it. */
import { medianOf } from '../signal/statistics.ts'

export interface Ring {
  /** Smooth course at `samples` equal steps from angle zero. */
  readonly course: Float64Array
  readonly mean: number
  /** Cosine and sine amplitude of the first harmonic. */
  readonly first: readonly [cos: number, sin: number]
  /** Scatter of a single reading about the course. */
  readonly scatter: number
  /** Standard uncertainty of a point of the course that scatter causes. */
  readonly noise: number
  readonly readings: number
  /** Readings lost or rejected as outliers. */
  readonly rejected: number
}

/** Steps of a smoothed course: one degree. */
export const COURSE_SAMPLES = 360

const REJECT_SIGMAS = 4.5
/** Median absolute deviation to σ of a Gaussian. */
const MAD_TO_SIGMA = 1.4826

/**
 * Readings over one or more turns (NaN: none) as a Fourier series up to `waves` undulations per turn, fitted without
 * outliers. Undefined where fewer than four fifths of the angles have a reading.
 */
export function fitRing(readings: Float64Array, perTurn: number, waves: number): Ring | undefined {
  const turn = new Float64Array(perTurn)
  const gaps: number[] = []
  for (let i = 0; i < perTurn; i++) {
    const there: number[] = []
    for (let j = i; j < readings.length; j += perTurn) if (!Number.isNaN(readings[j]!)) there.push(readings[j]!)
    if (there.length === 0) gaps.push(i)
    turn[i] = medianOf(there)
  }
  if (gaps.length > perTurn / 5) return undefined

  // Gaps and outliers take the fitted course's own value, so that they pull it nowhere; a few rounds settle it.
  const start = medianOf(turn.filter((x) => !Number.isNaN(x)))
  for (const i of gaps) turn[i] = start
  let series = seriesOf(turn, waves)
  const filled = new Set(gaps)
  for (let round = 0; round < 6; round++) {
    const fitted = evaluate(series, perTurn)
    const before = filled.size
    const limit = REJECT_SIGMAS * scatterOf(turn, fitted, filled)
    for (let i = 0; i < perTurn; i++) {
      if (!filled.has(i) && Math.abs(turn[i]! - fitted[i]!) > limit) filled.add(i)
      if (filled.has(i)) turn[i] = fitted[i]!
    }
    if (filled.size === 0) break
    series = seriesOf(turn, waves)
    if (filled.size === before && round > 2) break
  }

  const own = evaluate(series, perTurn)
  const perAngle = scatterOf(turn, own, filled)
  const single = readings.map((x, i) => x - own[i % perTurn]!).filter((x) => !Number.isNaN(x))
  const scatter = MAD_TO_SIGMA * medianOf(single.map(Math.abs))
  const outliers = single.reduce((n, x) => (Math.abs(x) > REJECT_SIGMAS * scatter ? n + 1 : n), 0)
  return {
    course: evaluate(series, COURSE_SAMPLES),
    mean: series[0]![0],
    first: series[1] ?? [0, 0],
    scatter,
    noise: perAngle * Math.sqrt((2 * waves + 1) / perTurn),
    readings: readings.length,
    rejected: readings.length - single.length + outliers,
  }
}

type Series = (readonly [cos: number, sin: number])[]

function seriesOf(turn: Float64Array, waves: number): Series {
  const n = turn.length
  return Array.from({ length: waves + 1 }, (_, order) => {
    let cos = 0
    let sin = 0
    for (let i = 0; i < n; i++) {
      const angle = (2 * Math.PI * ((order * i) % n)) / n
      cos += turn[i]! * Math.cos(angle)
      sin += turn[i]! * Math.sin(angle)
    }
    const scale = order === 0 ? 1 / n : 2 / n
    return [cos * scale, sin * scale] as const
  })
}

function evaluate(series: Series, samples: number): Float64Array {
  const course = new Float64Array(samples)
  for (const [order, [cos, sin]] of series.entries()) {
    for (let i = 0; i < samples; i++) {
      const angle = (2 * Math.PI * ((order * i) % samples)) / samples
      course[i]! += cos * Math.cos(angle) + sin * Math.sin(angle)
    }
  }
  return course
}

function scatterOf(turn: Float64Array, fitted: Float64Array, without: ReadonlySet<number>): number {
  const off: number[] = []
  for (let i = 0; i < turn.length; i++) if (!without.has(i)) off.push(Math.abs(turn[i]! - fitted[i]!))
  return MAD_TO_SIGMA * medianOf(off)
}

export interface Span {
  readonly value: number
  readonly highDeg: number
  readonly lowDeg: number
}

/**
 * Peak to valley of a course, and where. Noise always widens it: what scatter adds on average is taken off, in
 * quadrature since it adds to the form's own extremes.
 */
export function spanOf(course: Float64Array, noise: number): Span {
  let high = 0
  let low = 0
  for (let i = 1; i < course.length; i++) {
    if (course[i]! > course[high]!) high = i
    if (course[i]! < course[low]!) low = i
  }
  const raw = course[high]! - course[low]!
  const degrees = (i: number) => (i * 360) / course.length
  return { value: Math.sqrt(Math.max(0, raw ** 2 - (2 * noise) ** 2)), highDeg: degrees(high), lowDeg: degrees(low) }
}
