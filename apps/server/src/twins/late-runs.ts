/**
 * Runs of the journal that arrived late: they occurred before snapshots which do not know them.
 *
 * Those snapshots stay of use until they are made again: what they do not know is read beside them.
 */
import type { Instant, JournalEntry } from '@celltwin/contracts'
import type pg from 'pg'
import { readRun } from '../journal/read.ts'
import type { Snapshot } from './snapshot-store.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

/** Positions, inclusive, and when the oldest late entry among them occurred. */
export interface LateRun {
  readonly from: number
  readonly to: number
  readonly oldest: Instant
}

/** With the next late entries; what lies close together is one run. */
export function withLate(runs: readonly LateRun[], from: number, to: number, oldest: Instant): LateRun[] {
  const last = runs.at(-1)
  if (!last || from - last.to > 1_000) return [...runs, { from, to, oldest }]
  return [...runs.slice(0, -1), { from: last.from, to, oldest: oldest < last.oldest ? oldest : last.oldest }]
}

export const oldestOf = (runs: readonly LateRun[]): Instant | undefined =>
  runs.reduce<Instant | undefined>((oldest, run) => (!oldest || run.oldest < oldest ? run.oldest : oldest), undefined)

/** What a snapshot of the occurred axis ought to know and does not, in the order of time. */
export async function lateFor(
  db: Queryable,
  cellId: number,
  runs: readonly LateRun[],
  snapshot: Snapshot,
): Promise<JournalEntry[]> {
  // Runs may overlap after a restart.
  const entries = new Map<number, JournalEntry>()
  for (const run of runs)
    if (run.to > snapshot.seen && run.oldest < snapshot.at)
      for (const entry of await readRun(db, cellId, Math.max(run.from, snapshot.seen + 1), run.to, snapshot.at))
        entries.set(entry.position, entry)
  return [...entries.values()].sort(byTime)
}

function byTime(a: JournalEntry, b: JournalEntry): number {
  if (a.event.occurredAt === b.event.occurredAt) return a.position - b.position
  return a.event.occurredAt < b.event.occurredAt ? -1 : 1
}

export async function loadRuns(db: Queryable, cellId: number): Promise<LateRun[]> {
  const { rows } = await db.query<LateRun>(
    'select "from", "to", oldest from late_run where cell_id = $1 order by "from"',
    [cellId],
  )
  return rows
}

export async function storeRuns(db: Queryable, cellId: number, runs: readonly LateRun[]): Promise<void> {
  for (const { from, to, oldest } of runs)
    await db.query(
      `insert into late_run (cell_id, "from", "to", oldest) values ($1, $2, $3, $4)
       on conflict (cell_id, "from") do update set "to" = $3, oldest = $4`,
      [cellId, from, to, oldest],
    )
}

export async function forgetRuns(db: Queryable, cellId: number, upTo: number): Promise<void> {
  await db.query('delete from late_run where cell_id = $1 and "to" <= $2', [cellId, upTo])
}
