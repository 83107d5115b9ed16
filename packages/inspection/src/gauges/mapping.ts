/** From the image to the part. */
import type { Point } from './shapes.ts'

/** From image to part: identity in px, or a calibrated plane in mm. */
export interface Mapping {
  readonly unit: string
  readonly toPlane: (point: Point) => Point
  /** Relative standard uncertainty of a length, from target and calibration. */
  readonly relativeSd: number
  readonly caution?: string
}

export const IN_PIXELS: Mapping = { unit: 'px', toPlane: (point) => point, relativeSd: 0 }

/** mm per px about a point. */
export function scaleAt({ toPlane }: Mapping, { x, y }: Point): number {
  const across = [toPlane({ x: x - 0.5, y }), toPlane({ x: x + 0.5, y })] as const
  const down = [toPlane({ x, y: y - 0.5 }), toPlane({ x, y: y + 0.5 })] as const
  const [ax, ay] = [across[1].x - across[0].x, across[1].y - across[0].y]
  const [dx, dy] = [down[1].x - down[0].x, down[1].y - down[0].y]
  return Math.sqrt(Math.abs(ax * dy - ay * dx))
}
