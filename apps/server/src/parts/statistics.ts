/** Figures of a window, and marks for the time bar. */
import type { CellStatistics, TimeMark } from '@celltwin/contracts'
import type pg from 'pg'
import type { LiveCell } from '../twins/cells.ts'

const BUCKETS = 48

interface Totals {
  readonly inspected: number
  readonly pass: number
  readonly reject: number
  readonly hold: number
  readonly first: number
  readonly firstPass: number
  readonly falseRejects: number
  readonly notInspected: number
  readonly cycleTimeP50Ms: number | null
  readonly cycleTimeP95Ms: number | null
}

const IN_WINDOW = 'cell_id = $1 and judged_at >= $2 and judged_at < $3'
/** Cycles of production judged in the window. */
const JUDGED = `${IN_WINDOW} and challenge is null`

const TOTALS = `
  with judged as (
    select c.*, not exists (
      select from part_cycle e where e.serial = c.serial and e.started_at < c.started_at
    ) as first, extract(epoch from arrived_at - inserted_at) * 1000 as cycle_time_ms, exists (
      select from review r where r.cycle_id = c.cycle_id and r.undone_at is null and r.review ->> 'finding' = 'conforming'
    ) as conforming
    from part_cycle c where ${JUDGED}
  )
  select count(*) as inspected,
         count(*) filter (where verdict = 'pass') as pass,
         count(*) filter (where verdict = 'reject') as reject,
         count(*) filter (where verdict = 'hold') as hold,
         count(*) filter (where first) as first,
         count(*) filter (where first and verdict = 'pass') as "firstPass",
         count(*) filter (where verdict = 'reject' and conforming) as "falseRejects",
         count(*) filter (where not_inspected > 0) as "notInspected",
         percentile_cont(0.5) within group (order by cycle_time_ms)::float8 as "cycleTimeP50Ms",
         percentile_cont(0.95) within group (order by cycle_time_ms)::float8 as "cycleTimeP95Ms"
  from judged`

const LOSSES = `
  select r ->> 'characteristic' as characteristic, count(distinct cycle_id) as count
  from part_cycle, jsonb_array_elements(reasons) as r
  where ${JUDGED} and verdict in ('reject', 'hold') and r ->> 'characteristic' is not null
    and r ->> 'conformance' <> 'warning'
  group by 1 order by 2 desc, 1`

const PER_BUCKET = `
  select floor(extract(epoch from judged_at - $2::timestamptz) / extract(epoch from $3::timestamptz - $2::timestamptz) * ${BUCKETS})::int as n,
         count(*) filter (where verdict = 'pass') as pass,
         count(*) filter (where verdict = 'reject') as reject,
         count(*) filter (where verdict = 'hold') as hold
  from part_cycle where ${JUDGED} group by 1`

export async function readStatistics(
  pool: pg.Pool,
  { id, twin }: LiveCell,
  from: string,
  to: string,
): Promise<CellStatistics> {
  const window = [id, from, to]
  const [totals, losses, buckets] = await Promise.all([
    pool.query<Totals>(TOTALS, window),
    pool.query<{ characteristic: string; count: number }>(LOSSES, window),
    pool.query<{ n: number; pass: number; reject: number; hold: number }>(PER_BUCKET, window),
  ])
  const { first, firstPass, ...counts } = totals.rows[0]!
  const titles = new Map(twin.definition?.value.definition.recipe.characteristics.map((c) => [c.id, c.title]))
  const byNumber = new Map(buckets.rows.map(({ n, ...bucket }) => [n, bucket]))
  const [startMs, endMs] = [Date.parse(from), Date.parse(to)]
  return {
    from,
    to,
    ...counts,
    firstPassYield: first === 0 ? null : firstPass / first,
    losses: losses.rows.map((loss) => ({ ...loss, title: titles.get(loss.characteristic) ?? loss.characteristic })),
    buckets: Array.from({ length: BUCKETS }, (_, n) => ({
      from: new Date(startMs + ((endMs - startMs) * n) / BUCKETS).toISOString(),
      ...(byNumber.get(n) ?? { pass: 0, reject: 0, hold: 0 }),
    })),
  }
}

/** Rejects, holds, failed challenge parts, alarms and changes of state, oldest first; where there are too many, the newest. */
export async function readMarks(pool: pg.Pool, { id }: LiveCell, from: string, to: string): Promise<TimeMark[]> {
  const { rows } = await pool.query<{ at: string; kind: TimeMark['kind']; serial: string | null; text: string | null }>(
    `select * from (
       select judged_at as at, verdict as kind, serial, reasons -> 0 ->> 'text' as text
       from part_cycle where ${JUDGED} and verdict in ('reject', 'hold')
       union all
       select judged_at, 'challenge', serial, reasons -> 0 ->> 'text' from part_cycle where ${IN_WINDOW} and challenged = 'failed'
       union all
       select at, 'alarm', null, coalesce(data ->> 'detail', alarm) from alarm_entry
       where cell_id = $1 and type = 'alarm-raised' and at >= $2 and at < $3
       union all
       select at, 'state', null, state || ': ' || reason from cell_state where cell_id = $1 and at >= $2 and at < $3
     ) as marks order by at desc limit 2000`,
    [id, from, to],
  )
  return rows
    .reverse()
    .map(({ at, kind, serial, text }) => ({ at, kind, ...(serial ? { serial } : {}), text: text ?? '' }))
}
