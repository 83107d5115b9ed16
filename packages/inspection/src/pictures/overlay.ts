/** What is drawn over an image: outlines of results, where to write what they say, and how the part lies in the picture. */
import type { PassportCycle, Result } from '@celltwin/contracts'

type Point = readonly [number, number]

export interface Mark {
  readonly key: string
  readonly outline: readonly Point[]
  readonly fails: boolean
  readonly label: string
  readonly angleDeg: number | undefined
  readonly characteristic: string
  /** Middle of the outline. */
  readonly at: Point
}

const DEGREES = 180 / Math.PI

const middleOf = (outline: readonly Point[]): Point => {
  const n = outline.length || 1
  return [outline.reduce((sum, [x]) => sum + x, 0) / n, outline.reduce((sum, [, y]) => sum + y, 0) / n]
}

/** Clockwise from the top, as seen in the picture. */
const bearing = ([x, y]: Point, [cx, cy]: Point) => (Math.atan2(x - cx, cy - y) * DEGREES + 360) % 360

/** Outlines that results give, of `only` these characteristics where said. */
export function marksOf(results: readonly Result[], only?: ReadonlySet<string>): Mark[] {
  return results
    .filter(({ characteristic }) => !only || only.has(characteristic))
    .flatMap(({ characteristic, locations, conformance }) =>
      (locations ?? []).flatMap(({ outline, conforming, label, angleDeg }, i) =>
        outline && outline.length > 1
          ? [
              {
                key: `${characteristic}-${i}`,
                outline,
                fails: conforming === undefined ? conformance === 'fail' : !conforming,
                label: label ?? '',
                angleDeg,
                characteristic,
                at: middleOf(outline),
              },
            ]
          : [],
      ),
    )
}

/**
 * Where the part's angle zero lies in the picture, in degrees clockwise from the top: the circular mean over marks that
 * know their angle on the part. Zero where none does, for a code at the top.
 */
export function zeroOf(marks: readonly Mark[], centre: Point): number {
  let x = 0
  let y = 0
  for (const { at, angleDeg } of marks) {
    // Near the middle a bearing says little.
    if (angleDeg === undefined || Math.hypot(at[0] - centre[0], at[1] - centre[1]) < centre[0] * 0.1) continue
    const turn = (bearing(at, centre) - angleDeg) / DEGREES
    x += Math.cos(turn)
    y += Math.sin(turn)
  }
  return x === 0 && y === 0 ? 0 : Math.atan2(y, x) * DEGREES
}

/** A point at `radius` from the centre at this angle of the part. */
export function onPart(angleDeg: number, radius: number, centre: Point, zeroDeg: number): Point {
  const turn = (angleDeg + zeroDeg) / DEGREES
  return [centre[0] + radius * Math.sin(turn), centre[1] - radius * Math.cos(turn)]
}

/** Whether results say where on the part they lie, as an angle from its 2D code. */
export const knowsAngles = ({ results }: Pick<PassportCycle, 'results'>): boolean =>
  results.some(({ locations }) => locations?.some(({ outline, angleDeg }) => outline && angleDeg !== undefined))
