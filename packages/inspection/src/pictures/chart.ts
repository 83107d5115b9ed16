/** One result as one picture: an SVG with what was found in words above what it was found in. Pure. */
import type { Characteristic, Conformance, Result } from '@celltwin/contracts'
import { linear, linePath, type Samples, type Scale, tickDecimals, ticks } from './scale.ts'

const WIDTH = 960
const LEFT = 64
const RIGHT = WIDTH - 24
const PLOT_HEIGHT = 320
/** Characters of a sentence on one line. */
const LINE_LENGTH = 118
const INK = '#15171a'
const GREY = '#606469'
const GRID = '#e7e7e2'
const REJECT = '#ad2e05'
const SHADE = '#ebebe7'
const REJECT_SHADE = '#fbe7df'
const WEIGHTS = ['#2b2f33', '#7d8288', '#c3c5c3'] as const

const WORDS: Readonly<Record<Conformance, string>> = {
  pass: 'pass',
  'conditional-pass': 'conditional pass',
  'conditional-fail': 'conditional fail',
  fail: 'fail',
  warning: 'warning',
  'not-inspected': 'not inspected',
}

export interface Chart {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
  readonly xTitle: string
  readonly yTitle: string
  /** The first is the darkest. */
  readonly lines: readonly Samples[]
  /** Shaded behind the lines, with a word at the top. */
  readonly bands?: readonly {
    readonly from: number
    readonly to: number
    readonly text?: string
    readonly fails?: boolean
  }[]
  /** Across the plot, at this height. */
  readonly limits?: readonly { readonly at: number; readonly text: string }[]
  /** What was found, where: a tick from the top, with its words. */
  readonly marks?: readonly { readonly at: number; readonly text: string; readonly fails?: boolean }[]
}

/** Title, value and sentence, and below them the picture, `height` high. */
export function framed(
  result: Result,
  { title, decimals }: Pick<Characteristic, 'title' | 'decimals'>,
  body: (top: number) => { readonly svg: string; readonly height: number },
): string {
  const { value, uncertainty, unit, conformance, explanation } = result
  const said =
    value === null ? '' : `${value.toFixed(decimals)}${uncertainty ? ` ± ${+uncertainty.toPrecision(2)}` : ''} ${unit}`
  const bad = conformance === 'fail' || conformance === 'conditional-fail'
  const sentence = wrapped(explanation)
  const { svg, height } = body(64 + 20 * sentence.length)
  const lines = sentence.map((text, i) => write(24, 64 + 20 * i, text, { size: 14, fill: GREY }))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="Liberation Sans, Arial, sans-serif">
<rect width="100%" height="100%" fill="#fff"/>
${write(24, 38, title, { size: 20, bold: true })}
${write(RIGHT, 38, `${said}  ${WORDS[conformance]}`.trim(), { size: 18, anchor: 'end', fill: bad ? REJECT : INK, bold: bad })}
${lines.join('\n')}
${svg}
</svg>
`
}

export function plot(chart: Chart): (top: number) => { svg: string; height: number } {
  return (top) => {
    const [from, to] = [top + 52, top + 52 + PLOT_HEIGHT]
    const sx = linear(chart.x, [LEFT, RIGHT])
    const sy = linear(chart.y, [to, from])
    const { bands = [], limits = [], marks = [], lines } = chart
    const svg = [
      write(LEFT, from - 38, chart.yTitle, { size: 12, fill: GREY }),
      write(RIGHT, to + 38, chart.xTitle, { size: 12, fill: GREY, anchor: 'end' }),
      ...bands.map((band, i) => shade(band, sx, from, to, i)),
      ...axis(sx, sy, to),
      `<clipPath id="plot"><rect x="${LEFT}" y="${from}" width="${RIGHT - LEFT}" height="${PLOT_HEIGHT}"/></clipPath><g clip-path="url(#plot)">`,
      ...lines.map((line, i) => path(linePath(line, sx, sy), WEIGHTS[Math.min(i, 2)]!)).reverse(),
      '</g>',
      ...limits.map(({ at, text }) => limit(sy(at), text, from, to)),
      ...marks.map((mark, i) => flag(mark, sx, from, to, i)),
    ]
    return { svg: svg.join('\n'), height: to + 52 }
  }
}

/** An image, at most as wide as the page, with outlines in its own pixels. */
export function picture(
  { href, width, height }: { readonly href: string; readonly width: number; readonly height: number },
  marks: readonly {
    readonly outline: readonly (readonly [number, number])[]
    readonly text: string
    readonly fails: boolean
  }[],
): (top: number) => { svg: string; height: number } {
  return (top) => {
    const shown = Math.min(RIGHT - 24, 720)
    const scale = shown / width
    const drawn = marks.map(({ outline, text, fails }) => {
      const points = outline.map(([x, y]) => [24 + x * scale, top + y * scale] as const)
      const [x, y] = points.reduce((best, point) => (point[0] > best[0] ? point : best))
      const colour = fails ? '#ff7647' : '#5fcdbb'
      const ring = `<polygon points="${points.map((p) => p.map(short).join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="${fails ? 2.5 : 1.2}"/>`
      return fails ? `${ring}${write(x + 6, y + 4, text, { size: 13, fill: colour, bold: true })}` : ring
    })
    const svg = `<image href="${href}" x="24" y="${top}" width="${short(shown)}" height="${short(height * scale)}"/>\n${drawn.join('\n')}`
    return { svg, height: Math.ceil(top + height * scale + 24) }
  }
}

function axis(sx: Scale, sy: Scale, bottom: number): string[] {
  const [xs, ys] = [ticks(sx.domain, 8), ticks(sy.domain, 5)]
  const [dx, dy] = [tickDecimals(xs), tickDecimals(ys)]
  return [
    ...ys.map(
      (y) =>
        `${path(`M${LEFT} ${short(sy(y))}H${RIGHT}`, GRID)}${write(LEFT - 8, sy(y) + 4, y.toFixed(dy), { size: 12, anchor: 'end', fill: GREY })}`,
    ),
    path(`M${LEFT} ${bottom}H${RIGHT}`, GREY),
    ...xs.map((x) => write(sx(x), bottom + 18, x.toFixed(dx), { size: 12, anchor: 'middle', fill: GREY })),
  ]
}

function shade(
  { from, to, text, fails }: NonNullable<Chart['bands']>[number],
  sx: Scale,
  top: number,
  bottom: number,
  i: number,
) {
  const width = Math.max(2, sx(to) - sx(from))
  const rect = `<rect x="${short(sx(from))}" y="${top}" width="${short(width)}" height="${bottom - top}" fill="${fails ? REJECT_SHADE : SHADE}"/>`
  const style = { size: 12, anchor: 'middle', fill: fails ? REJECT : GREY, bold: fails } as const
  return text === undefined ? rect : rect + write(sx((from + to) / 2), top - (i % 2 === 0 ? 4 : 16), text, style)
}

function limit(y: number, text: string, top: number, bottom: number): string {
  if (y < top || y > bottom) return ''
  return `<path d="M${LEFT} ${short(y)}H${RIGHT}" stroke="${REJECT}" stroke-dasharray="6 4" fill="none"/>${write(RIGHT, y - 5, text, { size: 12, anchor: 'end', fill: REJECT })}`
}

function flag(
  { at, text, fails }: NonNullable<Chart['marks']>[number],
  sx: Scale,
  top: number,
  bottom: number,
  i: number,
) {
  const colour = fails ? REJECT : GREY
  const x = short(sx(at))
  return `<path d="M${x} ${top}V${bottom}" stroke="${colour}" stroke-width="${fails ? 1.5 : 0.6}" fill="none"/>${write(sx(at), top - (i % 2 === 0 ? 4 : 16), text, { size: 12, anchor: 'middle', fill: colour, bold: fails })}`
}

const path = (d: string, stroke: string) => `<path d="${d}" stroke="${stroke}" fill="none"/>`
const short = (n: number) => +n.toFixed(1)

interface Style {
  readonly size: number
  readonly fill?: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly bold?: boolean | undefined
}

const write = (x: number, y: number, text: string, { size, fill = INK, anchor = 'start', bold }: Style) =>
  `<text x="${short(x)}" y="${short(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${bold ? ' font-weight="600"' : ''}>${escaped(text)}</text>`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function wrapped(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < LINE_LENGTH) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
