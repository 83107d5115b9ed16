/** The running cycle as bars on one time axis, in physical seconds since its beginning. Pure. */
import type { CellDefinition, CellTwin, CycleTwin } from '@celltwin/contracts'
import { startOf } from './scene/shown.ts'

export interface Bar {
  readonly from: number
  readonly to: number
  readonly kind: 'done' | 'planned' | 'analysed' | 'to-analyse'
  readonly label?: string
}

export interface Lane {
  readonly id: string
  readonly bars: readonly Bar[]
  /** When its results are owed. */
  readonly due?: number
}

export interface CycleChart {
  readonly lanes: readonly Lane[]
  /** Seconds since the cycle began; it stands still once the part has arrived. */
  readonly now: number
  readonly done: boolean
  readonly plannedEnd: number
  readonly budget: number
  readonly takt: number | undefined
  /** Length of the axis. */
  readonly span: number
  readonly verdictAt: number | undefined
}

export const laneIds = (definition: CellDefinition): string[] => [
  ...new Set([
    'handling',
    ...Object.keys(definition.modules),
    'verifier',
    ...definition.cycle.phases.map((p) => p.lane),
  ]),
]

/** Time from capture to results that this module took of late, ms; the middle of the last cycles. */
export function typicalAnalysisMs(twin: CellTwin, module: string): number | undefined {
  const taken: number[] = []
  for (const { modules } of Object.values(twin.cycles)) {
    const { captured, inspected } = modules[module] ?? {}
    if (captured && inspected) taken.push(Math.max(0, Date.parse(inspected.at) - Date.parse(captured.at)))
  }
  return taken.sort((a, b) => a - b)[Math.floor(taken.length / 2)]
}

export function cycleChart(
  definition: CellDefinition,
  twin: CellTwin | undefined,
  cycle: CycleTwin | undefined,
  nowMs: number,
  speed: number,
): CycleChart {
  const began = cycle && startOf(cycle)
  const since = (at: string) => (began === undefined ? 0 : ((Date.parse(at) - began) * speed) / 1000)
  const done = cycle?.arrived !== undefined
  const endedAt = cycle?.arrived?.at
  const now = began === undefined ? 0 : endedAt ? since(endedAt) : Math.max(0, ((nowMs - began) * speed) / 1000)

  const bars = new Map<string, Bar[]>(laneIds(definition).map((id) => [id, []]))
  const put = (lane: string, bar: Bar) => {
    if (bar.to > bar.from) bars.get(lane)?.push(bar)
  }
  let cursor = 0
  definition.cycle.phases.forEach(({ id, title, lane, budgetMs, onRequest }, i) => {
    const budget = budgetMs / 1000
    const actual = cycle?.phases.find((phase) => phase.phase === id)
    if (!actual && onRequest) return
    if (!actual) {
      // What has not begun cannot begin before now.
      const from = Math.max(cursor, done ? cursor : now)
      if (!done) put(lane, { from, to: from + budget, kind: 'planned', label: title })
      cursor = from + budget
      return
    }
    const from = since(actual.at)
    const next = cycle?.phases.find((phase) => definition.cycle.phases.findIndex((p) => p.id === phase.phase) > i)
    const to = next ? since(next.at) : done ? now : undefined
    if (to !== undefined) put(lane, { from, to, kind: 'done', label: title })
    else {
      const end = Math.max(from + budget, now)
      // The name stands in the longer of the two pieces.
      const label = (here: boolean) => (here ? { label: title } : {})
      put(lane, { from, to: now, kind: 'done', ...label(now - from >= end - now) })
      put(lane, { from: now, to: end, kind: 'planned', ...label(now - from < end - now) })
    }
    cursor = to ?? Math.max(from + budget, now)
  })

  const lanes = [...bars].map(([id, list]): Lane => {
    const module = definition.modules[id]
    if (!module) return { id, bars: list }
    const { captured, inspected } = cycle?.modules[id] ?? {}
    const taken = list.at(-1)?.to
    const from = captured ? since(captured.at) : taken
    if (inspected && from !== undefined) list.push({ from, to: since(inspected.at), kind: 'analysed' })
    else if (from !== undefined && !done) {
      const typical = twin && typicalAnalysisMs(twin, id)
      const to = from + ((typical ?? 500) * speed) / 1000
      list.push({ from, to: Math.max(to, captured ? now : to), kind: 'to-analyse' })
      if (captured) list.push({ from, to: now, kind: 'analysed' })
    }
    const due =
      cycle?.inserted && !inspected
        ? since(cycle.inserted.at) + (module.dueMs + module.computeAllowanceMs * speed) / 1000
        : undefined
    return { id, bars: list, ...(due === undefined ? {} : { due }) }
  })

  const { budgetMs, taktMs } = definition.cycle
  const budget = budgetMs / 1000
  const takt = taktMs === undefined ? undefined : taktMs / 1000
  return {
    lanes,
    now,
    done,
    plannedEnd: cursor,
    budget,
    takt,
    span: Math.max(budget, takt ?? 0, Math.min(cursor, 2 * budget)) * 1.04,
    verdictAt: cycle?.verdict ? since(cycle.verdict.at) : undefined,
  }
}
