/** Counts of the last hours. Refreshed when parts are judged or reviewed, not by the clock alone. */
import type { CellStatistics, CellTwin } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { nowMs } from '../twin/clock.ts'
import { useCell } from '../twin/hooks.ts'

export const WINDOW_HOURS = 8
/** At high speed many parts are judged per second: no more than one request in this time. */
const REFRESH_MS = 4000

export function useStatistics() {
  const { cell, at } = useCell(({ cell, at }) => ({ cell, at }))
  return useQuery({
    queryKey: ['statistics', cell, at],
    queryFn: () => {
      const to = nowMs()
      return api.statistics(cell!, new Date(to - WINDOW_HOURS * 3_600_000).toISOString(), new Date(to).toISOString())
    },
    enabled: cell !== undefined,
    refetchInterval: at === undefined ? REFRESH_MS : false,
    // Those of another instant stay meanwhile, but figures of now are none of the past, nor the other way round.
    placeholderData: (before, asked) =>
      asked && (asked.queryKey[2] === undefined) === (at === undefined) ? before : undefined,
  })
}

/** Since when parts were judged within the window: plans count from there. */
export function begunAt({ buckets, from }: CellStatistics, { cycles, evicted }: CellTwin): string {
  const bucket = buckets.find(({ pass, reject, hold }) => pass + reject + hold > 0)?.from ?? from
  // A twin that still knows the first part knows better than the bucket.
  const inserted = Object.values(cycles).flatMap((cycle) => cycle.inserted?.at ?? [])
  const first = evicted.length === 0 ? inserted.toSorted()[0] : undefined
  return first !== undefined && first > bucket ? first : bucket
}
