/** The twin of any past moment: the nearest snapshot before it, and the few entries between. */
import type { CellTwin, Instant, JournalEntry } from '@celltwin/contracts'
import { emptyTwin, fold, foldByTime } from '@celltwin/twin'
import type pg from 'pg'
import { readAfter, readOccurred, type TimePlace } from '../journal/read.ts'
import type { LiveCell } from './cells.ts'
import { lateFor } from './late-runs.ts'
import { knownSnapshot, knownSnapshotAt, occurredSnapshot } from './snapshot-store.ts'
import type { Snapshotter } from './snapshotter.ts'

const PAGE = 1_000

/** What was true at an instant: everything that occurred up to it, whenever we learned of it. */
export async function twinAt(pool: pg.Pool, snapshots: Snapshotter, cell: LiveCell, at: Instant): Promise<CellTwin> {
  // The runs first: a snapshot that is made again meanwhile knows more than they ask for, never less.
  const runs = await snapshots.lateRuns(cell)
  const snapshot = await occurredSnapshot(pool, cell.id, at)
  let twin = snapshot?.twin ?? emptyTwin(cell.path.cell)
  if (snapshot) twin = foldByTime(twin, await lateFor(pool, cell.id, runs, snapshot))
  let place: TimePlace | undefined = snapshot && { at: snapshot.at, position: snapshot.position }
  for (;;) {
    const entries = await readOccurred(pool, cell.id, place, at, PAGE)
    twin = foldByTime(twin, entries)
    const last = entries.at(-1)
    if (entries.length < PAGE || !last) return twin
    place = { at: last.event.occurredAt, position: last.position }
  }
}

/** What we knew at a position of the journal. */
export async function twinKnownAtPosition(pool: pg.Pool, cell: LiveCell, position: number): Promise<CellTwin> {
  const snapshot = await knownSnapshot(pool, cell.id, position)
  return readOn(pool, cell, snapshot?.twin, (entry) => entry.position <= position)
}

/** What we knew at an instant: everything recorded up to it. */
export async function twinKnownAt(pool: pg.Pool, cell: LiveCell, at: Instant): Promise<CellTwin> {
  const snapshot = await knownSnapshotAt(pool, cell.id, at)
  return readOn(pool, cell, snapshot?.twin, (entry) => entry.recordedAt <= at)
}

async function readOn(
  pool: pg.Pool,
  cell: LiveCell,
  from: CellTwin | undefined,
  known: (entry: JournalEntry) => boolean,
): Promise<CellTwin> {
  let twin = from ?? emptyTwin(cell.path.cell)
  for (;;) {
    const entries = await readAfter(pool, cell.id, twin.position, PAGE)
    const some = entries.filter(known)
    twin = fold(twin, some)
    if (some.length < PAGE) return twin
  }
}
