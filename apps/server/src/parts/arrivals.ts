/** How late what a passport shows came, by the entries that told it. So it is known of old journals as well. */
import type { CellTwin, JournalEntry } from '@celltwin/contracts'
import { cameLateBy, lateBy } from '@celltwin/twin'

export type CameLate = { readonly cameLateMs?: number }

/** Without a field where it came in time, or is not told of. */
export interface Arrivals {
  results(module: string): CameLate
  evidence(sha256: string): CameLate
  verdict(): { readonly verdictCameLateMs?: number }
}

/** The first telling counts of results and evidence, the last of the verdict: as the projections have it. */
export function arrivalsOf(entries: readonly JournalEntry[], twin: CellTwin): Arrivals {
  const lateness = (entry: JournalEntry | undefined): number | undefined => {
    if (!entry) return undefined
    const { occurredAt: at, source } = entry.event
    const lateByMs = lateBy(at, entry.recordedAt)
    return lateByMs === undefined ? undefined : cameLateBy(twin, source, { at, lateByMs })
  }
  const came = (entry: JournalEntry | undefined): CameLate => {
    const cameLateMs = lateness(entry)
    return cameLateMs === undefined ? {} : { cameLateMs }
  }
  return {
    results: (module) =>
      came(entries.find(({ event }) => event.type === 'part-inspected' && event.data.module === module)),
    evidence: (sha256) =>
      came(
        entries.find(
          ({ event }) =>
            (event.type === 'evidence-captured' || event.type === 'part-inspected') &&
            event.data.evidence.some((ref) => ref.sha256 === sha256),
        ),
      ),
    verdict: () => {
      const verdictCameLateMs = lateness(entries.findLast(({ event }) => event.type === 'part-judged'))
      return verdictCameLateMs === undefined ? {} : { verdictCameLateMs }
    },
  }
}
