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
export function fitFlank(axial: Float64Array, radius: Float64Array, slope: number): Flank | undefined {
  const x = new Float64Array(radius.length)
  const y = new Float64Array(radius.length)
  let n = 0
  for (let i = 0; i < radius.length; i++) {
    if (Number.isNaN(radius[i]!)) continue
    x[n] = axial[i]!
    y[n++] = radius[i]!
  }
  if (n < LEAST_POINTS) return undefined
  const off = new Float64Array(n)
  for (let i = 0; i < n; i++) off[i] = y[i]! - slope * x[i]!
  let line: Line = { slope, atZero: medianOf(off), used: n }
  let scatter = 0
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < n; i++) off[i] = Math.abs(y[i]! - line.atZero - line.slope * x[i]!)
    scatter = 1.4826 * medianOf(off)
    const fitted = leastSquares(x, y, off, Math.max(LEAST_REJECT_MM, REJECT_SIGMAS * scatter))
    if (fitted.used < LEAST_POINTS) return undefined
    line = fitted
  }
  return { ...line, scatter, lost: radius.length - n, rejected: n - line.used }
}

type Line = Pick<Flank, 'slope' | 'atZero' | 'used'>

/** Line through the points that lie no farther off than the limit. */
function leastSquares(x: Float64Array, y: Float64Array, off: Float64Array, limit: number): Line {
  let [used, sumX, sumY] = [0, 0, 0]
  for (let i = 0; i < off.length; i++) {
    if (off[i]! > limit) continue
    used++
    sumX += x[i]!
    sumY += y[i]!
  }
  const [meanX, meanY] = [sumX / used, sumY / used]
  let [square, product] = [0, 0]
  for (let i = 0; i < off.length; i++) {
    if (off[i]! > limit) continue
    square += (x[i]! - meanX) ** 2
    product += (x[i]! - meanX) * (y[i]! - meanY)
  }
  const slope = product / square
  return { slope, atZero: meanY - slope * meanX, used }
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
