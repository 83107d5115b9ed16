/** Lists of parts: search, and the queue of those that wait for a person. */
import {
  type CellTwin,
  CycleId,
  checker,
  isInstant,
  type PartCriteria,
  type PartPage,
  type PartSummary,
  type Review,
  type ReviewQueue,
  type Verdict,
  type VerdictReason,
} from '@celltwin/contracts'
import { cameLateBy, latest, suspicionOf, VERIFIER } from '@celltwin/twin'
import type pg from 'pg'
import { wrong } from '../problems.ts'
import type { Cells } from '../twins/cells.ts'
import { type Conditions, conditionsOf } from './criteria.ts'

export interface PartQuery extends PartCriteria {
  readonly cellId?: number | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

interface Row {
  readonly serial: string
  readonly cell: string
  readonly cycle_id: string
  readonly cycle_number: number
  readonly started_at: string
  readonly verdict: Verdict | null
  readonly reasons: VerdictReason[] | null
  readonly judged_after_ms: number | null
  readonly whereabouts: PartSummary['whereabouts']
  readonly review: Review | null
  readonly simulated: boolean
  readonly replayed: boolean
  readonly challenge: string | null
  readonly challenged: PartSummary['challenged'] | null
  readonly judged_at: string | null
  readonly judged_late_ms: number | null
  readonly after_verdict: boolean | null
  /** By module, of what came late. */
  readonly came: Readonly<Record<string, { readonly at: string; readonly lateByMs: number }>> | null
}

const COLUMNS = `
  select c.serial, cell.slug as cell, c.cycle_id, c.cycle_number, c.started_at, c.verdict, c.reasons, c.judged_after_ms,
         c.whereabouts, r.review, c.simulated, c.replayed, c.challenge, c.challenged, c.judged_at, c.judged_late_ms,
         i.after_verdict, i.came`
const JOINS = `
  join cell on cell.id = c.cell_id
  left join lateral (
    select review from review where cycle_id = c.cycle_id and undone_at is null order by position desc limit 1
  ) r on true
  left join lateral (
    select bool_or(late) as after_verdict,
           jsonb_object_agg(module, jsonb_build_object('at', at, 'lateByMs', came_late_ms)) filter (where came_late_ms is not null) as came
    from inspection where cycle_id = c.cycle_id
  ) i on true`
const SELECT = `${COLUMNS} from part_cycle c ${JOINS}`
const NEWEST_FIRST = 'order by c.started_at desc, c.cycle_id desc'
/** So many are looked at one by one before the search begins at what is looked for. */
const LOOKED_AT = 2_000

/** Cycles of parts, newest first. The cursor is the place of the last one seen, so pages never shift. */
export async function listParts(pool: pg.Pool, cells: Cells, query: PartQuery): Promise<PartPage> {
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
  const where = conditionsOf(query, query.cellId)
  if (after) where.add((at, cycleId) => `(c.started_at, c.cycle_id) < (${at}, ${cycleId})`, after.at, after.cycleId)
  const rows = await findRows(pool, where, query.limit + 1)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items.map((row) => toSummary(row, cells)),
    nextCursor: rows.length > query.limit && last ? writeCursor(last) : null,
  }
}

/**
 * What is common is found among the newest; where they do not fill the page, the database is asked for all that fulfil the
 * conditions before it sorts, so that it begins at the smallest set: by time it would look at every part there is.
 */
async function findRows(pool: pg.Pool, { own, beside, sql, values }: Conditions, limit: number): Promise<Row[]> {
  const among = (parts: string) => `${COLUMNS} from ${parts} c ${JOINS}`
  const page = async (query: string) => (await pool.query<Row>(`${query} ${NEWEST_FIRST} limit ${limit}`, values)).rows
  if (beside === '') return page(`${SELECT}${own}`)
  const newest = await page(
    `${among(`(select * from part_cycle c${own} ${NEWEST_FIRST} limit ${LOOKED_AT})`)}${beside}`,
  )
  if (newest.length === limit) return newest
  // Sorted by themselves, so that only the page's own rows are read whole.
  const first = `select cycle_id from found c ${NEWEST_FIRST} limit ${limit}`
  return page(`with found as materialized (select c.cycle_id, c.started_at from part_cycle c${sql})
    ${among(`(select * from part_cycle where cycle_id in (${first}))`)}`)
}

/** The index `part_cycle_waiting` has these words. */
const WAITS = `c.challenge is null and (c.whereabouts in ('reject', 'hold', 'out') or (c.whereabouts is null and c.mismatched))`
const MOST_WAITING = 500
/** However many wait, only those shown are read whole. */
const WAITING = `
  with waiting as materialized (
    select c.cycle_id, c.started_at from part_cycle c
    where ${WAITS} and ($1::int is null or c.cell_id = $1)
      and not exists (select from review where cycle_id = c.cycle_id and undone_at is null)
  )
  ${COLUMNS}, (select count(*) from waiting) as total
  from (select cycle_id from waiting order by started_at, cycle_id limit ${MOST_WAITING}) shown
  join part_cycle c using (cycle_id) ${JOINS}
  order by c.started_at, c.cycle_id`

/** Parts in hold or reject, taken out undecided, or not where they were sent, without a decision in force; oldest first. */
export async function listWaiting(pool: pg.Pool, cells: Cells, cellId: number | undefined): Promise<ReviewQueue> {
  const { rows } = await pool.query<Row & { total: number }>(WAITING, [cellId ?? null])
  return { items: rows.map((row) => toSummary(row, cells)), total: rows[0]?.total ?? 0 }
}

function toSummary(row: Row, cells: Cells): PartSummary {
  const twin = cells.get(row.cell)?.twin
  const suspicion = twin && row.challenge === null ? suspicionOf(twin, row.cycle_number) : undefined
  const cameLateMs = latenessOf(row, twin)
  return {
    serial: row.serial,
    cell: row.cell,
    cycleId: row.cycle_id,
    cycleNumber: row.cycle_number,
    insertedAt: row.started_at,
    verdict: row.verdict,
    reason: row.reasons?.[0]?.text ?? null,
    judgedAfterMs: row.judged_after_ms,
    whereabouts: row.whereabouts ?? 'in-process',
    finding: row.review?.finding ?? null,
    disposition: row.review?.disposition ?? null,
    simulated: row.simulated,
    replayed: row.replayed,
    challenge: row.challenge,
    ...(row.challenged ? { challenged: row.challenged } : {}),
    ...(cameLateMs === undefined ? {} : { cameLateMs }),
    ...(row.after_verdict ? { cameAfterVerdict: true } : {}),
    suspect: suspicion ? { suspicion: suspicion.id, reason: suspicion.reason } : null,
  }
}

function latenessOf({ came, judged_at, judged_late_ms }: Row, twin: CellTwin | undefined): number | undefined {
  const results = Object.entries(came ?? {}).map(([module, fact]) => cameLateBy(twin, module, fact))
  const verdict =
    judged_at !== null && judged_late_ms !== null ? { at: judged_at, lateByMs: judged_late_ms } : undefined
  return latest([...results, cameLateBy(twin, VERIFIER, verdict)])
}

/** All cycles of one serial, newest first. */
export async function listCycles(pool: pg.Pool, cells: Cells, serial: string): Promise<PartSummary[]> {
  const { rows } = await pool.query<Row>(`${SELECT} where c.serial = $1 order by c.started_at desc, c.cycle_id desc`, [
    serial,
  ])
  return rows.map((row) => toSummary(row, cells))
}

const writeCursor = ({ started_at, cycle_id }: Row) => Buffer.from(`${started_at} ${cycle_id}`).toString('base64url')

const checkCycleId = checker(CycleId)

/** @throws Problem 400 where it is no cursor of ours. */
function readCursor(cursor: string): { at: string; cycleId: string } {
  const [at = '', cycleId = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  if (isInstant(at) && checkCycleId(cycleId).ok) return { at, cycleId }
  throw wrong({ field: 'querystring/cursor', rule: 'must be a nextCursor of this list' })
}
