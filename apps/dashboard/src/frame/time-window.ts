/** The stretch of time that the bar shows. Pure. */
import { type ShiftCalendar, shiftAt } from '@celltwin/quality'

const MINUTE_MS = 60_000

export const SPANS = { quarter: 15 * MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const
export type Span = keyof typeof SPANS | 'shift'

export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
}

/** Spans to choose from: the shift where the cell has a calendar. */
export const spansOf = (calendar: ShiftCalendar | undefined): readonly Span[] => [
  'quarter',
  'hour',
  ...(calendar ? (['shift'] as const) : []),
  'day',
]

/** A shift is shown from its beginning to its end; any other span ends now, unless the instant shown lies before it. */
export function windowOf(span: Span, calendar: ShiftCalendar | undefined, shownMs: number, headMs: number): TimeWindow {
  if (span === 'shift') {
    const shift = calendar && shiftAt(calendar, shownMs)
    if (shift) return { fromMs: shift.fromMs, toMs: shift.toMs }
  }
  const lengthMs = SPANS[span === 'shift' ? 'day' : span]
  const toMs = shownMs < headMs - lengthMs ? shownMs + lengthMs / 2 : headMs
  return { fromMs: toMs - lengthMs, toMs }
}
