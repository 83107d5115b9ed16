/** How a twin in the page keeps step with the journal. Delivery is at most once; positions tell what is missing. */
import type { CellTwin, JournalEntry } from '@celltwin/contracts'
import { fold } from '@celltwin/twin'

export interface Followed {
  readonly twin: CellTwin
  readonly outcome: 'followed' | 'already-seen' | 'gap'
  /** The entries that were new and were folded in. */
  readonly applied: readonly JournalEntry[]
}

/** Folds contiguous entries into the twin; what it has seen is skipped, and before a hole it stops. */
export function follow(twin: CellTwin, entries: readonly JournalEntry[]): Followed {
  const applied: JournalEntry[] = []
  let position = twin.position
  for (const entry of entries) {
    if (entry.position <= position) continue
    if (entry.position !== position + 1) return { twin: fold(twin, applied), outcome: 'gap', applied }
    applied.push(entry)
    position = entry.position
  }
  if (applied.length === 0) return { twin, outcome: 'already-seen', applied }
  return { twin: fold(twin, applied), outcome: 'followed', applied }
}
