/** The next part for a person who is not to know what the machine said of it. */
import { type BlindPart, HEAT_MAP, type NextSecondReview, type SecondReviewPlan } from '@celltwin/contracts'
import type pg from 'pg'
import type { LiveCell } from '../twins/cells.ts'
import { drawnInSql, NEAR, ratesOf } from './draw.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

/** What is older is let be: its part has long left, and its evidence goes first. */
const LOOK_BACK = "interval '7 days'"

/** Drawn cycles. A heat map shows where the machine looked, so it is no evidence here. */
export const DRAWN = `
  select c.cycle_id, c.serial, c.cycle_number, c.simulated, c.inserted ->> 'partType' as part_type
  from part_cycle c
  where c.cell_id = $1 and c.judged_at >= now() - ${LOOK_BACK} and c.challenge is null
    and ${drawnInSql('$2::text')} < greatest($3::float8, $4::float8, $5::float8)
    and ${drawnInSql('$2::text')} < case
      when c.verdict = 'reject' then $5::float8
      when c.verdict = 'pass' then case when ${NEAR} then $4::float8 else $3::float8 end
      else 0 end`

const KEPT = `
  exists (select from evidence_ref e where e.cycle_id = d.cycle_id and e.request_id is null and e.kind <> '${HEAT_MAP}')
  and not exists (
    select from evidence_ref e left join evidence_file f on f.sha256 = e.sha256
    where e.cycle_id = d.cycle_id and e.request_id is null and e.kind <> '${HEAT_MAP}'
      and (f.sha256 is null or f.dropped_at is not null))`

/** In an order that says nothing either, and so that whoever stops early has still looked at a fair sample. */
const NEXT = `
  select d.cycle_id as "cycleId", coalesce(d.part_type, '') as "partType", count(*) over () as waiting
  from (${DRAWN}) d
  where ${KEPT}
    and not exists (select from second_review s where s.cycle_id = d.cycle_id)
    and not exists (select from review r where r.cycle_id = d.cycle_id and r.undone_at is null and r.by = $6)
  order by md5(d.cycle_id) limit 1`

const EVIDENCE = `
  select kind, sha256, media_type as "mediaType", bytes, module, captured_at as "capturedAt" from evidence_ref
  where cycle_id = $1 and request_id is null and kind <> '${HEAT_MAP}' order by captured_at, kind`

export async function readNext(
  db: Queryable,
  { id, path }: LiveCell,
  plan: SecondReviewPlan,
  by: string,
): Promise<NextSecondReview> {
  const { rows } = await db.query<{ cycleId: string; partType: string; waiting: number }>(NEXT, [
    ...[id, path.cell],
    ...ratesOf(plan),
    by,
  ])
  const [next] = rows
  if (!next) return { part: null, waiting: 0 }
  const { waiting, ...part } = next
  return { part: { ...part, evidence: await readShown(db, part.cycleId) }, waiting: Number(waiting) }
}

export async function readShown(db: Queryable, cycleId: string): Promise<BlindPart['evidence']> {
  return (await db.query<BlindPart['evidence'][number]>(EVIDENCE, [cycleId])).rows
}

export interface DrawnCycle {
  readonly cycleId: string
  readonly serial: string
  readonly cycleNumber: number
  readonly simulated: boolean
  /** Who decided on it knowing the verdict. */
  readonly decidedBy: string | null
}

const ONE = `
  select d.cycle_id as "cycleId", d.serial, d.cycle_number as "cycleNumber", d.simulated,
         (select by from review r where r.cycle_id = d.cycle_id and r.undone_at is null order by position desc limit 1)
           as "decidedBy"
  from (${DRAWN}) d where d.cycle_id = $6`

/** Undefined where it was not drawn. */
export async function readDrawn(
  db: Queryable,
  { id, path }: LiveCell,
  plan: SecondReviewPlan,
  cycleId: string,
): Promise<DrawnCycle | undefined> {
  return (await db.query<DrawnCycle>(ONE, [id, path.cell, ...ratesOf(plan), cycleId])).rows[0]
}
