/** From values to pixels, and what is left of many samples on few pixels. */

export interface Scale {
  (value: number): number
  readonly domain: readonly [number, number]
  invert(px: number): number
}

export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [d0, d1] = domain
  const [r0, r1] = range
  const k = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0)
  return Object.assign((value: number) => r0 + (value - d0) * k, {
    domain,
    invert: (px: number) => (k === 0 ? d0 : d0 + (px - r0) / k),
  })
}

/** Round values about `count` of which fall into the domain. */
export function ticks([from, to]: readonly [number, number], count: number): number[] {
  const span = to - from
  if (!(span > 0)) return [from]
  const raw = span / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((m) => m * power >= raw * 0.72) ?? 10) * power
  const values: number[] = []
  for (let i = Math.ceil(from / step - 1e-9) + 0; i * step <= to + 1e-9 * span; i++) values.push(i * step)
  return values
}

/** Decimals that tell such values apart. */
export const tickDecimals = (values: readonly number[]): number => {
  const step = Math.abs((values[1] ?? 1) - (values[0] ?? 0))
  return step > 0 ? Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9))) : 0
}

export interface Samples {
  readonly length: number
  readonly x: (index: number) => number
  readonly y: ArrayLike<number>
}

/**
 * An SVG path with at most two points a pixel: of many samples on one pixel the lowest and the highest are kept, so
 * that no spike is lost. Readings that are missing (NaN) break the line.
 */
export function linePath({ length, x, y }: Samples, sx: Scale, sy: Scale): string {
  const points: string[] = []
  const [from, to] = [Math.min(...sx.domain), Math.max(...sx.domain)]
  let pen = 'M'
  let pixel = Number.NaN
  let low = 0
  let high = 0
  let lowFirst = true
  const flush = () => {
    if (Number.isNaN(pixel)) return
    const ends = low === high ? [low] : lowFirst ? [low, high] : [high, low]
    for (const value of ends) {
      points.push(`${pen}${pixel} ${sy(value).toFixed(1)}`)
      pen = 'L'
    }
    pixel = Number.NaN
  }
  for (let i = 0; i < length; i++) {
    const at = x(i)
    const value = y[i]!
    if (at < from || at > to) continue
    if (Number.isNaN(value)) {
      flush()
      pen = 'M'
      continue
    }
    const column = Math.round(sx(at) * 2) / 2
    if (column === pixel) {
      if (value < low) {
        low = value
        lowFirst = false
      } else if (value > high) {
        high = value
        lowFirst = true
      }
      continue
    }
    flush()
    pixel = column
    low = value
    high = value
  }
  flush()
  return points.join('')
}

/** Least and greatest value, with some room; readings that are missing do not count. */
export function extent(values: Iterable<number>, room = 0.06): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return [0, 1]
  const pad = high > low ? (high - low) * room : Math.abs(high) * room || 1
  return [low - pad, high + pad]
}

/** As `extent`, but a few readings far beyond the others run off the plot and do not flatten it. */
export function extentOfMost(values: readonly number[]): [number, number] {
  const present = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b)
  const at = (share: number) => present[Math.round(share * (present.length - 1))] ?? 0
  const room = (at(0.995) - at(0.005)) / 2
  return extent(present.filter((value) => value >= at(0.005) - room && value <= at(0.995) + room))
}
