/** What a shift's time went into: scheduled − planned stops = available; available − execute = lost. */
import type { PlannedStop } from './calendar.ts'
import { gatherLosses, type Loss } from './pareto.ts'

export interface StateChange {
  readonly atMs: number
  readonly state: string
  /** Why, as a person would say it. */
  readonly reason: string
}

export interface StateSpan {
  readonly state: string
  readonly reason: string
  readonly fromMs: number
  readonly toMs: number
}

export interface TimeModel {
  readonly scheduledMs: number
  readonly plannedStopMs: number
  readonly availableMs: number
  readonly executeMs: number
  readonly lostMs: number
}

/** States one after another, cut to the window; `unknown` before the first word. Changes may come from before it. */
export function stateSpans(changes: readonly StateChange[], fromMs: number, toMs: number): StateSpan[] {
  const spans: StateSpan[] = []
  const put = (span: StateSpan) => {
    const last = spans.at(-1)
    if (span.fromMs >= span.toMs) return
    if (last?.state === span.state && last.reason === span.reason)
      spans[spans.length - 1] = { ...last, toMs: span.toMs }
    else spans.push(span)
  }
  let current: Omit<StateSpan, 'toMs'> = { state: 'unknown', reason: '', fromMs }
  for (const { atMs, state, reason } of changes.toSorted((a, b) => a.atMs - b.atMs)) {
    const at = Math.min(Math.max(atMs, fromMs), toMs)
    put({ ...current, toMs: at })
    current = { state, reason, fromMs: at }
  }
  put({ ...current, toMs })
  return spans
}

export function timeModel(spans: readonly StateSpan[], planned: readonly PlannedStop[], window: Window): TimeModel {
  const scheduledMs = window.toMs - window.fromMs
  const plannedStopMs = outsideOf(window, []) - outsideOf(window, planned)
  const availableMs = scheduledMs - plannedStopMs
  const executeMs = spans
    .filter(({ state }) => state === 'execute')
    .reduce((sum, span) => sum + outsideOf(span, planned), 0)
  return { scheduledMs, plannedStopMs, availableMs, executeMs, lostMs: availableMs - executeMs }
}

/** Stops outside planned ones by state and reason. Names of parts in a reason do not make it another one. */
export function stopsOf(spans: readonly StateSpan[], planned: readonly PlannedStop[]): Loss[] {
  return gatherLosses(
    spans.flatMap((span) => {
      const timeMs = span.state === 'execute' ? 0 : outsideOf(span, planned)
      const title = span.reason.replace(/\S*\d\S*/g, '…')
      return timeMs > 0 ? [{ key: `${span.state}: ${title}`, title, of: span.state, count: 1, timeMs }] : []
    }),
  )
}

export interface Oee {
  readonly availability: number | null
  readonly performance: number | null
  readonly quality: number | null
  readonly oee: number | null
}

/** Overall equipment effectiveness (ISO 22400-2) and its factors; null where there was nothing to say it of. */
export function oeeOf(time: TimeModel, idealCycleMs: number, judged: number, good: number): Oee {
  const availability = time.availableMs > 0 ? time.executeMs / time.availableMs : null
  const performance = time.executeMs > 0 ? (idealCycleMs * judged) / time.executeMs : null
  const quality = judged > 0 ? good / judged : null
  const whole = availability !== null && performance !== null && quality !== null
  return { availability, performance, quality, oee: whole ? availability * performance * quality : null }
}

interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** How much of a window lies outside all planned stops. */
export function outsideOf({ fromMs, toMs }: Window, planned: readonly PlannedStop[]): number {
  let [left, at] = [0, fromMs]
  for (const stop of planned.toSorted((a, b) => a.fromMs - b.fromMs)) {
    left += Math.max(0, Math.min(stop.fromMs, toMs) - at)
    at = Math.max(at, Math.min(stop.toMs, toMs))
  }
  return left + Math.max(0, toMs - at)
}
