/** Recalls as they stand. */
import type { LoosePart, PartCriteria, Recall, RecallContainer, RecallSummary } from '@celltwin/contracts'
import type pg from 'pg'
import type { Cells, LiveCell } from '../twins/cells.ts'

const MOST_LOOSE = 500

type SummaryRow = RecallSummary & {
  readonly searched: number
  readonly closedBy: string | null
  readonly conclusion: string | null
}

const SUMMARY = `
  select r.recall_id as "recallId", cell.slug as cell, r.criteria, r.reason, r.by, r.at as "openedAt",
         r.closed_at as "closedAt", r.closed_by as "closedBy", r.conclusion, r.searched,
         (select count(*) from recall_part p where p.recall_id = r.recall_id) as parts,
         (select count(*) from recall_part p where p.recall_id = r.recall_id and p.late) as late,
         (select count(*) from recall_block b where b.recall_id = r.recall_id) as containers,
         (select count(*) from recall_block b where b.recall_id = r.recall_id and b.confirmed_at is not null) as confirmed
  from recall r join cell on cell.id = r.cell_id`

export async function listRecalls(pool: pg.Pool, cellId: number): Promise<RecallSummary[]> {
  const { rows } = await pool.query<SummaryRow>(`${SUMMARY} where r.cell_id = $1 order by r.at desc limit 200`, [
    cellId,
  ])
  return rows.map(({ searched: _, closedBy: __, conclusion: ___, ...summary }) => summary)
}

interface BlockRow extends Omit<RecallContainer, 'confirmation' | 'escaped'> {
  readonly confirmedAt: string | null
  readonly confirmedBy: string | null
  readonly place: string | null
  readonly remark: string | null
}

const BLOCKS = `
  select b.container, b.at as "blockedAt", b.late, b.confirmed_at as "confirmedAt", b.confirmed_by as "confirmedBy",
         b.place, b.remark, k.label, k.closed_at as "closedAt", k.shipment, k.shipped_at as "shippedAt", k.customer,
         count(p.cycle_id) as holds, count(rp.cycle_id) as parts
  from recall_block b
  left join container k on k.cell_id = b.cell_id and k.container = b.container
  left join packing p on p.cell_id = b.cell_id and p.container = b.container
  left join recall_part rp on rp.recall_id = b.recall_id and rp.cycle_id = p.cycle_id
  where b.recall_id = $1
  group by b.recall_id, b.container, k.cell_id, k.container
  order by b.confirmed_at is not null, b.at, b.container`

const LOOSE = `
  from recall_part rp join part_cycle c using (cycle_id)
  where rp.recall_id = $1 and not exists (select from packing p where p.cycle_id = rp.cycle_id)`

export async function readRecall(pool: pg.Pool, cells: Cells, recallId: string): Promise<Recall | undefined> {
  const { rows } = await pool.query<SummaryRow>(`${SUMMARY} where r.recall_id = $1`, [recallId])
  const row = rows[0]
  const cell = row && cells.get(row.cell)
  if (!row || !cell) return undefined
  const [blocks, loose, byPlace] = await Promise.all([
    pool.query<BlockRow>(BLOCKS, [recallId]),
    pool.query<LoosePart>(
      `select c.serial, c.cycle_id as "cycleId", c.started_at as "insertedAt", c.verdict, rp.late,
              coalesce(c.whereabouts, 'in-process') as whereabouts ${LOOSE}
       order by c.started_at, c.cycle_id limit ${MOST_LOOSE}`,
      [recallId],
    ),
    pool.query<Recall['looseByPlace'][number]>(
      `select coalesce(c.whereabouts, 'in-process') as name, count(*) as parts ${LOOSE} group by 1 order by 2 desc, 1`,
      [recallId],
    ),
  ])
  const { searched, closedBy, conclusion, ...summary } = row
  return {
    ...summary,
    position: searched,
    conclusion: row.closedAt && conclusion ? { at: row.closedAt, by: closedBy ?? '', text: conclusion } : null,
    blocks: blocks.rows.map(toContainer),
    loose: loose.rows,
    looseByPlace: byPlace.rows,
    journal: headOf(cell),
  }
}

function toContainer({ confirmedAt, confirmedBy, place, remark, ...row }: BlockRow): RecallContainer {
  return {
    ...row,
    escaped: row.shippedAt !== null && row.shippedAt > row.blockedAt,
    confirmation: confirmedAt ? { at: confirmedAt, by: confirmedBy ?? '', place: place ?? '', remark } : null,
  }
}

const headOf = ({ head }: LiveCell) => ({ position: head.position, hash: head.hash.toString('hex') })

/** Open recalls that block this container. */
export async function openBlocks(pool: pg.Pool, cellId: number, container: string): Promise<string[]> {
  const { rows } = await pool.query<{ reason: string }>(
    `select r.reason from recall_block b join recall r using (recall_id)
     where b.cell_id = $1 and b.container = $2 and r.closed_at is null`,
    [cellId, container],
  )
  return rows.map(({ reason }) => reason)
}

export const isEmpty = (criteria: PartCriteria): boolean =>
  Object.values(criteria).every((value) => value === undefined)
