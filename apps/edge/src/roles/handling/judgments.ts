/** The verifier's judgments as they come, until the cycle asks. */
import type { Judgment } from './cycle.ts'
import { createBell } from './hands.ts'

export interface Judgments {
  /** The first judgment of a cycle; a second one changes nothing. */
  of(cycleId: string): Judgment | undefined
  /** Resolves when another one has come. */
  came(): Promise<void>
  take(judgment: Judgment): void
}

/** Judgments that nobody asked for any more are forgotten. */
const KEPT = 8

export function createJudgments(): Judgments {
  const byCycle = new Map<string, Judgment>()
  const bell = createBell()
  return {
    of: (cycleId) => byCycle.get(cycleId),
    came: bell.heard,
    take(judgment) {
      if (byCycle.has(judgment.cycleId)) return
      byCycle.set(judgment.cycleId, judgment)
      if (byCycle.size > KEPT) byCycle.delete(byCycle.keys().next().value!)
      bell.ring()
    },
  }
}
