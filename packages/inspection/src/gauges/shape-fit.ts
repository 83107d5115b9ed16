/** Shapes fitted to edge points, in px or on a calibrated plane, and the values that they give. */
import { type Mapping, scaleAt } from './mapping.ts'
import { type Fit, fitRobustly, type Propagated, propagate } from './robust-fit.ts'
import { type Arc, distanceToConic, type Ellipse, type Line, type Point, RAD, type Shape } from './shapes.ts'

/** `influence`: of each edge, by how far it lies outwards. */
export interface FittedValue extends Propagated {
  readonly name: string
  readonly unit: string
}

export interface ShapeFit {
  readonly fit: Fit
  readonly shape: Shape
  readonly values: readonly FittedValue[]
}

type Quantity = readonly [name: string, unit: string, of: (p: Float64Array) => number]

function valuesOf(fit: Fit, quantities: readonly Quantity[]): FittedValue[] {
  return quantities.map(([name, unit, of]) => ({ name, unit, ...propagate(fit, of) }))
}

/** One line, or two with a common direction. Parameters: turn from the nominal direction, offset of each. */
export function fitLines(
  sides: readonly (readonly Point[])[],
  nominal: Line,
  mapping: Mapping,
  isPair: boolean,
): ShapeFit | undefined {
  const from = mapping.toPlane(nominal.from)
  const to = mapping.toPlane(nominal.to)
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length]
  const points = sides.flat()
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  const along = points.map(({ x, y }) => (x - middle.x) * ux + (y - middle.y) * uy)
  const across = points.map(({ x, y }) => (y - middle.y) * ux - (x - middle.x) * uy)
  // Turning about the points' own centre keeps turn and offset apart.
  const center = along.reduce((sum, a) => sum + a, 0) / points.length
  const split = sides[0]!.length
  const fit = fitRobustly({
    count: points.length,
    start: [0, ...sides.map(() => 0)],
    residuals(p, into) {
      const [cos, sin] = [Math.cos(p[0]!), Math.sin(p[0]!)]
      for (let i = 0; i < into.length; i++) {
        into[i] = across[i]! * cos - (along[i]! - center) * sin - p[i < split ? 1 : 2]!
      }
    },
  })
  if (!fit) return undefined
  const direction = Math.atan2(uy, ux)
  const mid = isPair ? (p: Float64Array) => (p[1]! + p[2]!) / 2 : (p: Float64Array) => p[1]!
  const angle = (p: Float64Array) => (direction + p[0]!) / RAD
  // Perpendicular distance of the nominal middle from the line, positive to the right of from → to.
  const offset = (p: Float64Array) => mid(p) - center * Math.sin(p[0]!)
  const foot = (p: Float64Array): Point => ({
    x: middle.x - offset(p) * Math.sin(direction + p[0]!),
    y: middle.y + offset(p) * Math.cos(direction + p[0]!),
  })
  const { unit } = mapping
  const values = valuesOf(fit, [
    ...(isPair ? ([['distance', unit, (p) => Math.abs(p[2]! - p[1]!)]] as Quantity[]) : []),
    ['x', unit, (p) => foot(p).x],
    ['y', unit, (p) => foot(p).y],
    ['angle', 'deg', angle],
  ])
  const turn = direction + fit.parameters[0]!
  const at = foot(fit.parameters)
  const [dx, dy] = [(Math.cos(turn) * length) / 2, (Math.sin(turn) * length) / 2]
  return {
    fit,
    values,
    shape: { kind: 'line', from: { x: at.x - dx, y: at.y - dy }, to: { x: at.x + dx, y: at.y + dy } },
  }
}

export function fitArc(points: readonly Point[], nominal: Arc, mapping: Mapping): ShapeFit | undefined {
  const center = mapping.toPlane(nominal.center)
  const radius = nominal.radius * scaleAt(mapping, nominal.center)
  const fit = fitConic(points, [center.x, center.y, radius])
  if (!fit) return undefined
  const [x, y, r] = fit.parameters as unknown as [number, number, number]
  return {
    fit,
    shape: { ...nominal, kind: 'arc', center: { x, y }, radius: r },
    values: valuesOf(fit, [
      ['radius', mapping.unit, (p) => p[2]!],
      ['diameter', mapping.unit, (p) => 2 * p[2]!],
      ['center-x', mapping.unit, (p) => p[0]!],
      ['center-y', mapping.unit, (p) => p[1]!],
    ]),
  }
}

export function fitEllipse(points: readonly Point[], nominal: Ellipse, mapping: Mapping): ShapeFit | undefined {
  const center = mapping.toPlane(nominal.center)
  const scale = scaleAt(mapping, nominal.center)
  const angle = nominal.angleDeg * RAD
  const tip = mapping.toPlane({ x: nominal.center.x + Math.cos(angle), y: nominal.center.y + Math.sin(angle) })
  const turned = Math.atan2(tip.y - center.y, tip.x - center.x)
  const fit = fitConic(points, [center.x, center.y, nominal.semiMajor * scale, nominal.semiMinor * scale, turned])
  if (!fit) return undefined
  const p = fit.parameters
  // The longer axis is the major one, whatever the nominal said.
  const [major, minor, quarter] = p[2]! >= p[3]! ? [2, 3, 0] : [3, 2, Math.PI / 2]
  const { unit } = mapping
  return {
    fit,
    shape: {
      kind: 'ellipse',
      center: { x: p[0]!, y: p[1]! },
      semiMajor: p[2]!,
      semiMinor: p[3]!,
      angleDeg: p[4]! / RAD,
    },
    values: valuesOf(fit, [
      ['semi-major', unit, (q) => q[major]!],
      ['semi-minor', unit, (q) => q[minor]!],
      ['center-x', unit, (q) => q[0]!],
      ['center-y', unit, (q) => q[1]!],
      ['angle', 'deg', (q) => (q[4]! + quarter) / RAD],
    ]),
  }
}

function fitConic(points: readonly Point[], start: readonly number[]): Fit | undefined {
  return fitRobustly({
    count: points.length,
    start,
    residuals(p, into) {
      for (let i = 0; i < points.length; i++) into[i] = distanceToConic(p, points[i]!)
    },
  })
}
