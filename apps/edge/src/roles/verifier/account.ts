/**
 * What each inserted part owes, and what became of it. Pure: a ledger and a fact give the next ledger and at most one
 * event to tell, so that both can be written to disk together.
 *
 * Silence is data: what has not come by its deadline is missing, and a part that lacks anything is held. Time is the
 * verifier's own, from the moment it hears of the part: no other source's clock can make evidence late, or good.
 */
import type { CellDefinition, EventData, EventOf, EventType, Recipe, RecipeRef } from '@celltwin/contracts'
import { ofCycle } from '../of-cycle.ts'
import { isRefused, type Shown } from './challenged.ts'
import { judgeAccount } from './judgement.ts'

/** What one module owes of one part. */
export interface Debt {
  readonly dueAt: string
  readonly state: 'owed' | 'inspected' | 'failed' | 'unreadable' | 'missing' | 'late'
  /** The event that settled it. The broker may deliver it twice, which is no second answer. */
  readonly eventId?: string
  readonly reason?: string
  readonly results?: readonly Shown[]
  /** More than one answer came. */
  readonly twice?: true
}

export interface Account {
  readonly part: Pick<EventData<'part-inserted'>, 'cycleId' | 'serial' | 'cycleNumber' | 'challenge'>
  /** When the verifier heard of it. */
  readonly insertedAt: string
  /** From then on the part may only be held. */
  readonly judgeBy: string
  readonly recipe: RecipeRef
  readonly provisional?: string
  readonly judged: boolean
  readonly debts: Readonly<Record<string, Debt>>
}

/** Accounts, oldest first: those open, and the last ones judged, so that nothing is judged twice. */
export type Ledger = readonly Account[]

export type Tell = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType]

export interface Step {
  readonly ledger: Ledger
  readonly tell?: Tell
}

export interface Rules {
  readonly cell: CellDefinition
  /** Undefined: one that the verifier does not have. */
  recipeOf(ref: RecipeRef): Recipe | undefined
  /** When `physicalMs` after `from` is due: divided by the clock's speed, plus an allowance that is not. */
  deadline(from: Date, physicalMs: number, allowanceMs: number): Date
  /** An instant of the verifier's own time as the stamps of its events tell it. */
  stamped(at: Date): Date
}

/** Judged accounts remembered for evidence that still comes. */
const JUDGED_KEPT = 32

/** Longest allowance for computing and transport of any module. */
export const allowanceOf = (cell: CellDefinition): number =>
  Math.max(0, ...Object.values(cell.modules).map((module) => module.computeAllowanceMs))

/** Opens the account of a part. A cycle that has one keeps it. */
export function open(ledger: Ledger, event: EventOf<'part-inserted'>, now: Date, rules: Rules): Step {
  const { cycleId, recipe, provisional } = event.data
  if (ledger.some(({ part }) => part.cycleId === cycleId)) return { ledger }
  const modules = Object.entries(rules.cell.modules)
  const lastDueMs = Math.max(0, ...modules.map(([, module]) => module.dueMs))
  const account: Account = {
    part: ofCycle(event.data),
    insertedAt: now.toISOString(),
    judgeBy: rules.deadline(now, lastDueMs + rules.cell.judgeByMs, allowanceOf(rules.cell)).toISOString(),
    recipe,
    ...(provisional === undefined ? {} : { provisional }),
    judged: false,
    debts: Object.fromEntries(
      modules.map(([name, { dueMs, computeAllowanceMs }]): [string, Debt] => [
        name,
        { dueAt: rules.deadline(now, dueMs, computeAllowanceMs).toISOString(), state: 'owed' },
      ]),
    ),
  }
  return { ledger: forget([...ledger, account]) }
}

function forget(ledger: Ledger): Ledger {
  const judged = ledger.filter((account) => account.judged)
  const tooOld = new Set(judged.slice(0, -JUDGED_KEPT))
  return ledger.filter((account) => !tooOld.has(account))
}

/** Takes in what a module says of a part: its results, or that it has none. */
export function answer(ledger: Ledger, event: EventOf<'part-inspected' | 'inspection-failed'>, now: Date): Step {
  const { module, cycleId, serial, cycleNumber } = event.data
  const account = ledger.find(({ part }) => part.cycleId === cycleId)
  const debt = account && Object.hasOwn(account.debts, module) ? account.debts[module] : undefined
  // Nobody answers for another module, nor for another part: such a debt stays owed.
  if (!account || !debt || event.source !== module) return { ledger }
  if (serial !== account.part.serial || cycleNumber !== account.part.cycleNumber) return { ledger }
  if (debt.eventId === event.id) return { ledger }

  if (debt.state === 'owed')
    return { ledger: settle(ledger, account, module, { ...debt, ...settled(event), eventId: event.id }) }
  if (debt.state === 'missing') {
    if (event.type === 'inspection-failed') return { ledger }
    const { dueAt } = debt
    const lateMs = now.getTime() - Date.parse(dueAt)
    return {
      ledger: settle(ledger, account, module, { ...debt, state: 'late', eventId: event.id }),
      tell: { type: 'evidence-late', data: { ...account.part, module, dueAt, lateMs } },
    }
  }
  return {
    ledger: settle(ledger, account, module, { ...debt, twice: true, eventId: event.id }),
    tell: { type: 'evidence-duplicate', data: { ...account.part, module } },
  }
}

function settled(event: EventOf<'part-inspected' | 'inspection-failed'>): Pick<Debt, 'state' | 'reason' | 'results'> {
  if (event.type === 'inspection-failed') return { state: 'failed', reason: event.data.reason }
  const results = event.data.results.map((result): Shown => {
    const { characteristic, value, uncertainty, unit, reason, impededBy } = result
    return {
      ...{ characteristic, value, uncertainty, unit },
      ...(reason === undefined ? {} : { reason }),
      ...(impededBy === undefined ? {} : { impededBy }),
      ...(isRefused(result) ? { refused: true } : {}),
    }
  })
  return { state: 'inspected', results }
}

/** Takes in that an answer could not be read. It was the answer on the oldest part that the module still owes. */
export function unreadable(ledger: Ledger, flaw: { source: string; type: string; reason: string }): Step {
  const { source: module, type, reason } = flaw
  const isAnswer = type === 'part-inspected' || type === 'inspection-failed'
  const account = ledger.find(({ judged, debts }) => isAnswer && !judged && debts[module]?.state === 'owed')
  const tell: Tell = { type: 'evidence-unreadable', data: { module, reason, ...account?.part } }
  if (!account) return { ledger, tell }
  return { ledger: settle(ledger, account, module, { ...account.debts[module]!, state: 'unreadable', reason }), tell }
}

/** The next thing that is due by now: a debt that has become missing, or a part that can be judged. */
export function next(ledger: Ledger, now: Date, rules: Rules): Step | undefined {
  for (const account of ledger) {
    if (account.judged) continue
    const debts = Object.entries(account.debts)
    const overdue = debts.find(([, { state, dueAt }]) => state === 'owed' && now.getTime() > Date.parse(dueAt))
    if (overdue) {
      const [module, debt] = overdue
      return {
        ledger: settle(ledger, account, module, { ...debt, state: 'missing' }),
        tell: { type: 'evidence-missing', data: { ...account.part, module, dueAt: debt.dueAt } },
      }
    }
    if (debts.some(([, { state }]) => state === 'owed')) continue
    const tell: Tell = { type: 'part-judged', data: judgeAccount(account, now, rules) }
    const closed: Account = {
      ...account,
      judged: true,
      debts: Object.fromEntries(debts.map(([name, { results: _, ...debt }]) => [name, debt])),
    }
    return { ledger: replace(ledger, closed), tell }
  }
  return undefined
}

/** Instants at which something may become due for an account. */
export const deadlinesOf = (account: Account): number[] =>
  [...new Set(Object.values(account.debts).map(({ dueAt }) => Date.parse(dueAt)))].sort((a, b) => a - b)

const settle = (ledger: Ledger, account: Account, module: string, debt: Debt): Ledger =>
  replace(ledger, { ...account, debts: { ...account.debts, [module]: debt } })

const replace = (ledger: Ledger, account: Account): Ledger =>
  ledger.map((known) => (known.part.cycleId === account.part.cycleId ? account : known))
