/** Rows → tables. */
import pg from 'pg'
import type { Rows } from './rows.ts'
import { SECOND_LOOK_STATEMENTS, SECOND_LOOK_TABLES } from './second-look.ts'
import { TRACE_STATEMENTS, TRACE_TABLES } from './trace-write.ts'

/** Each takes all its rows as one JSON document. `$1` is the cell. */
const STATEMENTS = {
  cycles: `
    insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, inserted_at, inserted, verdict, judged_at,
                            judged_after_ms, judged_late_ms, reasons, not_inspected, whereabouts, arrived_at, mismatched,
                            simulated, replayed, challenge, challenged)
    select r.cycle_id, $1, r.serial, r.cycle_number, r.started_at, r.inserted_at, r.inserted, r.verdict, r.judged_at,
           r.judged_after_ms, r.judged_late_ms, r.reasons, r.not_inspected, r.whereabouts, r.arrived_at, coalesce(r.mismatched, false),
           r.simulated, r.replayed, r.challenge, r.challenged
    from jsonb_to_recordset($2) as r(cycle_id text, serial text, cycle_number int, started_at timestamptz,
      inserted_at timestamptz, inserted jsonb, verdict text, judged_at timestamptz, judged_after_ms float8, judged_late_ms float8,
      reasons jsonb, not_inspected int, whereabouts text, arrived_at timestamptz, mismatched bool, simulated bool, replayed bool,
      challenge text, challenged text)
    on conflict (cycle_id) do update set
      started_at = coalesce(excluded.inserted_at, part_cycle.inserted_at, least(part_cycle.started_at, excluded.started_at)),
      inserted_at = coalesce(excluded.inserted_at, part_cycle.inserted_at),
      inserted = coalesce(excluded.inserted, part_cycle.inserted),
      verdict = coalesce(excluded.verdict, part_cycle.verdict),
      judged_at = coalesce(excluded.judged_at, part_cycle.judged_at),
      judged_after_ms = coalesce(excluded.judged_after_ms, part_cycle.judged_after_ms),
      judged_late_ms = case when excluded.verdict is null then part_cycle.judged_late_ms else excluded.judged_late_ms end,
      reasons = coalesce(excluded.reasons, part_cycle.reasons),
      not_inspected = coalesce(excluded.not_inspected, part_cycle.not_inspected),
      whereabouts = coalesce(excluded.whereabouts, part_cycle.whereabouts),
      arrived_at = coalesce(part_cycle.arrived_at, excluded.arrived_at),
      mismatched = part_cycle.mismatched or excluded.mismatched,
      challenge = coalesce(excluded.challenge, part_cycle.challenge),
      challenged = coalesce(excluded.challenged, part_cycle.challenged)`,
  inspections: `
    insert into inspection (cycle_id, module, cell_id, at, results, steps, late, came_late_ms)
    select r.cycle_id, r.module, $1, r.at, r.results, r.steps, coalesce(r.late, false), r.came_late_ms
    from jsonb_to_recordset($2) as r(cycle_id text, module text, at timestamptz, results jsonb, steps jsonb, late bool,
      came_late_ms float8)
    on conflict (cycle_id, module) do update set
      came_late_ms = case when inspection.at is null then excluded.came_late_ms else inspection.came_late_ms end,
      at = coalesce(inspection.at, excluded.at), results = coalesce(inspection.results, excluded.results),
      steps = coalesce(inspection.steps, excluded.steps), late = inspection.late or excluded.late`,
  measurements: `
    insert into measurement (cycle_id, characteristic, cell_id, at, value, conformance)
    select r.cycle_id, r.characteristic, $1, r.at, r.value, r.conformance
    from jsonb_to_recordset($2) as r(cycle_id text, characteristic text, at timestamptz, value float8, conformance text)
    on conflict do nothing`,
  evidence: `
    insert into evidence_ref (cycle_id, sha256, kind, cell_id, module, media_type, bytes, captured_at, request_id)
    select r.cycle_id, r.sha256, r.kind, $1, r.module, r.media_type, r.bytes, r.captured_at, r.request_id
    from jsonb_to_recordset($2) as r(cycle_id text, sha256 text, kind text, module text, media_type text, bytes int,
      captured_at timestamptz, request_id text)
    on conflict do nothing`,
  lots: `
    insert into material_lot (cycle_id, material, lot, cell_id)
    select r.cycle_id, r.material, r.lot, $1 from jsonb_to_recordset($2) as r(cycle_id text, material text, lot text)
    on conflict do nothing`,
  reviews: `
    insert into review (id, cycle_id, cell_id, position, at, by, review, request_id)
    select r.id, r.cycle_id, $1, r.position, r.at, r.by, r.review, r.request_id
    from jsonb_to_recordset($2) as r(id uuid, cycle_id text, position bigint, at timestamptz, by text, review jsonb,
      request_id text)
    on conflict do nothing`,
  undone: `
    update review set undone_at = r.at, undone_by = r.by
    from jsonb_to_recordset($2) as r(id uuid, at timestamptz, by text) where review.id = r.id and cell_id = $1`,
  requests: `
    insert into request (request_id, cell_id, cycle_id, target)
    select r.request_id, $1, r.cycle_id, r.target
    from jsonb_to_recordset($2) as r(request_id text, cycle_id text, target jsonb)
    on conflict do nothing`,
  // Where a person takes a part out no sensor says so: the request's end does.
  done: `
    update part_cycle set whereabouts = 'out' from request, jsonb_array_elements_text($2) as d(id)
    where request.request_id = d.id and request.target ->> 'to' = 'out' and part_cycle.cycle_id = request.cycle_id
      and part_cycle.cell_id = $1`,
  phases: `
    insert into cycle_phase (cycle_id, cell_id, phases)
    select r.cycle_id, $1, r.phases from jsonb_to_recordset($2) as r(cycle_id text, phases jsonb)
    on conflict (cycle_id) do update set phases = excluded.phases || cycle_phase.phases`,
  movements: `
    insert into movement (cell_id, position, cycle_id, at, kind, place)
    select $1, r.position, r.cycle_id, r.at, r.kind, r.place
    from jsonb_to_recordset($2) as r(position bigint, cycle_id text, at timestamptz, kind text, place text)
    on conflict do nothing`,
  removals: `
    insert into movement (cell_id, position, cycle_id, at, kind, place)
    select $1, r.position, request.cycle_id, r.at, 'seen', 'out'
    from jsonb_to_recordset($2) as r(request_id text, position bigint, at timestamptz)
    join request on request.request_id = r.request_id and request.cell_id = $1
    where request.cycle_id is not null and request.target ->> 'to' = 'out'
    on conflict do nothing`,
  shifts: `
    insert into shift_entry (cell_id, position, id, shift, type, at, data)
    select $1, r.position, r.id, r.shift, r.type, r.at, r.data
    from jsonb_to_recordset($2) as r(position bigint, id uuid, shift text, type text, at timestamptz, data jsonb)
    on conflict do nothing`,
  alarms: `
    insert into alarm_entry (cell_id, position, id, at, type, alarm, priority, by, simulated, data)
    select $1, r.position, r.id, r.at, r.type, r.alarm, r.priority, r.by, r.simulated, r.data
    from jsonb_to_recordset($2) as r(position bigint, id uuid, at timestamptz, type text, alarm text, priority text,
      by text, simulated bool, data jsonb)
    on conflict do nothing`,
  states: `
    insert into cell_state (cell_id, position, at, state, reason)
    select $1, r.position, r.at, r.state, r.reason
    from jsonb_to_recordset($2) as r(position bigint, at timestamptz, state text, reason text)
    on conflict do nothing`,
  definitions: `
    insert into definition (cell_id, position, at, hash, definition)
    select $1, r.position, r.at, r.hash, r.definition
    from jsonb_to_recordset($2) as r(position bigint, at timestamptz, hash text, definition jsonb)
    on conflict do nothing`,
  ...TRACE_STATEMENTS,
  ...SECOND_LOOK_STATEMENTS,
} as const satisfies Record<keyof Rows, string>

/** Shared by whoever writes a batch; who makes all of them again has it alone, until its connection ends or lets go. */
export const PROJECTING_LOCK = 7_233_003

/** It is what was to be written that is wrong, not the database: it would fail for ever. */
export class Unprojectable extends Error {
  readonly projection: string

  constructor(projection: string, cause: Error) {
    super(cause.message, { cause })
    this.projection = projection
  }
}

/** SQLSTATE classes of such faults: cardinality, data, integrity, limits of size. Any other is for the database to get over. */
const OF_THE_DATA = new Set(['21', '22', '23', '54'])

/** Writes one batch, within the caller's transaction. @throws Unprojectable where its content is what does not go in. */
export async function writeRows(client: pg.ClientBase, cellId: number, rows: Rows): Promise<void> {
  for (const table of Object.keys(STATEMENTS) as (keyof Rows)[]) {
    const some = [...rows[table].values()]
    if (some.length === 0) continue
    try {
      await client.query({ name: `project-${table}`, text: STATEMENTS[table], values: [cellId, toJson(some)] })
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined
      if (code !== undefined && OF_THE_DATA.has(code.slice(0, 2))) throw new Unprojectable(table, error as Error)
      throw error
    }
  }
}

/** Postgres' jsonb holds neither NUL nor half a character, JSON does; those alone are written as codes. */
export const toJson = (rows: unknown[]): string =>
  JSON.stringify(rows)
    .replace(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1')
    .replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\ufffd')

const TABLES = [
  ...['part_cycle', 'inspection', 'measurement', 'evidence_ref', 'material_lot', 'review', 'request', 'cell_state'],
  ...['definition', 'cycle_phase', 'movement', 'shift_entry', 'alarm_entry', 'unprojected'],
  ...TRACE_TABLES,
  ...SECOND_LOOK_TABLES,
]

/** Empties every projection, so that they are made again from the first entry. */
export async function clearProjections(client: pg.ClientBase): Promise<void> {
  // A place that was gone would be anybody's: a running server would go on from where it was.
  await client.query(`truncate ${TABLES.join(', ')}; update projector set position = 0`)
}
