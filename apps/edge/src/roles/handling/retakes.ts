/** Phases that modules asked for in a cycle, because what they took cannot be inspected. */
import type { EventData } from '@celltwin/contracts'

export interface Retakes {
  asked(cycleId: string, phase: string): boolean
  take(request: EventData<'retake-requested'>): void
}

/** Only the newest few cycles matter. */
const KEPT = 8

export function createRetakes(): Retakes {
  const asked = new Set<string>()
  const key = (cycleId: string, phase: string) => `${cycleId} ${phase}`
  return {
    asked: (cycleId, phase) => asked.has(key(cycleId, phase)),
    take({ cycleId, phase }) {
      asked.add(key(cycleId, phase))
      if (asked.size > KEPT) asked.delete(asked.values().next().value!)
    },
  }
}
