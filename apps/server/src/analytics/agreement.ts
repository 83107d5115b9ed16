/** What people found of what the machine said. Says nothing of persons: it is the machine that is held against them all. */
import type { Agreement } from '@celltwin/contracts'
import { wilson } from '@celltwin/quality'
import type pg from 'pg'
import { readLooks } from '../second-review/looks.ts'
import { agreementOf } from '../second-review/summary.ts'
import type { Window } from './window.ts'

const PERIODS = 14

interface Counted {
  readonly period: number
  readonly verdict: 'pass' | 'reject' | 'hold'
  readonly finding: 'conforming' | 'nonconforming'
  readonly count: number
}

/** Decisions in force that were made in the window, in equal periods; one of each cycle, the last. */
export async function readAgreement(pool: pg.Pool, { cellId, from, to }: Window, timeZone: string): Promise<Agreement> {
  const { rows } = await pool.query<Counted>(
    `with decided as (
       select distinct on (r.cycle_id) r.cycle_id, r.at, r.review ->> 'finding' as finding, c.verdict
       from review r join part_cycle c on c.cycle_id = r.cycle_id
       where r.cell_id = $1 and r.at >= $2 and r.at < $3 and r.undone_at is null and c.challenge is null
         and c.verdict is not null
       order by r.cycle_id, r.position desc
     )
     select floor(extract(epoch from at - $2::timestamptz) / extract(epoch from $3::timestamptz - $2::timestamptz) * ${PERIODS})::int as period,
            verdict, finding, count(*) as count
     from decided group by 1, 2, 3`,
    [cellId, from, to],
  )
  const [startMs, endMs] = [Date.parse(from), Date.parse(to)]
  const instant = (n: number) => new Date(startMs + ((endMs - startMs) * n) / PERIODS).toISOString()
  const { rejected, passed } = tally(rows)
  return {
    ...{ from, to },
    periods: Array.from({ length: PERIODS }, (_, n) => ({
      from: instant(n),
      to: instant(n + 1),
      ...tally(rows.filter(({ period }) => period === n)),
    })),
    overturned: shareOf(rejected.conforming, rejected.conforming + rejected.nonconforming),
    escaped: shareOf(passed.nonconforming, passed.conforming + passed.nonconforming),
    // As the second review has it: of all parts judged in the window, not of those that somebody chose to look at.
    kappa: agreementOf(await readLooks(pool, { cellId, from, to, timeZone })).kappa,
  }
}

function tally(rows: readonly Counted[]) {
  const of = (verdict: Counted['verdict'], finding: Counted['finding']) =>
    rows.reduce((sum, row) => sum + (row.verdict === verdict && row.finding === finding ? row.count : 0), 0)
  const both = (verdict: Counted['verdict']) => ({
    conforming: of(verdict, 'conforming'),
    nonconforming: of(verdict, 'nonconforming'),
  })
  return { rejected: both('reject'), held: both('hold'), passed: both('pass') }
}

function shareOf(count: number, of: number): Agreement['overturned'] {
  const share = wilson(count, of)
  return share && { count, of, lower: share.lower, upper: share.upper }
}
