/** What camera gauges look for: where the calipers of a shape stand, and how far a point lies from it. */
import type { CameraGauge } from '@celltwin/contracts'
import type { Caliper } from './caliper.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Line {
  readonly kind: 'line'
  readonly from: Point
  readonly to: Point
}
export interface Arc {
  readonly kind: 'arc'
  readonly center: Point
  readonly radius: number
  readonly startDeg: number
  readonly sweepDeg: number
}
export interface Ellipse {
  readonly kind: 'ellipse'
  readonly center: Point
  readonly semiMajor: number
  readonly semiMinor: number
  readonly angleDeg: number
}
export type Shape = Line | Arc | Ellipse

export const RAD = Math.PI / 180

export function nominalShape(gauge: CameraGauge): Shape {
  switch (gauge.kind) {
    case 'line':
    case 'edge-pair':
      return { kind: 'line', from: gauge.from, to: gauge.to }
    case 'circle':
      return { kind: 'arc', center: gauge.center, radius: gauge.radius, startDeg: 0, sweepDeg: 360 }
    case 'arc':
    case 'ellipse':
      return gauge
  }
}

/** Calipers in the middles of `count` equal parts of the shape. */
export function placeCalipers(shape: Shape, count: number): Caliper[] {
  return Array.from({ length: count }, (_, i) => caliperAt(shape, (i + 0.5) / count))
}

function caliperAt(shape: Shape, share: number): Caliper {
  switch (shape.kind) {
    case 'line': {
      const { from, to } = shape
      const length = Math.hypot(to.x - from.x, to.y - from.y)
      return {
        x: from.x + share * (to.x - from.x),
        y: from.y + share * (to.y - from.y),
        nx: -(to.y - from.y) / length,
        ny: (to.x - from.x) / length,
        curvature: 0,
      }
    }
    case 'arc': {
      const angle = (shape.startDeg + share * shape.sweepDeg) * RAD
      const [nx, ny] = [Math.cos(angle), Math.sin(angle)]
      const { center, radius } = shape
      return { x: center.x + radius * nx, y: center.y + radius * ny, nx, ny, curvature: 1 / radius }
    }
    case 'ellipse': {
      const { center, semiMajor: a, semiMinor: b, angleDeg } = shape
      const t = 2 * Math.PI * share
      const [cos, sin] = [Math.cos(angleDeg * RAD), Math.sin(angleDeg * RAD)]
      const [u, v] = [a * Math.cos(t), b * Math.sin(t)]
      const steep = Math.hypot(b * Math.cos(t), a * Math.sin(t))
      const [nu, nv] = [(b * Math.cos(t)) / steep, (a * Math.sin(t)) / steep]
      return {
        x: center.x + u * cos - v * sin,
        y: center.y + u * sin + v * cos,
        nx: nu * cos - nv * sin,
        ny: nu * sin + nv * cos,
        curvature: (a * b) / steep ** 3,
      }
    }
  }
}

/** Length of the nominal edge, px. */
export function lengthOf(shape: Shape): number {
  switch (shape.kind) {
    case 'line':
      return Math.hypot(shape.to.x - shape.from.x, shape.to.y - shape.from.y)
    case 'arc':
      return shape.radius * shape.sweepDeg * RAD
    case 'ellipse': {
      // Ramanujan's first formula.
      const { semiMajor: a, semiMinor: b } = shape
      return Math.PI * (3 * (a + b) - Math.sqrt((3 * a + b) * (a + 3 * b)))
    }
  }
}

/** Signed distance of a point from a circle (x, y, r) or ellipse (x, y, a, b, angle), to second order. */
export function distanceToConic(p: ArrayLike<number>, { x, y }: Point): number {
  const [dx, dy] = [x - p[0]!, y - p[1]!]
  if (p.length === 3) return Math.hypot(dx, dy) - p[2]!
  const [cos, sin] = [Math.cos(p[4]!), Math.sin(p[4]!)]
  const u = (dx * cos + dy * sin) / p[2]!
  const v = (dy * cos - dx * sin) / p[3]!
  const q = Math.hypot(u, v)
  // Along the ray from the centre the distance is exact; the gradient turns it into one along the normal.
  return ((q - 1) * q) / Math.hypot(u / p[2]!, v / p[3]!)
}
