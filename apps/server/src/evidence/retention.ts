/** What a person still has to look at: no evidence of it is let go, whatever the limit. */
import { samplesKept, stillSuspect } from '@celltwin/twin'
import type pg from 'pg'
import { readAwaited } from '../second-review/awaited.ts'
import type { LiveCell } from '../twins/cells.ts'

/** In hold and undecided, suspect, in an open recall, or awaited by the second review. */
const UNDECIDED = `
  select distinct e.sha256 from evidence_file f join evidence_ref e using (sha256) join part_cycle c using (cycle_id)
  where f.dropped_at is null and c.cell_id = $1 and (
    c.cycle_id = any($2::text[])
    or (c.whereabouts = 'hold' or c.whereabouts is null and c.verdict = 'hold')
      and not exists (select from review r where r.cycle_id = c.cycle_id and r.undone_at is null)
    or c.challenge is null
      and exists (select from unnest($3::int[], $4::int[]) s (first, last) where c.cycle_number between s.first and s.last)
    or exists (
      select from recall_part p join recall r using (recall_id) where p.cycle_id = c.cycle_id and r.closed_at is null))`

/** Digests of evidence that nobody has answered for yet, and of limit samples in force. */
export async function readKept(pool: pg.Pool, cell: LiveCell, nowMs: number): Promise<string[]> {
  const { id, twin } = cell
  const suspect = (twin.trust?.suspicions ?? []).flatMap((suspicion) => stillSuspect(twin, suspicion))
  const { rows } = await pool.query<{ sha256: string }>(UNDECIDED, [
    ...[id, await readAwaited(pool, cell, nowMs)],
    ...[suspect.map(([first]) => first), suspect.map(([, last]) => last)],
  ])
  return [...rows.map(({ sha256 }) => sha256), ...samplesKept(twin, nowMs)]
}
