import { useCell, useNow } from '../twin/hooks.ts'

/** The instant that the page shows, ms: now, the past instant chosen, or where news stopped when the connection broke. */
export function useShownNow(periodMs: number): number {
  const now = useNow(periodMs)
  const frozen = useCell(({ link, at }) => (link.state === 'lost' && at === undefined ? link.shownAt : undefined))
  return frozen ?? now
}
