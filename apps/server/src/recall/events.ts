/** What a search comes to, as events of the server. */
import type { OwnEvent } from '../ingest/own-event.ts'
import type { RecalledPart } from './search.ts'

/** Parts in one event: what a browser takes at once without a pause. */
const PARTS_IN_EVENT = 1_000

export function* findingsOf(
  recallId: string,
  parts: readonly RecalledPart[],
  containers: readonly string[],
  { late, simulated }: { readonly late: boolean; readonly simulated: boolean },
): Generator<OwnEvent> {
  for (let at = 0; at < parts.length; at += PARTS_IN_EVENT)
    yield {
      type: 'recall-parts-found',
      simulated,
      data: { recallId, parts: parts.slice(at, at + PARTS_IN_EVENT), late },
    }
  for (const container of containers)
    yield { type: 'container-blocked', simulated, data: { recallId, container, late } }
}
