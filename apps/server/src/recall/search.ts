/** Which parts a recall speaks of, and in which containers they lie. */
import type { PartCriteria } from '@celltwin/contracts'
import type pg from 'pg'
import { conditionsOf } from '../parts/criteria.ts'

export interface RecalledPart {
  readonly cycleId: string
  readonly serial: string
}

/** Parts that fulfil the criteria, oldest first; `among`: only these cycles are asked. Challenge parts are never recalled. */
export async function findParts(
  db: pg.Pool | pg.ClientBase,
  cellId: number,
  criteria: PartCriteria,
  { among, most }: { readonly among?: readonly string[]; readonly most?: number } = {},
): Promise<RecalledPart[]> {
  const where = conditionsOf(criteria, cellId)
  where.add(() => 'c.challenge is null')
  if (among) where.add((p) => `c.cycle_id = any(${p})`, among)
  const limit = most === undefined ? '' : ` limit ${most}`
  const { rows } = await db.query<RecalledPart>(
    `select c.cycle_id as "cycleId", c.serial from part_cycle c${where.sql} order by c.started_at, c.cycle_id${limit}`,
    where.values,
  )
  return rows
}

/** Containers that hold one of these cycles, by their ids. */
export async function findContainers(
  db: pg.Pool | pg.ClientBase,
  cellId: number,
  cycles: readonly string[],
): Promise<string[]> {
  const { rows } = await db.query<{ container: string }>(
    'select distinct container from packing where cell_id = $1 and cycle_id = any($2) order by container',
    [cellId, cycles],
  )
  return rows.map(({ container }) => container)
}
