/** Outlines of what may lie on the face: grease, dents, residue. The picture and the training labels share them. */
import type { Patch } from '../part.ts'
import { uniforms } from './noise.ts'

const TURN = 2 * Math.PI

/** A closed outline around the patch's middle: tangential (clockwise) and radial (outward) coordinates in millimetres. */
export interface PatchShape {
  /** 0 in the middle, 1 on the outline, beyond 1 outside. */
  depth(tangentialMm: number, radialMm: number): number
  /** No point of the outline is farther from the middle. */
  readonly reachMm: number
}

interface Lobes {
  readonly amplitudes: readonly [number, number, number]
  readonly stretch: number
}

const LOBES: Readonly<Record<Patch['kind'], Lobes>> = {
  grease: { amplitudes: [0.24, 0.13, 0.06], stretch: 1.15 },
  dent: { amplitudes: [0.03, 0.02, 0], stretch: 1.12 },
  residue: { amplitudes: [0.2, 0.16, 0.12], stretch: 1.45 },
}

/** The shape of a patch; grease has its area, dent and residue their greatest extent. */
export function patchShape(patch: Patch, seed: number): PatchShape {
  const { amplitudes, stretch } = LOBES[patch.kind]
  const next = uniforms(seed)
  const phases = [next() * TURN, next() * TURN, next() * TURN]
  const turn = next() * TURN
  const ripple = (angle: number) =>
    1 +
    amplitudes[0] * Math.sin(2 * angle + phases[0]!) +
    amplitudes[1] * Math.sin(3 * angle + phases[1]!) +
    amplitudes[2] * Math.sin(7 * angle + phases[2]!)
  const unit = outline(ripple, stretch)
  const scaleMm =
    patch.kind === 'grease' ? Math.sqrt(patch.areaMm2 / areaOf(unit)) : patch.extentMm / greatestExtent(unit)
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  return {
    depth: (tangentialMm, radialMm) => {
      const u = (cos * tangentialMm + sin * radialMm) / (scaleMm * stretch)
      const v = ((-sin * tangentialMm + cos * radialMm) * stretch) / scaleMm
      const r = Math.hypot(u, v)
      return r < 1e-9 ? 0 : r / ripple(Math.atan2(v, u))
    },
    reachMm: scaleMm * Math.max(...unit.map(([x, y]) => Math.hypot(x, y))),
  }
}

type Point = readonly [number, number]

function outline(ripple: (angle: number) => number, stretch: number): Point[] {
  return Array.from({ length: 96 }, (_, i) => {
    const angle = (i / 96) * TURN
    const r = ripple(angle)
    return [r * Math.cos(angle) * stretch, (r * Math.sin(angle)) / stretch]
  })
}

function areaOf(points: readonly Point[]): number {
  let twice = 0
  for (const [i, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(i + 1) % points.length]!
    twice += x * nextY - nextX * y
  }
  return twice / 2
}

function greatestExtent(points: readonly Point[]): number {
  let extent = 0
  for (const [x, y] of points) for (const [p, q] of points) extent = Math.max(extent, Math.hypot(x - p, y - q))
  return extent
}
