/** Marks on the time bar: asked of the server for the window, and added from the live twin since. */
import type { CellTwin, TimeMark } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { cellStore } from '../twin/cell-store.ts'
import { useCell } from '../twin/hooks.ts'

/** A mark worth a stop: passes and states are the ordinary course. */
export type Stop = TimeMark & { readonly kind: Exclude<TimeMark['kind'], 'pass' | 'state'> }

const isStop = (mark: TimeMark): mark is Stop => mark.kind !== 'pass' && mark.kind !== 'state'

/** Rejects, holds, failed challenge parts and alarms, oldest first: where `[` and `]` step to. */
export function stops(marks: readonly TimeMark[]): readonly Stop[] {
  return marks.filter(isStop).toSorted((a, b) => a.at.localeCompare(b.at))
}

export function stopBefore(marks: readonly TimeMark[], atMs: number): TimeMark | undefined {
  return stops(marks).findLast((mark) => Date.parse(mark.at) < atMs)
}

export function stopAfter(marks: readonly TimeMark[], atMs: number): TimeMark | undefined {
  return stops(marks).find((mark) => Date.parse(mark.at) > atMs)
}

/** The stop that lies closest to an instant. */
export function nearestStop<T extends TimeMark>(stops: readonly T[], atMs: number): T | undefined {
  const away = ({ at }: T) => Math.abs(Date.parse(at) - atMs)
  return stops.reduce<T | undefined>((best, stop) => (best && away(best) <= away(stop) ? best : stop), undefined)
}

/** The page with these search parameters as it was at an instant. */
export function hrefAt(search: string, at: string): string {
  const parameters = new URLSearchParams(search)
  parameters.set('at', at)
  return `?${parameters}`
}

/** Verdicts of the twin later than `since`; of the rack, only what was other than it must be. */
export function marksOf(twin: CellTwin, since: string): TimeMark[] {
  return Object.values(twin.cycles).flatMap(({ serial, challenge, verdict }): TimeMark[] => {
    if (!verdict || verdict.at <= since) return []
    const text = verdict.reasons[0]?.text ?? ''
    if (challenge === undefined) return [{ at: verdict.at, kind: verdict.verdict, serial, text }]
    return verdict.challenged === 'failed' ? [{ at: verdict.at, kind: 'challenge', serial, text }] : []
  })
}

export function useMarks(cell: string | undefined, fromMs: number, toMs: number): readonly TimeMark[] {
  // Whole tens of seconds, so that a moving window does not ask anew every second.
  const from = new Date(Math.floor(fromMs / 10_000) * 10_000).toISOString()
  const to = new Date(Math.ceil(toMs / 10_000) * 10_000).toISOString()
  const asked = useQuery({
    queryKey: ['marks', cell, from, to],
    queryFn: () => api.marks(cell!, from, to),
    enabled: cell !== undefined,
    placeholderData: (before) => before,
    staleTime: 10_000,
  })
  const judged = useCell(({ live }) => live?.counters.judged)
  const known = asked.data ?? []
  const live = judged && cellStore.getState().live
  const newest =
    known
      .map(({ at }) => at)
      .toSorted()
      .at(-1) ?? from
  return live ? [...known, ...marksOf(live, newest)] : known
}
