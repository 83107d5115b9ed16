/** Where on the part what was not in order lay, of all parts that did not pass. */
import type { DefectMap } from '@celltwin/contracts'
import type pg from 'pg'
import { CYCLES, type Window } from './window.ts'

const MOST = 4_000

/** A place counts where it is marked as not conforming; where a failed result marks none so, all of its places count. */
export async function readDefects(
  pool: pg.Pool,
  { cellId, from, to }: Window,
  characteristic: string | undefined,
): Promise<DefectMap> {
  const { rows } = await pool.query<DefectMap['marks'][number] & { total: number }>(
    `with failed as (
       select c.cycle_id, c.serial, c.started_at, r.result
       from part_cycle c join inspection i on i.cycle_id = c.cycle_id
       cross join lateral jsonb_array_elements(i.results) as r(result)
       where ${CYCLES} and c.verdict in ('reject', 'hold')
         and r.result ->> 'conformance' in ('fail', 'conditional-fail', 'not-inspected')
         and ($4::text is null or r.result ->> 'characteristic' = $4)
     )
     select f.serial, f.cycle_id as "cycleId", f.started_at as at, f.result ->> 'characteristic' as characteristic,
            (l.place ->> 'angleDeg')::float8 as "angleDeg", (l.place ->> 'radiusMm')::float8 as "radiusMm",
            count(*) over () as total
     from failed f cross join lateral jsonb_array_elements(f.result -> 'locations') as l(place)
     where l.place ->> 'angleDeg' is not null and (
       l.place ->> 'conforming' = 'false' or not jsonb_path_exists(f.result, '$.locations[*] ? (@.conforming == false)')
     )
     order by f.started_at desc, f.cycle_id limit ${MOST}`,
    [cellId, from, to, characteristic ?? null],
  )
  const { rows: counted } = await pool.query<{ cycles: number }>(
    `select count(*) as cycles from part_cycle c where ${CYCLES} and c.verdict is not null`,
    [cellId, from, to],
  )
  return {
    ...{ from, to },
    cycles: counted[0]!.cycles,
    total: rows[0]?.total ?? 0,
    marks: rows.map(({ total: _, ...mark }) => ({ ...mark, angleDeg: ((mark.angleDeg % 360) + 360) % 360 })),
  }
}
