/** A straight flank through noisy readings, without what was lost or came by way of the opposite flank. */
import { medianOf } from '../signal/statistics.ts'

export interface Flank {
  /** Radius where the axial coordinate is zero, mm. */
  readonly atZero: number
  /** Radius gained per axial millimetre. */
  readonly slope: number
  readonly used: number
  readonly lost: number
  /** Rejected as not of this flank. */
  readonly rejected: number
  /** Scatter about the line along the radius, mm. */
  readonly scatter: number
}

const REJECT_SIGMAS = 3.5
/** Never reject nearer than this: a quiet surface must not lose its own readings. */
const LEAST_REJECT_MM = 0.02
const LEAST_POINTS = 12

/** Undefined where too few readings agree on a line. `slope` is what the flank has nominally. */
export function fitFlank(axial: readonly number[], radius: readonly number[], slope: number): Flank | undefined {
  const there: number[] = []
  for (let i = 0; i < radius.length; i++) if (!Number.isNaN(radius[i]!)) there.push(i)
  if (there.length < LEAST_POINTS) return undefined
  let line = { slope, atZero: medianOf(there.map((i) => radius[i]! - slope * axial[i]!)) }
  let kept = there
  let scatter = 0
  for (let round = 0; round < 3; round++) {
    const off = there.map((i) => Math.abs(radius[i]! - line.atZero - line.slope * axial[i]!))
    scatter = 1.4826 * medianOf(off)
    const limit = Math.max(LEAST_REJECT_MM, REJECT_SIGMAS * scatter)
    kept = there.filter((_, i) => off[i]! <= limit)
    if (kept.length < LEAST_POINTS) return undefined
    line = leastSquares(axial, radius, kept)
  }
  return {
    ...line,
    scatter,
    used: kept.length,
    lost: radius.length - there.length,
    rejected: there.length - kept.length,
  }
}

function leastSquares(axial: readonly number[], radius: readonly number[], kept: readonly number[]) {
  let meanAxial = 0
  let meanRadius = 0
  for (const i of kept) {
    meanAxial += axial[i]! / kept.length
    meanRadius += radius[i]! / kept.length
  }
  let square = 0
  let product = 0
  for (const i of kept) {
    square += (axial[i]! - meanAxial) ** 2
    product += (axial[i]! - meanAxial) * (radius[i]! - meanRadius)
  }
  const slope = product / square
  return { slope, atZero: meanRadius - slope * meanAxial }
}

export interface Ball {
  readonly axialMm: number
  readonly radiusMm: number
}

/** Centre of the ball that rests on both flanks. */
export function ballBetween(left: Flank, right: Flank, ballRadiusMm: number): Ball {
  const leftLift = ballRadiusMm * Math.hypot(1, left.slope)
  const rightLift = ballRadiusMm * Math.hypot(1, right.slope)
  const axialMm = (left.atZero + leftLift - right.atZero - rightLift) / (right.slope - left.slope)
  return { axialMm, radiusMm: right.atZero + rightLift + right.slope * axialMm }
}
