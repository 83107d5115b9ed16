/** From the image to the part. */
import type { Point } from './shapes.ts'

/** From image to part: identity in px, or a calibrated plane in mm. */
export interface Mapping {
  readonly unit: string
  readonly toPlane: (point: Point) => Point
  /** `toPlane` with the calibration off by one standard deviation, once for each of its independent errors. */
  readonly others: readonly Mapping['toPlane'][]
  /** Standard uncertainty of a place along an axis, where the calibration does not tell how its errors hang together. */
  readonly placeSdPx: number
  readonly caution?: string
}

export const IN_PIXELS: Mapping = { unit: 'px', toPlane: (point) => point, others: [], placeSdPx: 0 }

/** mm per px about a point. */
export function scaleAt({ toPlane }: Pick<Mapping, 'toPlane'>, { x, y }: Point): number {
  const across = [toPlane({ x: x - 0.5, y }), toPlane({ x: x + 0.5, y })] as const
  const down = [toPlane({ x, y: y - 0.5 }), toPlane({ x, y: y + 0.5 })] as const
  const [ax, ay] = [across[1].x - across[0].x, across[1].y - across[0].y]
  const [dx, dy] = [down[1].x - down[0].x, down[1].y - down[0].y]
  return Math.sqrt(Math.abs(ax * dy - ay * dx))
}
