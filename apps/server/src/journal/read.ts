/** Reading the journal back: pages by position or time, and the check of its chain. */
import type { CellEvent, Instant, JournalEntry } from '@celltwin/contracts'
import type pg from 'pg'
import { chainHash, GENESIS } from './chain.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

interface Row {
  readonly position: number
  readonly recorded_at: Instant
  readonly payload: Buffer
}

const COLUMNS = 'position, recorded_at, payload'

const toEntry = ({ position, recorded_at, payload }: Row): JournalEntry => ({
  position,
  recordedAt: recorded_at,
  event: JSON.parse(payload.toString()) as CellEvent,
})

/** Entries after a position, in order. */
export async function readAfter(db: Queryable, cellId: number, after: number, limit: number): Promise<JournalEntry[]> {
  const { rows } = await db.query<Row>({
    name: 'read-after',
    text: `select ${COLUMNS} from journal where cell_id = $1 and position > $2 order by position limit $3`,
    values: [cellId, after, limit],
  })
  return rows.map(toEntry)
}

/** Entries that occurred after `after` (where given) and up to `until`, each stream in order. */
export async function readOccurred(
  db: Queryable,
  cellId: number,
  after: TimePlace | undefined,
  until: Instant,
  limit: number,
): Promise<JournalEntry[]> {
  const { rows } = await db.query<Row>({
    name: 'read-occurred',
    text: `select ${COLUMNS} from journal where cell_id = $1 and (occurred_at, position) > ($2, $3) and occurred_at <= $4
           order by occurred_at, position limit $5`,
    values: [cellId, after?.at ?? '1970-01-01T00:00:00.000Z', after?.position ?? 0, until, limit],
  })
  return rows.map(toEntry)
}

/** Entries of a run of positions, inclusive, that occurred before an instant; in order of position. */
export async function readRun(
  db: Queryable,
  cellId: number,
  from: number,
  to: number,
  before: Instant,
): Promise<JournalEntry[]> {
  const { rows } = await db.query<Row>({
    name: 'read-run',
    text: `select ${COLUMNS} from journal
           where cell_id = $1 and position between $2 and $3 and occurred_at < $4 order by position`,
    values: [cellId, from, to, before],
  })
  return rows.map(toEntry)
}

/** When the oldest entry after a position occurred, if before `until`. */
export async function oldestSince(
  db: Queryable,
  cellId: number,
  position: number,
  until: Instant,
): Promise<Instant | undefined> {
  const { rows } = await db.query<{ oldest: Instant | null }>(
    'select min(occurred_at) as oldest from journal where cell_id = $1 and position > $2 and occurred_at < $3',
    [cellId, position, until],
  )
  return rows[0]?.oldest ?? undefined
}

/** A place on the time axis; position tells events of one millisecond apart. */
export interface TimePlace {
  readonly at: Instant
  readonly position: number
}

/** Entries about any of the subjects (cycles, requests, recipes, calibrations), in order. */
export async function readAbout(db: Queryable, cellId: number, subjects: readonly string[]): Promise<JournalEntry[]> {
  const { rows } = await db.query<Row>({
    name: 'read-about',
    text: `select ${COLUMNS} from journal where cell_id = $1 and subject = any($2) order by position`,
    values: [cellId, subjects],
  })
  return rows.map(toEntry)
}

export type ChainCheck =
  | { readonly intact: true; readonly entries: number; readonly hash: string }
  | { readonly intact: false; readonly position: number; readonly reason: string }

/** Walks the whole chain of a cell: every hash from every byte, no hole, and the head at its end. */
export async function verifyChain(db: Queryable, cellId: number): Promise<ChainCheck> {
  const text = `select ${COLUMNS}, hash from journal where cell_id = $1 and position > $2 order by position limit 2000`
  let position = 0
  let hash: Buffer = GENESIS
  for (;;) {
    const { rows } = await db.query<Row & { hash: Buffer }>(text, [cellId, position])
    if (rows.length === 0) break
    for (const row of rows) {
      if (row.position !== position + 1) return { intact: false, position: position + 1, reason: 'an entry is missing' }
      hash = chainHash(hash, row.position, row.recorded_at, row.payload)
      if (!hash.equals(row.hash))
        return { intact: false, position: row.position, reason: 'the hash does not fit the entry' }
      position = row.position
    }
  }
  const { rows } = await db.query<{ position: number; hash: Buffer }>(
    'select position, hash from cell_head where cell_id = $1',
    [cellId],
  )
  if (rows[0] && (rows[0].position !== position || !hash.equals(rows[0].hash)))
    return { intact: false, position, reason: 'the head does not fit the last entry' }
  return { intact: true, entries: position, hash: hash.toString('hex') }
}
