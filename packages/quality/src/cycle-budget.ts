/** A cycle against its budget, phase by phase: what was planned, what happened. */

export interface PlannedPhase {
  readonly id: string
  readonly title: string
  readonly lane: string
  readonly budgetMs: number
}

export interface BegunPhase {
  readonly phase: string
  readonly at: string
}

export interface CycleObservation {
  readonly planned: readonly PlannedPhase[]
  readonly budgetMs: number
  /** When its first phase began. */
  readonly startedAt: string
  /** In the order in which they began. */
  readonly begun: readonly BegunPhase[]
  /** When the part arrived; absent while the cycle runs. */
  readonly endedAt?: string
  readonly nowMs: number
  /** Speed of the cell's clock: at 10, ten planned seconds pass in one. */
  readonly speed: number
}

export interface PhaseAgainstBudget extends PlannedPhase {
  /** Planned begin after the start, cell milliseconds. */
  readonly plannedFromMs: number
  /** What happened, cell milliseconds after the start; absent where the phase has not begun. */
  readonly fromMs?: number
  readonly tookMs?: number
  readonly state: 'ahead' | 'running' | 'done'
  /** How much longer than its budget it took, so far. */
  readonly overMs: number
}

export interface CycleAgainstBudget {
  readonly phases: readonly PhaseAgainstBudget[]
  readonly elapsedMs: number
  readonly budgetMs: number
  /** Sum of the phases' budgets; the rest of the cycle's budget is slack. */
  readonly plannedMs: number
  readonly remainingMs: number
  readonly over: boolean
}

/** All durations are in cell milliseconds, so that a cell that runs faster shows the same chart. */
export function cycleAgainstBudget(cycle: CycleObservation): CycleAgainstBudget {
  const started = Date.parse(cycle.startedAt)
  const since = (ms: number) => Math.max(0, (ms - started) * cycle.speed)
  const elapsedMs = since(cycle.endedAt === undefined ? cycle.nowMs : Date.parse(cycle.endedAt))
  const begun = cycle.begun.map(({ phase, at }) => ({ phase, fromMs: since(Date.parse(at)) }))
  let plannedFromMs = 0
  const phases = cycle.planned.map((planned): PhaseAgainstBudget => {
    const phase = { ...planned, plannedFromMs }
    plannedFromMs += planned.budgetMs
    const index = begun.findIndex((b) => b.phase === planned.id)
    const mine = begun[index]
    if (!mine) return { ...phase, state: 'ahead', overMs: 0 }
    const next = begun[index + 1]
    const tookMs = Math.max(0, (next?.fromMs ?? elapsedMs) - mine.fromMs)
    const state = next || cycle.endedAt !== undefined ? 'done' : 'running'
    return { ...phase, fromMs: mine.fromMs, tookMs, state, overMs: Math.max(0, tookMs - planned.budgetMs) }
  })
  return {
    phases,
    elapsedMs,
    budgetMs: cycle.budgetMs,
    plannedMs: plannedFromMs,
    remainingMs: Math.max(0, cycle.budgetMs - elapsedMs),
    over: elapsedMs > cycle.budgetMs,
  }
}
