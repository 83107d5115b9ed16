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

/** How a part lies in its picture. */
export interface Lay {
  /** Where its axis is seen, px. */
  readonly centre: Point
  /** Where its angle zero is seen from there, in degrees clockwise from the top. */
  readonly zeroDeg: number
}

type Angled = Mark & { readonly angleDeg: number }

const distance = ([x, y]: Point, [cx, cy]: Point) => Math.hypot(x - cx, y - cy)

/** Of how much of the picture's half a bearing says something, and an axis is believed to be off its middle. */
const NEAR = 0.1
const FAR = 0.15
const ROUNDS = 6

/**
 * Of the marks that know their angle on the part, which stand where the calibrated camera sees them: what is drawn by
 * angle then agrees with them. Where too few do, the axis is in the middle; where none does, with the code at the top.
 */
export function layOf(marks: readonly Mark[], middle: Point): Lay {
  const angled = marks.filter((mark): mark is Angled => mark.angleDeg !== undefined)
  const known = angled.filter(({ at }) => distance(at, middle) >= middle[0] * NEAR)
  let lay: Lay = { centre: middle, zeroDeg: zeroAbout(known, middle) }
  for (let round = 0; round < ROUNDS; round++) {
    const centre = axisOf(known, lay.zeroDeg)
    if (!centre || distance(centre, middle) > middle[0] * FAR)
      return { centre: middle, zeroDeg: zeroAbout(known, middle) }
    lay = { centre, zeroDeg: zeroAbout(known, centre) }
  }
  return lay
}

/** The circular mean of how far each is seen from its angle. */
function zeroAbout(marks: readonly Angled[], centre: Point): number {
  let x = 0
  let y = 0
  for (const { at, angleDeg } of marks) {
    const turn = (bearing(at, centre) - angleDeg) / DEGREES
    x += Math.cos(turn)
    y += Math.sin(turn)
  }
  return x === 0 && y === 0 ? 0 : Math.atan2(y, x) * DEGREES
}

/** Where lines through the marks, each in the direction of its angle, come closest together; undefined where they hardly cross. */
function axisOf(marks: readonly Angled[], zeroDeg: number): Point | undefined {
  let [xx, xy, yy, x, y] = [0, 0, 0, 0, 0]
  for (const { at, angleDeg } of marks) {
    const turn = (angleDeg + zeroDeg) / DEGREES
    // Across the line.
    const [nx, ny] = [Math.cos(turn), Math.sin(turn)]
    const off = nx * at[0] + ny * at[1]
    xx += nx * nx
    xy += nx * ny
    yy += ny * ny
    x += nx * off
    y += ny * off
  }
  const determinant = xx * yy - xy * xy
  if (marks.length < 3 || determinant < 0.05 * marks.length ** 2) return undefined
  return [(yy * x - xy * y) / determinant, (xx * y - xy * x) / determinant]
}

/** A point at `radius` from the centre at this angle of the part. */
export function onPart(angleDeg: number, radius: number, centre: Point, zeroDeg: number): Point {
  const turn = (angleDeg + zeroDeg) / DEGREES
  return [centre[0] + radius * Math.sin(turn), centre[1] - radius * Math.cos(turn)]
}

/** Whether results say where on the part they lie, as an angle from its 2D code. */
export const knowsAngles = ({ results }: Pick<PassportCycle, 'results'>): boolean =>
  results.some(({ locations }) => locations?.some(({ outline, angleDeg }) => outline && angleDeg !== undefined))
