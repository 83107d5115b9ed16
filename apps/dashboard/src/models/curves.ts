/** What the curves of a model card are drawn from. */
import type { CountedShare, ModelMetrics } from '@celltwin/contracts'
import type { Line } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'

type Curve = ModelMetrics['curve']
type Point = readonly [x: number, y: number]

const lineOf = (key: string, points: readonly Point[], rest: Partial<Line> = {}): Line => ({
  key,
  length: points.length,
  x: (i) => points[i]![0],
  y: points.map(([, y]) => y),
  ...rest,
})

/** From nobody flagged (strictest) to everybody flagged. */
export function rocLine(curve: Curve): Line {
  const points = curve.toReversed().map(({ falseRejects, detected }): Point => [falseRejects, detected])
  return lineOf('roc', [[0, 0], ...points, [1, 1]])
}

export const chanceLine = lineOf(
  'chance',
  [
    [0, 0],
    [1, 1],
  ],
  { weight: 3, dashed: true },
)

/** Precision over recall; thresholds at which nothing is flagged have none. */
export function precisionLine(curve: Curve): Line {
  const points = curve
    .toReversed()
    .flatMap(({ detected, precision }): Point[] => (precision === null ? [] : [[detected, precision]]))
  const [strictest] = points
  return lineOf('precision', strictest ? [[0, strictest[1]], ...points] : [])
}

export const falseRejectLine = (curve: Curve): Line =>
  lineOf(
    'false-rejects',
    curve.map(({ threshold, falseRejectsPpm }) => [threshold, falseRejectsPpm]),
  )

export const escapeLine = (curve: Curve): Line =>
  lineOf(
    'escapes',
    curve.map(({ threshold, escapesPpm }) => [threshold, escapesPpm]),
    { weight: 2, dashed: true },
  )

export const mostPpm = (curve: Curve): number =>
  Math.max(100, ...curve.flatMap(({ falseRejectsPpm, escapesPpm }) => [falseRejectsPpm, escapesPpm]))

/** The point of the curve nearest to a threshold. */
export const pointAt = (curve: Curve, threshold: number): Curve[number] | undefined =>
  curve.toSorted((a, b) => Math.abs(a.threshold - threshold) - Math.abs(b.threshold - threshold))[0]

/** `0.5 %`, with no more digits than an interval deserves. */
export function percent(share: number): string {
  const rounded = Number((100 * share).toPrecision(2))
  return `${number(rounded, String(rounded).split('.')[1]?.length)} %`
}

export const intervalText = ({ lower, upper }: CountedShare): string => `${percent(lower)} – ${percent(upper)}`
