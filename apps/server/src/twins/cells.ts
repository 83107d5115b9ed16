/** The cells of this installation as the server holds them in memory: always exactly what the journal says. */
import { randomUUID } from 'node:crypto'
import type { CellTwin, Clock, EquipmentPath, Faults, JournalEntry, Presence, Telemetry } from '@celltwin/contracts'
import { emptyTwin, fold } from '@celltwin/twin'
import type pg from 'pg'
import { Streams } from '../ingest/streams.ts'
import type { Cursor, Head } from '../journal/append.ts'
import { GENESIS } from '../journal/chain.ts'
import { ensurePartition, POSITIONS_PER_PARTITION } from '../journal/partitions.ts'
import { readAfter } from '../journal/read.ts'
import { newestSnapshot } from './snapshot-store.ts'

export interface LiveCell {
  readonly id: number
  readonly path: EquipmentPath
  head: Head
  streams: Streams
  twin: CellTwin
  /** As last published; what matters of it is in the journal. */
  readonly presence: Map<string, Presence>
  readonly telemetry: Map<string, Telemetry>
  clock: Clock | undefined
  faults: Faults | undefined
}

interface CellRow extends EquipmentPath {
  readonly id: number
  readonly slug: string
  readonly faults: Faults | null
}

const PAGE = 2_000

export class Cells {
  readonly #bySlug = new Map<string, LiveCell>()
  #journalId = ''

  /** Made with the database. Edges resend what they still have when it changes. */
  get journalId(): string {
    return this.#journalId
  }

  get(slug: string): LiveCell | undefined {
    return this.#bySlug.get(slug)
  }

  all(): LiveCell[] {
    return [...this.#bySlug.values()]
  }

  /** Reads everything from the database. `due` sees the twins of which a snapshot may still be missing. */
  async load(db: pg.ClientBase, due: SnapshotDue): Promise<void> {
    const { rows: made } = await db.query<{ journal_id: string }>(
      `insert into installation (id, journal_id) values (1, $1)
       on conflict (id) do update set id = 1 returning journal_id`,
      [randomUUID()],
    )
    this.#journalId = made[0]!.journal_id
    const { rows } = await db.query<CellRow>('select id, slug, enterprise, site, area, faults from cell order by id')
    for (const row of rows) {
      const { enterprise, site, area, slug } = row
      const known = this.#bySlug.get(slug)
      const cell = await readCell(db, row.id, { enterprise, site, area, cell: slug }, due)
      // What is not in the journal outlives a lost connection.
      if (known) Object.assign(known, { head: cell.head, streams: cell.streams, twin: cell.twin })
      else this.#bySlug.set(slug, Object.assign(cell, { faults: row.faults ?? undefined }))
    }
  }

  /** The cell of a path, made where it is new. undefined where its slug belongs to another path. */
  async ensure(db: pg.ClientBase, path: EquipmentPath): Promise<LiveCell | undefined> {
    const known = this.#bySlug.get(path.cell)
    if (known) return samePath(known.path, path) ? known : undefined
    const { rows } = await db.query<{ id: number }>(
      'insert into cell (slug, enterprise, site, area) values ($1, $2, $3, $4) returning id',
      [path.cell, path.enterprise, path.site, path.area],
    )
    const { id } = rows[0]!
    await db.query('insert into cell_head (cell_id, hash) values ($1, $2)', [id, GENESIS])
    await ensurePartition(db, id, 0)
    const cell = await readCell(db, id, path, () => {})
    this.#bySlug.set(path.cell, cell)
    return cell
  }
}

/** Room for a batch beyond the next partition's border. */
export async function ensureRoom(db: pg.ClientBase, cell: LiveCell, entries: number): Promise<void> {
  const [last, next] = [cell.head.position, cell.head.position + entries]
  const ahead = Math.floor(next / POSITIONS_PER_PARTITION)
  if (ahead !== Math.floor(last / POSITIONS_PER_PARTITION)) await ensurePartition(db, cell.id, next)
}

/** Positions between two snapshots on the known axis. */
export const SNAPSHOT_EVERY = 500

/** Moves a cell's twin on by entries that are committed; `due` is called at each position that deserves a snapshot. */
export function follow(cell: LiveCell, entries: readonly JournalEntry[], due: SnapshotDue): void {
  for (let start = 0; start < entries.length; ) {
    const untilDue = SNAPSHOT_EVERY - (cell.twin.position % SNAPSHOT_EVERY)
    const some = entries.slice(start, start + untilDue)
    cell.twin = fold(cell.twin, some)
    start += some.length
    if (some.length === untilDue) due(cell, some.at(-1)!)
  }
}

export type SnapshotDue = (cell: LiveCell, last: JournalEntry) => void

async function readCell(db: pg.ClientBase, id: number, path: EquipmentPath, due: SnapshotDue): Promise<LiveCell> {
  const { rows: heads } = await db.query<{ position: number; hash: Buffer; recorded_at: string }>(
    'select position, hash, recorded_at from cell_head where cell_id = $1',
    [id],
  )
  const { position, hash, recorded_at } = heads[0]!
  const { rows: cursors } = await db.query<Cursor>(
    `select source, epoch, up_to as "upTo", outbox, last_seq as "lastSeq" from stream where cell_id = $1`,
    [id],
  )
  const nullsOff = cursors.map((c) => ({ ...c, outbox: c.outbox ?? undefined, lastSeq: c.lastSeq ?? undefined }))
  const cell: LiveCell = {
    id,
    path,
    head: { position, hash, recordedAt: recorded_at },
    streams: new Streams(nullsOff),
    twin: (await newestSnapshot(db, id)) ?? emptyTwin(path.cell),
    presence: new Map(),
    telemetry: new Map(),
    clock: undefined,
    faults: undefined,
  }
  while (cell.twin.position < position) {
    follow(cell, await readAfter(db, id, cell.twin.position, PAGE), due)
  }
  for (const { source, gaps } of Object.values(cell.twin.sources))
    for (const { epoch, from, to, lost } of gaps)
      if (lost === undefined) cell.streams.of({ source, epoch }).holeTold = [from, to]
  return cell
}

const samePath = (a: EquipmentPath, b: EquipmentPath) =>
  a.enterprise === b.enterprise && a.site === b.site && a.area === b.area
