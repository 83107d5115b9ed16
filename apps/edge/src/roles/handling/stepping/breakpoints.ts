/** Breakpoints in force in the cell: kept by it, looked at with each part that was judged, server or no server. */
import {
  type CellDefinition,
  type DesiredItem,
  type EventData,
  MOST_BREAKPOINTS,
  type ResultSummary,
} from '@celltwin/contracts'
import {
  holds,
  type JudgedPart,
  NO_TALLY,
  parseCondition,
  type Tally,
  tallied,
  vocabularyOf,
} from '@celltwin/inspection/condition'
import type { RoleContext } from '../../../context.ts'
import { ofCycle } from '../hands.ts'
import type { CellRecord, Store } from '../record.ts'
import { finish } from '../requests.ts'

export interface Breakpoint {
  readonly breakpointId: string
  readonly condition: string
  readonly by: string
  /** Parts judged since it was set. */
  readonly tally: Tally
  /** The last cycle counted: each counts once. */
  readonly cycleNumber: number
}

type Target = DesiredItem['target']
type BreakpointTarget = Extract<Target, { kind: 'set-breakpoint' | 'remove-breakpoint' }>

export const isBreakpointRequest = (target: Target): target is BreakpointTarget =>
  target.kind === 'set-breakpoint' || target.kind === 'remove-breakpoint'

/** Why it cannot be set. Removing one that is not there is done already. */
export function flawOf(
  target: BreakpointTarget,
  cell: CellDefinition,
  inForce: readonly Breakpoint[],
): string | undefined {
  if (target.kind === 'remove-breakpoint') return undefined
  if (inForce.length >= MOST_BREAKPOINTS) return `the cell keeps ${MOST_BREAKPOINTS} breakpoints at most`
  const parsed = parseCondition(target.condition, vocabularyOf(cell))
  return parsed.ok ? undefined : `at character ${parsed.flaw.position + 1}: ${parsed.flaw.message}`
}

export async function serveBreakpoint(store: Store, id: string, target: BreakpointTarget): Promise<void> {
  const { breakpointId, by } = target
  const others = ({ breakpoints = [] }: CellRecord) => breakpoints.filter((each) => each.breakpointId !== breakpointId)
  if (target.kind === 'set-breakpoint') {
    const { condition } = target
    const fresh: Breakpoint = { breakpointId, condition, by, tally: NO_TALLY, cycleNumber: 0 }
    await store.tell('breakpoint-set', { breakpointId, condition, by }, (record) => ({
      ...record,
      breakpoints: [...others(record), fresh],
    }))
  } else if (store.record.breakpoints?.some((each) => each.breakpointId === breakpointId))
    await store.tell('breakpoint-removed', { breakpointId, by }, (record) => ({
      ...record,
      breakpoints: others(record),
    }))
  await store.tell('request-done', { requestId: id }, (record) => ({
    ...record,
    requests: finish(record.requests, id),
  }))
}

/** Cycles whose results are remembered until they are judged. */
const KEPT = 4

/** Looks at each judged part of production. The cell holds after the part at which a condition holds. */
export function watchBreakpoints(context: RoleContext, store: Store): void {
  const results = new Map<string, ResultSummary[]>()
  const names = vocabularyOf(context.cell)

  context.on('part-inspected', ({ data }) => {
    results.set(data.cycleId, [...(results.get(data.cycleId) ?? []), ...data.results])
    if (results.size > KEPT) results.delete(results.keys().next().value!)
  })
  context.on('part-judged', async ({ data }) => {
    if (data.challenge !== undefined || (store.record.breakpoints ?? []).length === 0) return
    const part = { verdict: data.verdict, results: results.get(data.cycleId) ?? [] }
    const counted = (each: Breakpoint) => (each.cycleNumber < data.cycleNumber ? count(each, part, data) : each)
    const hit = store.record
      .breakpoints!.filter((each) => each.cycleNumber < data.cycleNumber)
      .find((each) => {
        const parsed = parseCondition(each.condition, names)
        return parsed.ok && holds(parsed.condition, part, tallied(each.tally, part))
      })
    const change = (record: CellRecord): CellRecord => ({
      ...record,
      breakpoints: (record.breakpoints ?? []).map(counted),
    })
    if (!hit) return store.keep(change)
    const { breakpointId, condition } = hit
    await store.tell('breakpoint-hit', { ...ofCycle(data), breakpointId, condition }, (record) => ({
      ...change(record),
      paused: true,
      pausedBy: `breakpoint at ${data.serial}: ${condition}`,
    }))
  })
}

const count = (each: Breakpoint, part: JudgedPart, { cycleNumber }: EventData<'part-judged'>): Breakpoint => ({
  ...each,
  tally: tallied(each.tally, part),
  cycleNumber,
})
