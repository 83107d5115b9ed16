/**
 * The figures of a shift, of nothing but its facts: the same facts give the same figures, to the last digit.
 *
 * A cycle belongs to the shift in which it began. What is upstream's (parts that do not conform) and what is the cell's
 * own (false rejects, not inspected, inspected again) are never added up.
 */
import { wilson } from '../proportion.ts'
import type { PlannedStop, ShiftWindow } from './calendar.ts'
import { type CycleBudget, cycleTimes, type TimedCycle } from './cycle-time.ts'
import { gatherLosses } from './pareto.ts'
import { oeeOf, outsideOf, type StateChange, stateSpans, stopsOf, timeModel } from './time-model.ts'

export type Place = 'accept' | 'reject' | 'hold' | 'out'
const PLACES: readonly Place[] = ['accept', 'reject', 'hold', 'out']

export interface ShiftCycle extends TimedCycle {
  readonly cycleId: string
  readonly serial: string
  readonly verdict?: 'pass' | 'reject' | 'hold' | undefined
  /** The decisive reason of a verdict that is not pass. */
  readonly cause?: { readonly characteristic?: string | undefined; readonly conformance: string } | undefined
  /** The same serial was in the cell before. */
  readonly repeated: boolean
  /** A person found it conforming. */
  readonly foundConforming: boolean
  /** Where the system last sent it, and where it was last seen. */
  readonly sent?: Place | undefined
  readonly seen?: Place | undefined
}

export interface ShiftPlan extends CycleBudget {
  readonly taktMs?: number | undefined
  readonly targetPerShift?: number | undefined
  readonly planned: readonly PlannedStop[]
  readonly characteristics: readonly { readonly id: string; readonly title: string; readonly module: string }[]
}

export interface ShiftFacts {
  readonly cycles: readonly ShiftCycle[]
  /** Of the shift, and the last one before it. */
  readonly states: readonly StateChange[]
}

const NONCONFORMING = new Set(['fail', 'conditional-fail'])

/** `untilMs`: the end of the shift, or the present of one that runs. */
export function shiftFigures({ cycles, states }: ShiftFacts, plan: ShiftPlan, shift: ShiftWindow, untilMs: number) {
  const judged = cycles.filter(({ verdict }) => verdict !== undefined)
  const good = judged.filter(({ verdict }) => verdict === 'pass').length
  const nonconforming = judged.filter(isNonconforming)
  const window = { fromMs: shift.fromMs, toMs: Math.min(shift.toMs, Math.max(untilMs, shift.fromMs)) }
  const planned = plan.planned.filter(({ fromMs }) => fromMs < window.toMs)
  const spans = stateSpans(states, window.fromMs, window.toMs)
  const time = timeModel(spans, planned, window)
  const idealCycleMs = plan.phases.reduce((sum, { budgetMs }) => sum + budgetMs, 0) / plan.speed
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    production: {
      inserted: cycles.length,
      judged: judged.length,
      good,
      rejected: judged.filter(({ verdict }) => verdict === 'reject').length,
      held: judged.filter(({ verdict }) => verdict === 'hold').length,
      unjudged: cycles.length - judged.length,
      ...targetOf(plan, shift, window.toMs),
    },
    quality: qualityOf(judged),
    losses: gatherLosses(nonconforming.map((cycle) => lossOf(cycle, plan))),
    stops: stopsOf(spans, planned),
    time: { ...time, ...oeeOf(time, idealCycleMs, judged.length, good) },
    spans: spans.map(({ state, reason, fromMs, toMs }) => ({ state, reason, from: iso(fromMs), to: iso(toMs) })),
    planned: plan.planned.map(({ title, fromMs, toMs }) => ({ title, from: iso(fromMs), to: iso(toMs) })),
    cycleTime: cycleTimes(cycles, plan, shift.fromMs),
    counts: PLACES.map((place) => ({
      place,
      sent: cycles.filter(({ sent }) => sent === place).length,
      seen: cycles.filter(({ seen }) => seen === place).length,
    })),
  }
}

type Figures = ReturnType<typeof shiftFigures>

/** What a restatement speaks of, by name. */
export const headlinesOf = ({ production, quality, time, cycleTime, counts }: Figures): Record<string, number> => ({
  inserted: production.inserted,
  judged: production.judged,
  good: production.good,
  rejected: production.rejected,
  held: production.held,
  nonconforming: quality.product.count,
  falseRejects: quality.falseRejects.count,
  notInspected: quality.notInspected.count,
  reinspected: quality.reinspected.count,
  executeMs: time.executeMs,
  lostMs: time.lostMs,
  overBudget: cycleTime.overBudget,
  ...Object.fromEntries(counts.map(({ place, seen }) => [`seen-${place}`, seen])),
})

/** What of the headlines moved. */
export function changesOf(was: Readonly<Record<string, number>>, is: Readonly<Record<string, number>>) {
  return Object.entries(is).flatMap(([figure, value]) =>
    value === (was[figure] ?? 0) ? [] : [{ figure, was: was[figure] ?? 0, is: value }],
  )
}

function targetOf(
  { targetPerShift, taktMs, planned, speed }: ShiftPlan,
  shift: ShiftWindow,
  untilMs: number,
): { target: number | null; due: number | null } {
  const available = outsideOf(shift, planned)
  const byTakt = taktMs === undefined ? null : Math.floor((available * speed) / taktMs)
  const target = targetPerShift === undefined ? byTakt : Math.round(targetPerShift * speed)
  if (target === null) return { target: null, due: null }
  const elapsed = outsideOf({ fromMs: shift.fromMs, toMs: untilMs }, planned)
  return { target, due: available > 0 ? Math.floor((target * elapsed) / available) : 0 }
}

function qualityOf(judged: readonly ShiftCycle[]) {
  const share = (count: number, of: number) => ({ count, of, interval: wilson(count, of) })
  const first = judged.filter((cycle) => !cycle.repeated && !isNotInspected(cycle))
  const ofJudged = (is: (cycle: ShiftCycle) => boolean) => share(judged.filter(is).length, judged.length)
  return {
    product: share(first.filter(isNonconforming).length, first.length),
    own: ofJudged((cycle) => isFalseReject(cycle) || isNotInspected(cycle) || cycle.repeated),
    falseRejects: ofJudged(isFalseReject),
    notInspected: ofJudged(isNotInspected),
    reinspected: ofJudged(({ repeated }) => repeated),
  }
}

/** Beyond its limits, and no person found it otherwise. */
const isNonconforming = ({ verdict, cause, foundConforming }: ShiftCycle): boolean =>
  verdict !== 'pass' && NONCONFORMING.has(cause?.conformance ?? '') && !foundConforming

const isFalseReject = ({ verdict, foundConforming }: ShiftCycle): boolean => verdict === 'reject' && foundConforming

/** Held because nobody could judge it. */
const isNotInspected = ({ verdict, cause }: ShiftCycle): boolean =>
  verdict === 'hold' && (cause === undefined || cause.conformance === 'not-inspected')

function lossOf({ cause, beganMs, endedMs }: ShiftCycle, { characteristics }: ShiftPlan) {
  const key = cause?.characteristic ?? ''
  const known = characteristics.find(({ id }) => id === key)
  const timeMs = endedMs === undefined ? 0 : Math.max(0, endedMs - beganMs)
  return { key, title: known?.title ?? key, of: known?.module ?? '', count: 1, timeMs }
}
