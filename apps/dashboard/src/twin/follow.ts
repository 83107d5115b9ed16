/** How a twin in the page keeps step with the journal. Delivery is at most once; positions tell what is missing. */
import type { CellTwin, JournalEntry } from '@celltwin/contracts'
import { evolve } from '@celltwin/twin'

export interface Followed {
  readonly twin: CellTwin
  readonly outcome: 'followed' | 'already-seen' | 'gap'
  /** The entries that were new and were folded in. */
  readonly applied: readonly JournalEntry[]
}

/** Folds contiguous entries into the twin; what it has seen is skipped, and before a hole it stops. */
export function follow(twin: CellTwin, entries: readonly JournalEntry[]): Followed {
  const applied: JournalEntry[] = []
  let next = twin
  for (const entry of entries) {
    if (entry.position <= next.position) continue
    if (entry.position !== next.position + 1) return { twin: next, outcome: 'gap', applied }
    next = evolve(next, entry)
    applied.push(entry)
  }
  return { twin: next, outcome: applied.length > 0 ? 'followed' : 'already-seen', applied }
}
