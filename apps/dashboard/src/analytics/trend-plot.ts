/** How a run of values is drawn by uPlot: band of extremes, line of means, limits by dash, points that break a rule ringed. */
import type { ProcessChart } from '@celltwin/contracts'
import uPlot from 'uplot'
import { number } from '../ui/format.ts'
import type { Span } from './brush.ts'

const FONT = '11px "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif'
/** A pause this much longer than usual leaves a gap in the line. */
const PAUSE = 12
const PAUSE_MS = 120_000
/** A limit farther from the values than this many of their heights is named at the edge, not drawn. */
const REACH = 1.2
/** More rings than this hide what they mark. */
const MOST_RINGS = 30

export interface TrendLook {
  readonly ink: (token: string) => string
  readonly clock: (ms: number, stepMs: number) => string
  readonly words: { readonly lsl: string; readonly usl: string; readonly lcl: string; readonly ucl: string }
}

export function trendData({ points, size }: ProcessChart): uPlot.AlignedData {
  const { fromMs, toMs, mean, low, high } = points
  const spans = fromMs.map((from, i) => from - (fromMs[i - 1] ?? from)).toSorted((a, b) => a - b)
  const pause = Math.max(PAUSE_MS, PAUSE * (spans[spans.length >> 1] ?? 0))
  const columns: (number | null)[][] = [[], [], [], []]
  const add = (...row: (number | null)[]) => {
    for (const [i, value] of row.entries()) columns[i]!.push(value)
  }
  fromMs.forEach((from, i) => {
    const before = toMs[i - 1]
    if (before !== undefined && from - before > pause) add((before + from) / 2000, null, null, null)
    add((from + toMs[i]!) / 2000, size > 1 ? low[i]! : null, size > 1 ? high[i]! : null, mean[i]!)
  })
  return columns as unknown as uPlot.AlignedData
}

/** The window asked for, from its first value on: a cell that began an hour ago fills the width of a day. */
export function timeSpan({ from, to, points }: Pick<ProcessChart, 'from' | 'to' | 'points'>): Span {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const first = points.fromMs[0] ?? start
  return [Math.max(start, first - (end - first) * 0.02), end]
}

interface Limit {
  readonly at: number
  /** Its name and value. */
  readonly text: string
  readonly dash: readonly number[]
  readonly token: string
}

function limitsOf({ characteristic, control }: ProcessChart, words: TrendLook['words']): Limit[] {
  const { lower, upper, decimals } = characteristic
  const limit = (at: number, name: string) => ({ at, text: `${name} ${number(at, decimals)}` })
  const drawing = { dash: [6, 4], token: '--ink' }
  const process = { dash: [1, 3], token: '--ink-2' }
  return [
    ...(upper === undefined ? [] : [{ ...limit(upper, words.usl), ...drawing }]),
    ...(lower === undefined ? [] : [{ ...limit(lower, words.lsl), ...drawing }]),
    ...(control
      ? [
          { ...limit(control.upper, words.ucl), ...process },
          { ...limit(control.lower, words.lcl), ...process },
        ]
      : []),
  ]
}

/** From the values, and the limits that are near enough not to flatten them. */
function valueRange(chart: ProcessChart): Span {
  const { low, high } = chart.points
  const { lower, upper } = chart.characteristic
  const ends = [...low, ...high, ...(chart.control ? [chart.control.lower, chart.control.upper] : [])]
  const [least, most] = ends.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity])
  if (!Number.isFinite(least)) return [lower ?? 0, upper ?? (lower ?? 0) + 1]
  const height = most - least || Math.abs(most) || 1
  const near = [lower, upper].filter(
    (limit) => limit !== undefined && limit > least - REACH * height && limit < most + REACH * height,
  )
  const [from, to] = [Math.min(least, ...(near as number[])), Math.max(most, ...(near as number[]))]
  const room = (to - from || height) * 0.08
  return [from - room, to + room]
}

export function trendOptions(
  chart: ProcessChart,
  { width, height, domain }: { width: number; height: number; domain: Span },
  { ink, clock, words }: TrendLook,
  on: { brush: (span: Span) => void; hover: (point: number | null) => void; painted: () => void },
): uPlot.Options {
  const { decimals } = chart.characteristic
  const axis = { font: FONT, stroke: ink('--ink-3'), ticks: { show: false }, grid: { stroke: ink('--grid'), width: 1 } }
  const single = chart.size === 1
  const limits = limitsOf(chart, words)
  // In inches limits have more digits than in millimetres.
  const limitRoom = Math.max(68, ...limits.map(({ text }) => 18 + 6.2 * text.length))
  return {
    width,
    height,
    padding: [14, limitRoom, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6, fill: ink('--ink'), stroke: ink('--surface') },
      drag: { x: true, y: false, setScale: false, dist: 3 },
    },
    scales: {
      x: { time: true, range: () => [domain[0] / 1000, domain[1] / 1000] },
      y: { range: () => [...valueRange(chart)] as [number, number] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 70,
        grid: { show: false },
        values: (_, splits, __, ___, incr) => splits.map((s) => clock(s * 1000, incr * 1000)),
      },
      { ...axis, size: 48, space: 34, values: (_, splits) => splits.map((value) => number(value, decimals)) },
    ],
    bands: [{ series: [2, 1], fill: ink('--data-3') }],
    series: [
      {},
      { stroke: ink('--data-3'), width: 1, points: { show: false } },
      { stroke: ink('--data-3'), width: 1, points: { show: false } },
      {
        stroke: ink('--data'),
        width: 1.25,
        points: { show: single && chart.n <= 400, size: 4, width: 0, fill: ink('--data') },
      },
    ],
    hooks: {
      draw: [
        (plot) => {
          drawLimits(plot, limits, ink)
          drawSignals(plot, chart, ink)
          on.painted()
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select
          if (width > 2) on.brush([plot.posToVal(left, 'x') * 1000, plot.posToVal(left + width, 'x') * 1000])
        },
      ],
      setCursor: [(plot) => on.hover(plot.cursor.idx ?? null)],
    },
  }
}

function drawLimits(plot: uPlot, limits: readonly Limit[], ink: TrendLook['ink']): void {
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  const [top, bottom] = [bbox.top, bbox.top + bbox.height]
  ctx.save()
  ctx.font = FONT.replace('11px', `${11 * ratio}px`)
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  ctx.lineWidth = ratio
  let below = Number.NEGATIVE_INFINITY
  for (const { at, text, dash, token } of limits.toSorted((a, b) => b.at - a.at)) {
    const wanted = plot.valToPos(at, 'y', true)
    const y = Math.min(bottom, Math.max(top, wanted))
    ctx.strokeStyle = ink(token)
    ctx.fillStyle = ink(token)
    if (y === wanted) {
      ctx.setLineDash(dash.map((length) => length * ratio))
      ctx.beginPath()
      ctx.moveTo(bbox.left, Math.round(y) + 0.5)
      ctx.lineTo(bbox.left + bbox.width, Math.round(y) + 0.5)
      ctx.stroke()
    }
    // A label that would lie on the one above steps down.
    below = Math.max(y, below + 12 * ratio)
    const arrow = y === wanted ? '' : wanted < y ? ' ↑' : ' ↓'
    ctx.fillText(`${text}${arrow}`, bbox.left + bbox.width + 5 * ratio, below)
  }
  ctx.restore()
}

/** Ticks along the foot: tall beyond a control limit, short in an unusual run. A few beyond are ringed as well. */
function drawSignals(plot: uPlot, { points, control }: ProcessChart, ink: TrendLook['ink']): void {
  if (!control) return
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  const foot = bbox.top + bbox.height
  const beyond = control.signals.filter(({ rules }) => rules.includes('beyond-limits'))
  ctx.save()
  ctx.strokeStyle = ink('--ink')
  ctx.lineWidth = ratio
  for (const signal of control.signals) {
    const { point } = signal
    const x = plot.valToPos((points.fromMs[point]! + points.toMs[point]!) / 2000, 'x', true)
    const far = beyond.includes(signal)
    ctx.beginPath()
    ctx.moveTo(x, foot)
    ctx.lineTo(x, foot - (far ? 8 : 4) * ratio)
    if (far && beyond.length <= MOST_RINGS) {
      const y = plot.valToPos(points.mean[point]!, 'y', true)
      ctx.moveTo(x + 4 * ratio, y)
      ctx.arc(x, y, 4 * ratio, 0, 2 * Math.PI)
    }
    ctx.stroke()
  }
  ctx.restore()
}
