/**
 * The journal's partitions: one per cell and two million positions.
 *
 * Reads by position touch one partition; reads by time probe the small time index of each.
 */
import type pg from 'pg'

export const POSITIONS_PER_PARTITION = 2_000_000

/** Makes sure that everything up to `position` has a partition to go to. */
export async function ensurePartition(client: pg.ClientBase, cellId: number, position: number): Promise<void> {
  const n = Math.floor(position / POSITIONS_PER_PARTITION)
  const [from, to] = [n * POSITIONS_PER_PARTITION, (n + 1) * POSITIONS_PER_PARTITION]
  await client.query(
    `create table if not exists journal_${cellId}_${n} partition of journal for values from (${cellId}, ${from}) to (${cellId}, ${to})`,
  )
}
