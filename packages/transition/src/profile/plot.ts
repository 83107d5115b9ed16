/** A quantity over time, one strip for each variant on common axes, phases as bands: SVG for reports. */
import type { Phase } from './phases.ts'

export interface Strip {
  readonly name: string
  readonly phases: readonly Phase[]
  readonly atMs: readonly number[]
  /** null where nothing was measured: the line breaks. */
  readonly values: readonly (number | null)[]
  /** Said in place of a line where there is none. */
  readonly without?: string
}

export interface Plot {
  readonly title: string
  readonly unit: string
  readonly strips: readonly Strip[]
}

const WIDTH = 960
const STRIP = 150
const HEAD = 44
const FOOT = 40
const LEFT = 64
const RIGHT = 20
const TOP = 24
const FONT = "font-family=\"'Segoe UI', 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif\""
const BANDS = ['#f4f4f1', '#ebebe7']
/** Narrower than this a band has no room for its name; the strip's head lists every phase anyway. */
const NAMED_FROM_PX = 64

export function plotSvg({ title, unit, strips }: Plot): string {
  const height = HEAD + strips.length * STRIP + FOOT
  const endMs = Math.max(1, ...strips.flatMap(({ phases }) => phases.map((phase) => phase.endMs)))
  const present = strips.flatMap(({ values }) => values.filter((value) => value !== null))
  const [low, high] = range(present)
  const x = (ms: number) => LEFT + (ms / endMs) * (WIDTH - LEFT - RIGHT)
  const body = strips.map((strip, i) => stripSvg(strip, HEAD + i * STRIP, x, low, high))
  const seconds = steps(0, endMs / 1000, 8).map((s) => text(x(s * 1000), height - FOOT + 18, `${plain(s)}`, 'middle'))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ${FONT}>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${LEFT}" y="26" font-size="15" font-weight="600" fill="#15171a">${escaped(title)}</text>`,
    text(WIDTH - RIGHT, 26, `${unit}, over seconds from the start`, 'end'),
    ...body,
    ...seconds,
    '</svg>',
  ].join('\n')
}

function stripSvg(strip: Strip, offset: number, x: (ms: number) => number, low: number, high: number): string {
  const top = offset + TOP
  const bottom = offset + STRIP - 8
  const y = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top)
  const bands = strip.phases.map(({ phase, startMs, endMs }, i) => {
    const width = x(endMs) - x(startMs)
    const name = width >= NAMED_FROM_PX ? text((x(startMs) + x(endMs)) / 2, top + 13, spoken(phase), 'middle') : ''
    return `<rect x="${px(x(startMs))}" y="${top}" width="${px(width)}" height="${bottom - top}" fill="${BANDS[i % 2]}"/>${name}`
  })
  const grid = steps(low, high, 3).map(
    (value) =>
      `<path d="M${LEFT} ${px(y(value))}H${WIDTH - RIGHT}" stroke="#dcdcd6" stroke-width="1"/>${text(LEFT - 6, y(value) + 4, plain(value), 'end')}`,
  )
  const durations = strip.phases.map(
    ({ phase, startMs, endMs }) => `${spoken(phase)} ${((endMs - startMs) / 1000).toFixed(2)} s`,
  )
  return [
    `<text x="${LEFT}" y="${offset + 15}" font-size="13" font-weight="600" fill="#15171a">${escaped(strip.name)}</text>`,
    text(WIDTH - RIGHT, offset + 15, durations.join('  ·  '), 'end'),
    ...bands,
    ...(strip.without ? [text((LEFT + WIDTH - RIGHT) / 2, (top + bottom) / 2 + 4, strip.without, 'middle')] : grid),
    `<path d="${linePath(strip, x, y)}" fill="none" stroke="#2b2f33" stroke-width="1.5" stroke-linejoin="round"/>`,
  ].join('\n')
}

function linePath({ atMs, values }: Strip, x: (ms: number) => number, y: (value: number) => number): string {
  let pen = 'M'
  return atMs
    .map((ms, i) => {
      const value = values[i]
      if (value === null || value === undefined) {
        pen = 'M'
        return ''
      }
      const point = `${pen}${px(x(ms))} ${px(y(value))}`
      pen = 'L'
      return point
    })
    .join('')
}

/** From 0 where the values are near it; else closer, so that a change shows. */
function range(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = (most - least) * 0.08 || Math.abs(most) * 0.05 || 1
  return [least < most / 2 ? 0 : least - room, most + room]
}

/** Round values between two ends, about `count` of them. */
function steps(from: number, to: number, count: number): number[] {
  const raw = (to - from) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= 0.6 * raw) ?? 10)
  const values: number[] = []
  for (let i = Math.ceil(from / step); i * step <= to; i++) values.push(i * step)
  return values
}

/** `real-rounds` → `real rounds`; `warm-up` is a word as it is. */
const spoken = (phase: string) => phase.replace('real-', 'real ')
const px = (value: number) => Number(value.toFixed(1))
const plain = (value: number) => String(Number(value.toPrecision(6)))
const escaped = (said: string) => said.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const text = (x: number, y: number, said: string, anchor: 'start' | 'middle' | 'end') =>
  `<text x="${px(x)}" y="${px(y)}" font-size="11" fill="#606469" text-anchor="${anchor}">${escaped(said)}</text>`
