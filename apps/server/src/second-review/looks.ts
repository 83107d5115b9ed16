/** What was judged and what was looked at again, counted by week; the only place with its SQL. */
import type { FoundEscape } from '@celltwin/contracts'
import type pg from 'pg'
import { NEAR } from './draw.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

export interface LookWindow {
  readonly cellId: number
  readonly from: string
  readonly to: string
  /** In which weeks begin on Monday. */
  readonly timeZone: string
  /** Last journal position that counts; all where absent. */
  readonly knownAt?: number | undefined
}

interface Group {
  /** Monday, as the plant's wall has it: `2026-11-16`. */
  readonly week: string
  readonly verdict: 'pass' | 'reject'
  /** Passed with a value near a limit. */
  readonly near: boolean
  /** That decided a reject. */
  readonly characteristic: string | null
  readonly count: number
}
export type JudgedGroup = Group

export interface LookedGroup extends Group {
  readonly second: 'conforming' | 'nonconforming' | 'unclear' | null
  readonly secondDefect: string | null
  /** Of a person who knew the verdict. */
  readonly review: 'conforming' | 'nonconforming' | null
  readonly reviewDefect: string | null
  /** Pulled as drawn and measured again; null where not. */
  readonly remeasured: 'conforming' | 'nonconforming' | null
}

const GROUP = `
  to_char(date_trunc('week', c.judged_at at time zone $4), 'YYYY-MM-DD') as week, c.verdict,
  c.verdict = 'pass' and ${NEAR} as near,
  case when c.verdict = 'reject' then c.reasons -> 0 ->> 'characteristic' end as characteristic`
const JUDGED = `
  c.cell_id = $1 and c.judged_at >= $2 and c.judged_at < $3 and c.challenge is null and c.verdict in ('pass', 'reject')`

const POPULATION = `select ${GROUP}, count(*)::int as count from part_cycle c where ${JUDGED} group by 1, 2, 3, 4`

/** The last word on each cycle, of each kind. */
const LOOKED = `
  with second as (
    select distinct on (cycle_id) cycle_id, finding, defect from second_review
    where cell_id = $1 and at >= $2 and position <= $5 order by cycle_id, position desc
  ), decided as (
    select distinct on (cycle_id) cycle_id, review ->> 'finding' as finding, review ->> 'defect' as defect from review
    where cell_id = $1 and at >= $2 and undone_at is null and position <= $5 order by cycle_id, position desc
  ), value as (
    select distinct on (r.cycle_id, r.characteristic) r.cycle_id, r.conforming from remeasurement r
      join pulled_part p on p.cycle_id = r.cycle_id and p.because = 'plan'
    where r.cell_id = $1 and r.at >= $2 and r.position <= $5 order by r.cycle_id, r.characteristic, r.position desc
  ), measured as (
    select cycle_id, case when bool_and(conforming) then 'conforming' else 'nonconforming' end as finding
    from value group by 1
  )
  select ${GROUP}, s.finding as second, s.defect as "secondDefect", d.finding as review, d.defect as "reviewDefect",
         m.finding as remeasured, count(*)::int as count
  from (select cycle_id from second union select cycle_id from decided union select cycle_id from measured) looked
    join part_cycle c using (cycle_id)
    left join second s using (cycle_id) left join decided d using (cycle_id) left join measured m using (cycle_id)
  where ${JUDGED} group by 1, 2, 3, 4, 5, 6, 7, 8, 9`

export interface Looks {
  readonly judged: readonly JudgedGroup[]
  readonly looked: readonly LookedGroup[]
}

export async function readLooks(db: Queryable, { cellId, from, to, timeZone, knownAt }: LookWindow): Promise<Looks> {
  const window = [cellId, from, to, timeZone]
  const { rows: judged } = await db.query<JudgedGroup>(POPULATION, window)
  const { rows: looked } = await db.query<LookedGroup>(LOOKED, [...window, knownAt ?? Number.MAX_SAFE_INTEGER])
  return { judged, looked }
}

export interface PairedValue {
  readonly characteristic: string
  readonly gauge: string
  readonly inline: number
  readonly offline: number
  readonly sameConformance: boolean
}

/** In-line and off-line values of the same cycle, the last of each. */
const PAIRS = `
  with last as (
    select distinct on (cycle_id, characteristic) * from remeasurement
    where cell_id = $1 and at >= $2 and at < $3 order by cycle_id, characteristic, position desc
  )
  select l.characteristic, l.gauge, m.value as inline, l.value as offline,
         (m.conformance not in ('fail', 'conditional-fail')) = l.conforming as "sameConformance"
  from last l join measurement m using (cycle_id, characteristic) where m.value is not null`

export const readPairs = async (db: Queryable, { cellId, from, to }: LookWindow): Promise<PairedValue[]> =>
  (await db.query<PairedValue>(PAIRS, [cellId, from, to])).rows

const FOUND = `
  with last as (
    select distinct on (cycle_id) cycle_id, at, finding, defect from second_review
    where cell_id = $1 and at >= $2 and at < $3 order by cycle_id, position desc
  ), value as (
    select distinct on (cycle_id, characteristic) cycle_id, at, characteristic, conforming from remeasurement
    where cell_id = $1 and at >= $2 and at < $3 order by cycle_id, characteristic, position desc
  ), found as (
    select cycle_id, at, 'second-review' as how, defect from last where finding = 'nonconforming'
    union all
    select cycle_id, max(at), 'remeasurement', string_agg(characteristic, ', ' order by characteristic)
    from value where not conforming group by 1
  )
  select c.serial, f.cycle_id as "cycleId", c.judged_at as "passedAt", f.at as "foundAt", f.how, f.defect, p.container
  from found f join part_cycle c using (cycle_id) left join packing p using (cycle_id)
  where c.verdict = 'pass' and c.challenge is null order by f.at desc limit 100`

/** Newest first. */
export const readFound = async (
  db: Queryable,
  { cellId, from, to }: Omit<LookWindow, 'timeZone'>,
): Promise<FoundEscape[]> => (await db.query<FoundEscape>(FOUND, [cellId, from, to])).rows
