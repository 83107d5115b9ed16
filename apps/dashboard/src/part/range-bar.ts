/**
 * Geometry of a range bar: the accepted zone, the guard bands, the value with its uncertainty.
 *
 * Limits stand at the same x in every row, so that a column of bars is read as one picture.
 */

/** Fixed places, in px. One-sided limits use the same place for the limit they have. */
export const BAR = { width: 132, left: 34, right: 98, edge: 6 } as const

export interface RangeBarInput {
  readonly value: number | null
  readonly lower?: number | undefined
  readonly upper?: number | undefined
  readonly nominal?: number | undefined
  /** Expanded uncertainty U; the width of each guard band. */
  readonly uncertainty?: number | null | undefined
}

export interface Span {
  readonly from: number
  readonly to: number
}

export interface RangeBarShape {
  readonly accepted: Span
  readonly guards: readonly Span[]
  /** x of the limits. */
  readonly limits: readonly number[]
  /** Undefined where nothing was measured. */
  readonly value: number | undefined
  readonly whisker: Span | undefined
  /** The value lies beyond what the bar can show, and is drawn at its end. */
  readonly beyond: 'left' | 'right' | undefined
}

/** Undefined where no limit binds: there is nothing to compare with. */
export function rangeBar({ value, lower, upper, nominal = 0, uncertainty }: RangeBarInput): RangeBarShape | undefined {
  const { width, left, right, edge } = BAR
  const low = lower ?? (upper === undefined ? undefined : Math.min(0, nominal, upper))
  const high =
    upper ?? (lower === undefined ? undefined : Math.max(2 * nominal - lower, lower + Math.abs(lower) || lower + 1))
  if (low === undefined || high === undefined) return undefined

  // A one-sided row begins at its natural end (zero) and its one limit stands where all others' do.
  const x0 = lower === undefined ? edge - 2 : left
  const x1 = upper === undefined ? width - edge + 2 : right
  // A count has one allowed value: the zone is one step to each side.
  const span = high - low
  const scale = (v: number) =>
    span > 0 ? x0 + ((v - low) / span) * (x1 - x0) : (x0 + x1) / 2 + ((v - low) * (x1 - x0)) / 2
  const clamp = (x: number) => Math.max(edge, Math.min(width - edge, x))

  const guard = Math.min(Math.max(0, uncertainty ?? 0), span / 2)
  const guards: Span[] = []
  if (guard > 0 && lower !== undefined) guards.push({ from: scale(lower), to: scale(lower + guard) })
  if (guard > 0 && upper !== undefined) guards.push({ from: scale(upper - guard), to: scale(upper) })

  const x = value === null ? undefined : scale(value)
  return {
    accepted: { from: x0, to: x1 },
    guards,
    limits: [...(lower === undefined ? [] : [x0]), ...(upper === undefined ? [] : [x1])],
    value: x === undefined ? undefined : clamp(x),
    whisker:
      value === null || !uncertainty
        ? undefined
        : { from: clamp(scale(value - uncertainty)), to: clamp(scale(value + uncertainty)) },
    beyond: x === undefined ? undefined : x < edge ? 'left' : x > width - edge ? 'right' : undefined,
  }
}
