/** Cycles of a shift against the budget: how they spread, and which phase ate what is beyond it. */
import { percentile } from '../percentile.ts'

export interface PlannedPhase {
  readonly id: string
  readonly title: string
  readonly lane: string
  readonly budgetMs: number
}

export interface TimedCycle {
  readonly beganMs: number
  /** When the part arrived; absent where it has not. */
  readonly endedMs?: number | undefined
  readonly phases: readonly { readonly phase: string; readonly atMs: number }[]
}

export interface CycleBudget {
  readonly budgetMs: number
  readonly phases: readonly PlannedPhase[]
  /** Speed of the cell's clock. */
  readonly speed: number
}

const BIN_MS = 15 * 60_000
const STEP_MS = 500

/** All durations in cell milliseconds. */
export function cycleTimes(cycles: readonly TimedCycle[], { budgetMs, phases, speed }: CycleBudget, fromMs: number) {
  const timed = cycles.flatMap(({ endedMs, ...cycle }) =>
    endedMs === undefined ? [] : [{ ...cycle, endedMs, tookMs: Math.max(0, (endedMs - cycle.beganMs) * speed) }],
  )
  const over = timed.filter(({ tookMs }) => tookMs > budgetMs)
  const took = timed.map(({ tookMs }) => tookMs)
  const at = (sample: readonly number[], share: number) => {
    const value = percentile(sample, share)
    return value === null ? null : Math.round(value)
  }
  return {
    measured: timed.length,
    p5Ms: at(took, 0.05),
    p50Ms: at(took, 0.5),
    p95Ms: at(took, 0.95),
    overBudget: over.length,
    overMs: Math.round(over.reduce((sum, { tookMs }) => sum + tookMs - budgetMs, 0)),
    overruns: phases
      .map(({ id, title, budgetMs: planned }) => {
        const excess = over
          .map((cycle) => (durationOf(cycle, id) ?? 0) * speed - planned)
          .filter((excessMs) => excessMs > planned * 0.1)
        return { phase: id, title, cycles: excess.length, overMs: Math.round(excess.reduce((a, b) => a + b, 0)) }
      })
      .filter(({ overMs }) => overMs > 0)
      .sort((a, b) => b.overMs - a.overMs),
    bins: binned(timed, ({ beganMs }) => Math.floor((beganMs - fromMs) / BIN_MS)).map(([n, some]) => {
      const sample = some.map(({ tookMs }) => tookMs)
      const [p5Ms, p50Ms, p95Ms] = [at(sample, 0.05)!, at(sample, 0.5)!, at(sample, 0.95)!]
      return { from: new Date(fromMs + n * BIN_MS).toISOString(), n: some.length, p5Ms, p50Ms, p95Ms }
    }),
    histogram: {
      stepMs: STEP_MS,
      bins: binned(timed, ({ tookMs }) => Math.floor(tookMs / STEP_MS)).map(([n, some]) => ({
        fromMs: n * STEP_MS,
        n: some.length,
      })),
    },
  }
}

function durationOf({ phases, endedMs }: TimedCycle, id: string): number | undefined {
  const begun = phases.find(({ phase }) => phase === id)
  if (!begun) return undefined
  const next = Math.min(
    ...phases.filter(({ atMs }) => atMs > begun.atMs).map(({ atMs }) => atMs),
    endedMs ?? begun.atMs,
  )
  return next - begun.atMs
}

function binned<T>(items: readonly T[], binOf: (item: T) => number): [number, T[]][] {
  const bins = new Map<number, T[]>()
  for (const item of items) {
    const bin = bins.get(binOf(item))
    if (bin) bin.push(item)
    else bins.set(binOf(item), [item])
  }
  return [...bins].sort(([a], [b]) => a - b)
}
