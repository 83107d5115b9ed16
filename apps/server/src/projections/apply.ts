/**
 * Entries → tables, exactly once: their rows and the projector's own position are one transaction.
 *
 * An entry that no table takes is recorded and passed over, alone: what is wrong with one part must not hide all that
 * came after it. A database that is away, full or busy is no fault of an entry: then nothing is passed over.
 */
import type { JournalEntry } from '@celltwin/contracts'
import type pg from 'pg'
import { rowsOf } from './rows.ts'
import { PROJECTING_LOCK, Unprojectable, writeRows } from './write.ts'

/** An entry that was passed over, and why. */
export interface Unprojected {
  readonly position: number
  readonly projection: string
  readonly reason: string
}

const LONGEST_REASON = 500

/**
 * Applies entries that follow each other and moves the projector from `from` to the last of them. Answers what it had to
 * pass over. @throws Error where the projector stood elsewhere, or the database cannot write now.
 */
export async function applyEntries(
  client: pg.ClientBase,
  cellId: number,
  entries: readonly JournalEntry[],
  from: number,
): Promise<readonly Unprojected[]> {
  const to = entries.at(-1)!.position
  if (to - from !== entries.length) throw new Error(`entries of cell ${cellId} are missing between ${from} and ${to}`)
  const moving = { cellId, from, to }
  try {
    await inTransaction(client, moving, () => writeEntries(client, cellId, entries))
    return []
  } catch (error) {
    if (!(error instanceof Unprojectable)) throw error
  }
  return inTransaction(client, moving, () => passOver(client, cellId, entries))
}

async function inTransaction<T>(
  client: pg.ClientBase,
  { cellId, from, to }: { readonly cellId: number; readonly from: number; readonly to: number },
  write: () => Promise<T>,
): Promise<T> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock_shared($1)', [PROJECTING_LOCK])
    const { rowCount } = await client.query(
      `insert into projector (cell_id, position) values ($1, $3)
       on conflict (cell_id) do update set position = $3 where projector.position = $2`,
      [cellId, from, to],
    )
    if (rowCount !== 1) throw new Error(`the projections of cell ${cellId} are not at position ${from}`)
    const written = await write()
    await client.query('commit')
    return written
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function writeEntries(client: pg.ClientBase, cellId: number, entries: readonly JournalEntry[]): Promise<void> {
  await writeRows(client, cellId, readRows(entries))
}

function readRows(entries: readonly JournalEntry[]) {
  try {
    return rowsOf(entries)
  } catch (error) {
    throw new Unprojectable('content', error as Error)
  }
}

/** Halves what does not go in until one entry alone is left of it. */
async function passOver(
  client: pg.ClientBase,
  cellId: number,
  entries: readonly JournalEntry[],
): Promise<readonly Unprojected[]> {
  await client.query('savepoint entries')
  try {
    await writeEntries(client, cellId, entries)
    await client.query('release savepoint entries')
    return []
  } catch (error) {
    if (!(error instanceof Unprojectable)) throw error
    await client.query('rollback to savepoint entries; release savepoint entries')
    if (entries.length === 1) return [await record(client, cellId, entries[0]!.position, error)]
  }
  const half = entries.length >> 1
  const first = await passOver(client, cellId, entries.slice(0, half))
  return [...first, ...(await passOver(client, cellId, entries.slice(half)))]
}

async function record(
  client: pg.ClientBase,
  cellId: number,
  position: number,
  { projection, message }: Unprojectable,
): Promise<Unprojected> {
  const reason = message.replaceAll('\0', '').slice(0, LONGEST_REASON)
  await client.query('insert into unprojected (cell_id, position, projection, reason) values ($1, $2, $3, $4)', [
    ...[cellId, position, projection, reason],
  ])
  return { position, projection, reason }
}
