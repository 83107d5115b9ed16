/** Challenge parts: whether they are due, which one is next, and what a run comes to. Pure. */
import type {
  CellDefinition,
  ChallengeFinding,
  ChallengeOutcome,
  ChallengePart,
  ChallengeRequired,
} from '@celltwin/contracts'

/** A run in progress. */
export interface ChallengeRun {
  readonly runId: string
  /** Last cycle of production before it. */
  readonly afterCycle: number
  /** Parts that gave their expected result. */
  readonly done: readonly string[]
  /** What the last part put back has shown. */
  readonly last?: ChallengeOutcome & { readonly challenge: string }
  /** The part that showed nothing and gets its second chance. */
  readonly repeating?: string
}

export interface ChallengeLedger {
  /** As a person set it; absent: as the cell file says. */
  readonly required?: ChallengeRequired
  readonly passed?: { readonly at: string; readonly cycleNumber: number; readonly recipeHash: string }
  readonly failed?: string
  /** When a stop was last reset at the cell. */
  readonly repairedAt?: string
  readonly run?: ChallengeRun
  readonly uses: Readonly<Record<string, number>>
}

export const NO_CHALLENGE: ChallengeLedger = { uses: {} }

export interface Circumstances {
  readonly cell: Pick<CellDefinition, 'challenge'>
  readonly recipeHash: string
  readonly now: Date
}

const HOUR_MS = 3_600_000
const minute = (instant: string) => `${instant.slice(0, 16).replace('T', ' ')} UTC`

/** Why AUTO must wait for the challenge parts; undefined where it need not. */
export function challengeDue(ledger: ChallengeLedger, { cell, recipeHash, now }: Circumstances): string | undefined {
  const { challenge } = cell
  if (!challenge) return undefined
  if (ledger.failed !== undefined) return `challenge failed: ${ledger.failed}`
  if ((ledger.required ?? challenge.required) === 'on-request') return undefined
  const { passed, repairedAt, run } = ledger
  const progress = `${run?.done.length ?? 0} of ${challenge.parts.length} done`
  if (!passed) return `challenge parts never run in this cell: ${progress}`
  const since = minute(passed.at)
  if (passed.recipeHash !== recipeHash)
    return `challenge parts not run since the changeover, only ${since}: ${progress}`
  if (repairedAt !== undefined && repairedAt > passed.at)
    return `challenge parts not run since the reset at ${minute(repairedAt)}: ${progress}`
  const over = now.getTime() - Date.parse(passed.at) > challenge.validForHours * HOUR_MS
  return over ? `challenge parts not run since ${since}: ${progress}` : undefined
}

/** Why the set cannot run: a part that expired or is worn proves nothing. */
export function unfit(ledger: ChallengeLedger, { cell, now }: Pick<Circumstances, 'cell' | 'now'>): string | undefined {
  if (!cell.challenge) return 'the cell file has no challenge parts'
  for (const { id, expiresAt, uses } of cell.challenge.parts) {
    if (expiresAt <= now.toISOString()) return `challenge part ${id} expired on ${minute(expiresAt)}`
    if ((ledger.uses[id] ?? 0) >= uses) return `challenge part ${id} is worn: inserted ${uses} times`
  }
  return undefined
}

export const nextPart = ({ done }: ChallengeRun, cell: Pick<CellDefinition, 'challenge'>): ChallengePart | undefined =>
  cell.challenge?.parts.find(({ id }) => !done.includes(id))

/** The run after a part was put back. A part that showed nothing has a second chance. */
export function afterPart(run: ChallengeRun, challenge: string, outcome: ChallengeOutcome): ChallengeRun {
  const { repeating: _, ...rest } = run
  const last = { ...outcome, challenge }
  if (outcome.outcome === 'as-expected') return { ...rest, last, done: [...run.done, challenge] }
  if (outcome.outcome === 'failed' || run.repeating === challenge) return { ...rest, last }
  return { ...rest, repeating: challenge }
}

export type RunEnd =
  | { readonly as: 'passed' }
  | {
      readonly as: 'failed'
      readonly challenge: string
      readonly findings: ChallengeFinding[]
      readonly reason: string
    }
  | { readonly as: 'incomplete'; readonly challenge: string; readonly reason: string }

/** What the run has come to; undefined while it goes on. */
export function endOf({ last, ...run }: ChallengeRun, cell: Pick<CellDefinition, 'challenge'>): RunEnd | undefined {
  if (last && last.outcome !== 'as-expected') {
    const { challenge, outcome, findings } = last
    if (outcome === 'inconclusive')
      return { as: 'incomplete', challenge, reason: `${challenge} was not inspected whole, twice` }
    const wrong = findings.filter(({ expected, found }) => (expected === 'pass') === found.includes('fail'))
    const names = wrong.map(({ characteristic }) => characteristic).join(', ')
    const how = wrong[0]?.expected === 'fail' ? 'passed' : 'failed'
    return { as: 'failed', challenge, findings: wrong, reason: `${challenge} ${how} ${names}` }
  }
  return nextPart(run, cell) ? undefined : { as: 'passed' }
}
