/** Rows of trace, packing and recalls → tables. Each statement takes all its rows as one JSON document; `$1` is the cell. */
import type { TraceRows } from './trace-rows.ts'

/**
 * Adds to what cycles were made from or with. In the order of ids: cells project at the same time and share origins.
 */
const made = (column: 'made_from' | 'made_with') => `
    with said as (
      select r.cycle_id, r.kind, r.name from jsonb_to_recordset($2) as r(cycle_id text, kind text, name text)
    ), whole as (
      select cycle_id, kind, name from said
      union
      select c.cycle_id, o.kind, o.name from part_cycle c join origin o on o.id = c.${column}
      where c.cycle_id in (select cycle_id from said)
    ), made as (
      select cycle_id, hashtextextended(jsonb_agg(jsonb_build_array(kind, name) order by kind, name)::text, 0) as id
      from whole group by 1
    ), kept as (
      insert into origin (id, kind, name) select distinct id, kind, name from made join whole using (cycle_id)
      order by 1, 2, 3 on conflict do nothing
    )
    update part_cycle c set ${column} = made.id from made
    where c.cycle_id = made.cycle_id and c.cell_id = $1 and c.${column} is distinct from made.id`

export const TRACE_STATEMENTS = {
  madeFrom: made('made_from'),
  madeWith: made('made_with'),
  packed: `
    with packed as (
      insert into packing (cycle_id, cell_id, container, position, positions, at, known)
      select r.cycle_id, $1, r.container, r.position, r.positions, r.at, r.known
      from jsonb_to_recordset($2) as r(cycle_id text, container text, position int, positions int, at timestamptz,
        known bigint)
      on conflict (cycle_id) do update set container = excluded.container, position = excluded.position,
        positions = excluded.positions, at = excluded.at, known = excluded.known
      where packing.known < excluded.known
      returning cycle_id, container
    )
    update part_cycle c set container = packed.container from packed
    where c.cycle_id = packed.cycle_id and c.container is distinct from packed.container`,
  containers: `
    insert into container (cell_id, container, label, closed_at, shipment, shipped_at, customer)
    select $1, r.container, r.label, r.closed_at, r.shipment, r.shipped_at, r.customer
    from jsonb_to_recordset($2) as r(container text, label text, closed_at timestamptz, shipment text,
      shipped_at timestamptz, customer text)
    on conflict (cell_id, container) do update set
      label = coalesce(excluded.label, container.label), closed_at = coalesce(excluded.closed_at, container.closed_at),
      shipment = coalesce(excluded.shipment, container.shipment),
      shipped_at = coalesce(excluded.shipped_at, container.shipped_at),
      customer = coalesce(excluded.customer, container.customer)`,
  recalls: `
    insert into recall (recall_id, cell_id, at, criteria, reason, by, searched)
    select r.recall_id, $1, r.at, r.criteria, r.reason, r.by, r.searched
    from jsonb_to_recordset($2) as r(recall_id uuid, at timestamptz, criteria jsonb, reason text, by text,
      searched bigint)
    on conflict do nothing`,
  recallParts: `
    insert into recall_part (recall_id, cycle_id, cell_id, late)
    select r.recall_id, r.cycle_id, $1, r.late
    from jsonb_to_recordset($2) as r(recall_id uuid, cycle_id text, late bool)
    on conflict do nothing`,
  blocks: `
    insert into recall_block (recall_id, container, cell_id, at, late)
    select r.recall_id, r.container, $1, r.at, r.late
    from jsonb_to_recordset($2) as r(recall_id uuid, container text, at timestamptz, late bool)
    on conflict do nothing`,
  // The first confirmation counts.
  confirmations: `
    update recall_block b set confirmed_at = r.at, confirmed_by = r.by, place = r.place, remark = r.remark
    from jsonb_to_recordset($2) as r(recall_id uuid, container text, at timestamptz, by text, place text, remark text)
    where b.recall_id = r.recall_id and b.container = r.container and b.cell_id = $1 and b.confirmed_at is null`,
  recallEnds: `
    update recall set closed_at = r.at, closed_by = r.by, conclusion = r.conclusion
    from jsonb_to_recordset($2) as r(recall_id uuid, at timestamptz, by text, conclusion text)
    where recall.recall_id = r.recall_id and recall.cell_id = $1 and recall.closed_at is null`,
} as const satisfies Record<keyof TraceRows, string>

export const TRACE_TABLES = [...['origin', 'packing', 'container', 'recall', 'recall_part', 'recall_block']]
