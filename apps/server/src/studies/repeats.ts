/** Parts that the cell inspected more than once: each pass is a reading of the same part. */
import type { RepeatedPart, StudyReading } from '@celltwin/contracts'
import type pg from 'pg'

type Queryable = Pick<pg.ClientBase, 'query'>

export interface Wanted {
  readonly characteristic: string
  readonly serials: readonly string[]
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** Of each part its newest so many. */
  readonly trials?: number | undefined
}

/** Challenge parts are no production and have no row in `measurement`: results are read where they all are. */
const READINGS = `
  select serial, cycle_id, value from (
    select c.serial, c.cycle_id, c.started_at, (r ->> 'value')::float8 as value,
      row_number() over (partition by c.serial order by c.started_at desc) as newest
    from part_cycle c
      join inspection i using (cycle_id)
      cross join lateral jsonb_array_elements(i.results) r
    where c.cell_id = $1 and c.serial = any($2) and r ->> 'characteristic' = $3
      and jsonb_typeof(r -> 'value') = 'number'
      and ($4::timestamptz is null or c.started_at >= $4) and ($5::timestamptz is null or c.started_at < $5)
  ) found
  where $6::int is null or newest <= $6
  order by array_position($2, serial), started_at`

/** In the order of the serials, and of each part in the order of its cycles. */
export async function readRepeats(db: Queryable, cellId: number, wanted: Wanted): Promise<StudyReading[]> {
  const { characteristic, serials, since = null, until = null, trials = null } = wanted
  const { rows } = await db.query<{ serial: string; cycle_id: string; value: number }>(READINGS, [
    cellId,
    [...serials],
    characteristic,
    since,
    until,
    trials,
  ])
  return rows.map(({ serial, cycle_id: cycleId, value }) => ({ part: serial, value, cycleId }))
}

const REPEATED = `
  select serial, count(*)::int as cycles, max(started_at) as "lastAt", bool_or(challenge is not null) as challenge
  from part_cycle where cell_id = $1 and started_at >= $2
  group by serial having count(*) > 1 order by cycles desc, "lastAt" desc limit 200`

export async function readRepeatedParts(db: Queryable, cellId: number, since: string): Promise<RepeatedPart[]> {
  return (await db.query<RepeatedPart>(REPEATED, [cellId, since])).rows
}
