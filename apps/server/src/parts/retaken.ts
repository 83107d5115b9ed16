/** Evidence that people asked for after the verdict, with what the modules made of it. Beside the cycle's own, never in it. */
import type { JournalEntry, PassportCycle, RetakenEvidence, StepTarget } from '@celltwin/contracts'

/** Oldest first; a step whose module took nothing has its reason. */
export function retakenOf(entries: readonly JournalEntry[], refs: PassportCycle['evidence']): RetakenEvidence[] {
  const steps = new Map<string, { step: StepTarget; angleDeg: number; rpm: number }>()
  const retaken = new Map<string, RetakenEvidence>()
  for (const { event } of entries) {
    if (event.type === 'step-started') {
      const { requestId, step, angleDeg, rpm } = event.data
      steps.set(requestId, { step, angleDeg, rpm })
    } else if (event.type === 'evidence-captured' && event.data.requestId !== undefined) {
      const { requestId, module, evidence } = event.data
      const hashes = new Set(evidence.map(({ sha256 }) => sha256))
      const step = steps.get(requestId)
      retaken.set(requestId, {
        requestId,
        at: event.occurredAt,
        module,
        kind: step?.step.kind ?? 'retake-image',
        angleDeg: step?.angleDeg ?? 0,
        rpm: step?.rpm ?? 0,
        evidence: refs.filter(({ sha256 }) => hashes.has(sha256)),
        results: retaken.get(requestId)?.results ?? [],
      })
    } else if (event.type === 'step-inspected') {
      const found = retaken.get(event.data.requestId)
      if (found) retaken.set(found.requestId, { ...found, results: event.data.results })
    }
  }
  return [...retaken.values()].sort((a, b) => (a.at < b.at ? -1 : 1))
}
