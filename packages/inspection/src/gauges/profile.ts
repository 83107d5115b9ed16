/** A profile: heights over shaft angle or over x. */
export interface Profile {
  readonly axis: 'angle' | 'x'
  /** Degrees, or length. */
  readonly at: Float64Array
  readonly height: Float64Array
  /** Readings that the sensor lost. */
  readonly lost: number
}

/**
 * CSV of two columns, `angle` (degrees) or `x`, and height; separated by comma, semicolon or tab. Without a heading line
 * the first column is x. An empty height or NaN is a lost reading.
 * @throws Error naming the line and the rule.
 */
export function parseProfile(text: string): Profile {
  const lines = text.split(/\r?\n/)
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'))
  const heading = first >= 0 ? cells(lines[first]!) : []
  const hasHeading = heading.some((cell) => cell !== '' && Number.isNaN(Number(cell)))
  const at: number[] = []
  const height: number[] = []
  let lost = 0
  for (const [i, line] of lines.entries()) {
    if (i < first + (hasHeading ? 1 : 0) || line.trim() === '' || line.startsWith('#')) continue
    const [place, reading] = cells(line)
    const x = Number(place)
    if (reading === undefined || place === '' || !Number.isFinite(x))
      throw new Error(`line ${i + 1}: must be a place and a height, two numbers`)
    const z = reading === '' || /^nan$/i.test(reading) ? Number.NaN : Number(reading)
    if (Number.isNaN(z) && reading !== '' && !/^nan$/i.test(reading))
      throw new Error(`line ${i + 1}: height "${reading}" is not a number`)
    if (!Number.isFinite(z)) {
      lost++
      continue
    }
    at.push(x)
    height.push(z)
  }
  const axis = hasHeading && /angle|deg/i.test(heading[0]!) ? 'angle' : 'x'
  return { axis, at: Float64Array.from(at), height: Float64Array.from(height), lost }
}

const cells = (line: string) => line.split(/[,;\t]/).map((cell) => cell.trim())

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
