/** A profile: heights over shaft angle or over x. */
import { numberIn, type Row, rowsOf } from '../rows.ts'

export interface Profile {
  readonly axis: 'angle' | 'x'
  /** Degrees, or length. */
  readonly at: Float64Array
  readonly height: Float64Array
  /** Readings that the sensor lost. */
  readonly lost: number
}

/** How headings name an angle, and how a place. */
const ANGLE = /angle|deg(?! ?C)|°(?! ?C)|\bphi\b|\btheta\b|[φθ]/i
const PLACE = /^x\b/i

/**
 * Two columns, `angle` (degrees) or `x`, and height; separated by semicolon, tab, comma or space. Places may come in any order.
 * Without a heading line the first column is x. An empty height or NaN is a lost reading.
 * @throws Error naming the line and the rule.
 */
export function parseProfile(text: string): Profile {
  const rows = rowsOf(text)
  const hasHeading = rows[0]?.cells.some((cell) => cell !== '' && Number.isNaN(numberIn(cell))) ?? false
  const axis = hasHeading ? axisOf(rows[0]!) : 'x'
  const readings = rows.slice(hasHeading ? 1 : 0).map(readingOf)
  if (readings.length === 0) throw new Error('must have readings, there are none')
  const seen = readings.filter(({ height }) => Number.isFinite(height)).sort((a, b) => a.at - b.at)
  return {
    axis,
    at: Float64Array.from(seen, ({ at }) => at),
    height: Float64Array.from(seen, ({ height }) => height),
    lost: readings.length - seen.length,
  }
}

function axisOf({ line, cells: [place = '', height = ''] }: Row): Profile['axis'] {
  const names = (heading: string) => ANGLE.test(heading) || PLACE.test(heading)
  if (names(height) && !names(place))
    throw new Error(`line ${line}: the place must come before the height; the headings are "${place}", "${height}"`)
  if (/\brad(ians?)?\b/i.test(place))
    throw new Error(`line ${line}: angles must be in degrees; the heading is "${place}"`)
  return ANGLE.test(place) ? 'angle' : 'x'
}

function readingOf({ line, cells: [place = '', reading, ...more] }: Row): { at: number; height: number } {
  const at = numberIn(place)
  if (reading === undefined || !Number.isFinite(at) || more.some((cell) => cell !== ''))
    throw new Error(`line ${line}: must be a place and a height, two numbers`)
  const height = numberIn(reading)
  if (Number.isNaN(height) && reading !== '' && !/^nan$/i.test(reading))
    throw new Error(`line ${line}: height "${reading}" is not a number`)
  return { at, height }
}

/** Indices of the readings between `from` and `to`; angles may pass 360°. */
export function readingsIn(
  { axis, at }: Profile,
  { from, to }: { readonly from: number; readonly to: number },
): number[] {
  const inside: number[] = []
  for (let i = 0; i < at.length; i++) {
    const beyond = axis === 'angle' ? modulo(at[i]! - from, 360) : at[i]! - from
    if (beyond >= 0 && beyond <= to - from) inside.push(i)
  }
  return inside
}

const modulo = (a: number, n: number) => ((a % n) + n) % n

/** Place relative to `center`, the short way round for angles. */
export const placeFrom = ({ axis, at }: Profile, i: number, center: number): number =>
  axis === 'angle' ? modulo(at[i]! - center + 180, 360) - 180 : at[i]! - center
