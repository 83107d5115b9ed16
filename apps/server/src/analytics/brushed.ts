/** The parts behind a brushed range. */
import type { BrushedParts } from '@celltwin/contracts'
import type pg from 'pg'
import { MEASURED, type Window } from './window.ts'

export interface Range {
  readonly characteristic: string
  /** Both included. */
  readonly low?: number | undefined
  readonly high?: number | undefined
}

const MOST = 200

/** Newest first, with how many there are in all. */
export async function readBrushed(
  pool: pg.Pool,
  { cellId, from, to }: Window,
  { characteristic, low, high }: Range,
): Promise<BrushedParts> {
  const { rows } = await pool.query<BrushedParts['items'][number] & { total: number }>(
    `with found as (
       select m.cycle_id, m.at, m.value, m.conformance, count(*) over () as total from measurement m
       where m.characteristic = $4 and ${MEASURED} and m.value between $5::float8 and $6::float8
       order by m.at desc, m.cycle_id desc limit ${MOST}
     )
     select c.serial, c.cycle_id as "cycleId", f.at, f.value, f.conformance, c.verdict, f.total
     from found f join part_cycle c on c.cycle_id = f.cycle_id order by f.at desc, f.cycle_id desc`,
    [cellId, from, to, characteristic, low ?? -Infinity, high ?? Infinity],
  )
  return { total: rows[0]?.total ?? 0, items: rows.map(({ total: _, ...item }) => item) }
}
