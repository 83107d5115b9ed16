/** A V-groove by its two flanks and a virtual ball that touches both. */
import type { GaugeValue, GrooveGauge } from '@celltwin/contracts'
import { coverageFactor, dependence } from './coverage.ts'
import { quadraticForm } from './linear.ts'
import { NotMeasurable } from './not-measurable.ts'
import { type Profile, readingsIn } from './profile.ts'
import { type Fit, fitRobustly } from './robust-fit.ts'

/** Level at the groove's middle and slope. */
type Straight = readonly [level: number, slope: number]

interface Shape {
  readonly left: Straight
  readonly right: Straight
  readonly shoulder: Straight
  readonly bottom: number | undefined
}

export function measureGroove(profile: Profile, gauge: GrooveGauge): GaugeValue[] {
  if (profile.axis !== 'x') throw new NotMeasurable('a groove needs a profile over x; this one is over angle')
  const { left, right, shoulders, bottom, ballDiameter, unit = 'mm' } = gauge
  const middle = (left.from + left.to + right.from + right.to) / 4
  const straight = (field: string, intervals: readonly { from: number; to: number }[], terms: 1 | 2) => {
    const readings = intervals.flatMap((interval) => readingsIn(profile, interval))
    const fit = fitPolynomial(profile, readings, middle, terms)
    if (!fit) throw new NotMeasurable(`/${field}: ${readings.length} readings do not determine it`)
    return fit
  }
  const parts = [
    straight('left', [left], 2),
    straight('right', [right], 2),
    straight('shoulders', shoulders, 2),
    ...(bottom ? [straight('bottom', [bottom], 1)] : []),
  ]
  const shapeOf = (p: readonly number[]): Shape => ({
    left: [p[0]!, p[1]!],
    right: [p[2]!, p[3]!],
    shoulder: [p[4]!, p[5]!],
    bottom: p[6],
  })
  const radius = ballDiameter / 2
  const parameters = parts.flatMap((fit) => [...fit.parameters])
  const shape = shapeOf(parameters)
  if (shape.left[1] >= 0 || shape.right[1] <= 0)
    throw new NotMeasurable('/left, /right: the flanks must fall to the right and rise to the right')
  const ball = ballIn(shape, radius)
  const touches = [tangentAt(shape.left, ball.x, radius), tangentAt(shape.right, ball.x, radius)].map((x) => x + middle)
  const caution =
    touches[0]! < left.from || touches[0]! > left.to || touches[1]! < right.from || touches[1]! > right.to
      ? 'the ball touches outside the fitted flanks: its place is extrapolated'
      : undefined
  const quantities: [string, string, (s: Shape) => number][] = [
    ['angle', 'deg', angleOf],
    ['depth', unit, depthOf],
    ['ball-x', unit, (s) => ballIn(s, radius).x + middle],
    ['ball-height', unit, (s) => ballIn(s, radius).height],
    ['ball-over-shoulders', unit, (s) => ballIn(s, radius).height + radius - heightAt(s.shoulder, ballIn(s, radius).x)],
  ]
  const k = coverageFactor(Math.min(...parts.map((fit) => fit.degreesOfFreedom)))
  return quantities.map(([name, valueUnit, of]) => ({
    name,
    value: of(shape),
    unit: valueUnit,
    uncertainty: k * standardOf(parts, parameters, (p) => of(shapeOf(p))),
    points: parts.reduce((sum, fit) => sum + fit.points, 0),
    rejected: parts.reduce((sum, fit) => sum + fit.rejected, 0),
    ...(caution ? { caution } : {}),
  }))
}

const heightAt = ([level, slope]: Straight, x: number) => level + slope * x

/** Center of the ball on the two lines that lie a radius above the flanks; x from the groove's middle. */
function ballIn({ left, right }: Shape, radius: number): { x: number; height: number } {
  const [raisedLeft, raisedRight] = [left, right].map(([level, slope]) => level + radius * Math.hypot(1, slope))
  const x = (raisedLeft! - raisedRight!) / (right[1] - left[1])
  return { x, height: raisedLeft! + left[1] * x }
}

const tangentAt = ([, slope]: Straight, ballX: number, radius: number) =>
  ballX + (radius * slope) / Math.hypot(1, slope)

/** Included angle. */
const angleOf = ({ left, right }: Shape) => 180 - ((Math.atan(right[1]) - Math.atan(left[1])) * 180) / Math.PI

/** From the shoulders to the bottom; to where the flanks would meet, where no bottom is named. */
function depthOf({ left, right, shoulder, bottom }: Shape): number {
  const apex = (left[0] - right[0]) / (right[1] - left[1])
  return heightAt(shoulder, apex) - (bottom ?? heightAt(left, apex))
}

function fitPolynomial(profile: Profile, readings: readonly number[], middle: number, terms: 1 | 2): Fit | undefined {
  const design = Float64Array.from(readings.flatMap((i) => (terms === 1 ? [1] : [1, profile.at[i]! - middle])))
  if (readings.length <= terms) return undefined
  return fitRobustly({
    count: readings.length,
    start: new Array(terms).fill(0),
    design,
    residuals(p, into) {
      for (const [row, i] of readings.entries()) {
        into[row] = p[0]! + (terms === 2 ? p[1]! * design[2 * row + 1]! : 0) - profile.height[i]!
      }
    },
  })
}

/** Standard uncertainty of a quantity of all parts, each with its own scatter. */
function standardOf(
  parts: readonly Fit[],
  parameters: readonly number[],
  quantity: (p: readonly number[]) => number,
): number {
  const step = 1e-6
  const gradient = parameters.map((_, k) => {
    const at = (h: number) => quantity(parameters.map((p, j) => (j === k ? p + h : p)))
    return (at(step) - at(-step)) / (2 * step)
  })
  let variance = 0
  let first = 0
  for (const fit of parts) {
    const n = fit.parameters.length
    const own = gradient.slice(first, first + n)
    variance += fit.scatter ** 2 * dependence(fit) * quadraticForm(fit.cofactor, n, own)
    first += n
  }
  return Math.sqrt(variance)
}
