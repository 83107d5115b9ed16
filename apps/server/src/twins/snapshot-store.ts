/** Twins made ready, deflated, on two axes: `known` by position, `occurred` by time. */
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import type { CellTwin, Instant } from '@celltwin/contracts'
import type pg from 'pg'
import type { TimePlace } from '../journal/read.ts'

type Queryable = Pick<pg.ClientBase, 'query'>
export type Axis = 'known' | 'occurred'

/** A twin with the instant that it stands for: recordedAt on the known axis, the cut on the occurred one. */
export interface Snapshot {
  readonly twin: CellTwin
  readonly at: Instant
  /** Highest position folded in (known), or position of the last entry on the time axis (occurred). */
  readonly position: number
  /** Head of the journal when it was made. */
  readonly seen: number
}

interface Row {
  readonly at: Instant
  readonly position: number
  readonly seen: number
  readonly twin: Buffer
}

const pack = promisify<Buffer, { level: number }, Buffer>(deflate)
const unpack = promisify<Buffer, Buffer>(inflate)

export async function storeSnapshot(db: Queryable, cellId: number, axis: Axis, snapshot: Snapshot): Promise<void> {
  const { twin, at, position, seen } = snapshot
  const bytes = await pack(Buffer.from(JSON.stringify(twin)), { level: 1 })
  await db.query(
    `insert into snapshot (cell_id, axis, at, position, seen, twin) values ($1, $2, $3, $4, $5, $6)
     on conflict (cell_id, axis, at, position) do update set seen = excluded.seen, twin = excluded.twin`,
    [cellId, axis, at, position, seen, bytes],
  )
}

export async function newestSnapshot(db: Queryable, cellId: number): Promise<CellTwin | undefined> {
  return (await knownSnapshot(db, cellId, Number.MAX_SAFE_INTEGER))?.twin
}

/** The newest snapshot that knows nothing beyond `position`. */
export async function knownSnapshot(db: Queryable, cellId: number, position: number): Promise<Snapshot | undefined> {
  return read(db, `axis = 'known' and position <= $2 order by position desc limit 1`, [cellId, position])
}

/** The newest snapshot that was recorded at or before an instant. */
export async function knownSnapshotAt(db: Queryable, cellId: number, at: Instant): Promise<Snapshot | undefined> {
  return read(db, `axis = 'known' and at <= $2 order by at desc, position desc limit 1`, [cellId, at])
}

/** The newest snapshot of everything that occurred up to some instant not after `at`, or strictly before it. */
export async function occurredSnapshot(
  db: Queryable,
  cellId: number,
  at: Instant,
  before = false,
): Promise<Snapshot | undefined> {
  return read(db, `axis = 'occurred' and at ${before ? '<' : '<='} $2 order by at desc, position desc limit 1`, [
    cellId,
    at,
  ])
}

/** Lets go of occurred snapshots strictly between two places: what was made again replaces them. */
export async function dropBetween(
  db: Queryable,
  cellId: number,
  from: TimePlace | undefined,
  to: TimePlace,
): Promise<void> {
  await db.query(
    `delete from snapshot where cell_id = $1 and axis = 'occurred' and (at, position) > ($2, $3) and (at, position) < ($4, $5)`,
    [cellId, from?.at ?? '1970-01-01T00:00:00.000Z', from?.position ?? 0, to.at, to.position],
  )
}

async function read(db: Queryable, where: string, values: unknown[]): Promise<Snapshot | undefined> {
  const { rows } = await db.query<Row>(
    `select at, position, seen, twin from snapshot where cell_id = $1 and ${where}`,
    values,
  )
  const row = rows[0]
  if (!row) return undefined
  return { at: row.at, position: row.position, seen: row.seen, twin: JSON.parse((await unpack(row.twin)).toString()) }
}
