/** 100,000 parts with what they were made from and with, their values, decisions and containers, straight into the tables. */
import type { CellDefinition } from '@celltwin/contracts'
import pg from 'pg'

export const TRACED_PARTS = 100_000

/** Answers how many measurements there are. */
export async function seedTrace(databaseUrl: string, slug: string, { recipe }: CellDefinition): Promise<number> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ id: number }>('select id from cell where slug = $1', [slug])
    const cell = [rows[0]!.id]
    await client.query('set synchronous_commit = off')
    await client.query(PARTS, cell)
    const { rowCount } = await client.query(MEASUREMENTS, [...cell, recipe.characteristics.map(({ id }) => id)])
    for (const statement of [LOTS, MADE_FROM, MEANS, REVIEWS, PACKING, CONTAINERS]) await client.query(statement, cell)
    // As autovacuum leaves a plant's tables behind.
    for (const table of ['part_cycle', 'measurement', 'material_lot', 'origin', 'review', 'packing', 'container'])
      await client.query(`vacuum analyze ${table}`)
    return rowCount ?? 0
  } finally {
    await client.end()
  }
}

const EACH = `generate_series(1, ${TRACED_PARTS}) as n`
const CONTAINER = `'KLT-' || lpad((n / 12)::text, 6, '0')`
const AT = `now() - (${TRACED_PARTS} - n) * interval '15 s'`

const PARTS = `
  insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, inserted_at, inserted, verdict, judged_at,
    judged_after_ms, reasons, not_inspected, whereabouts, container, simulated, replayed)
  select 'trace-' || n, $1, 'T-' || lpad(n::text, 6, '0'), n, at, at,
    '{"recipe": {"id": "6PK-120", "version": 15}, "fixture": "FX-1", "tool": "T1"}', verdict, at + interval '9 s', 9000,
    case verdict when 'pass' then '[]'::jsonb
      else '[{"characteristic": "crimp-count", "conformance": "fail", "text": "Crimp count 5, below 6"}]'::jsonb end,
    0, case verdict when 'pass' then 'accept' else verdict end, case verdict when 'pass' then ${CONTAINER} end, true, false
  from (select n, ${AT} as at,
    case when n % 1000 = 1 then 'hold' when n % 50 = 0 then 'reject' else 'pass' end as verdict from ${EACH}) as parts`

/** Values up to 1000, one in a thousand above 900; a failed crimp count with each reject. */
const MEASUREMENTS = `
  insert into measurement (cycle_id, characteristic, cell_id, at, value, conformance)
  select 'trace-' || n, id, $1, ${AT} + interval '8 s',
    case when (n * 7919 + length(id)) % 1000 = 0 then 950 else ((n * 31) % 200) - 100 end,
    case when id = 'crimp-count' and n % 50 = 0 then 'fail' when n % 20011 = 0 then 'not-inspected' else 'pass' end
  from ${EACH} cross join unnest($2::text[]) as id`

const LOTS = `
  insert into material_lot (cycle_id, material, lot, cell_id)
  select 'trace-' || n, material, letter || '-' || lpad((n / parts)::text, 4, '0'), $1
  from ${EACH} cross join (values ('bearing', 'B', 500), ('grease', 'G', 5000), ('casting', 'C', 1000))
    as lots(material, letter, parts)`

/** The digest of an origin is any number that no other has. */
const MEANS = `
  with each as (
    select n, 1 + n % 8 + 8 * (n / 2000) as id from ${EACH}
  ), used as (
    update part_cycle c set made_with = each.id from each where c.cycle_id = 'trace-' || n
  )
  insert into origin (id, kind, name)
  select distinct id, kind, name from each cross join lateral (values
    ('recipe', '6PK-120 v' || 14 + n / 60000), ('fixture', 'FX-' || n % 8), ('tool', 'ST-' || n / 20000),
    ('gauge', 'camera-1'), ('gauge', case when n < ${TRACED_PARTS / 2} then 'laser-1' else 'laser-2' end),
    ('gauge', 'laser-3'), ('gauge', 'accelerometer-1'),
    ('calibration', 'CAM-' || n / 10000), ('calibration', 'LAS-' || n / 10000), ('calibration', 'ACC-' || n / 50000),
    ('model', md5('face' || n / 40000)), ('model', md5('bearing')),
    ('algorithm', 'face-net 1'), ('algorithm', 'bearing-forest 1'), ('algorithm', 'groove-profile 1'),
    ('algorithm', 'crimp-height 1')) as links(kind, name)
  where $1 > 0`

const MADE_FROM = `
  with each as (select cycle_id, -min(hashtext(lot)) filter (where material = 'bearing') as id
    from material_lot where cell_id = $1 group by 1
  ), used as (
    update part_cycle c set made_from = each.id from each where c.cycle_id = each.cycle_id
  )
  insert into origin (id, kind, name) select distinct id, material, lot from each join material_lot using (cycle_id)`

const REVIEWS = `
  insert into review (id, cycle_id, cell_id, position, at, by, review)
  select gen_random_uuid(), 'trace-' || n, $1, n, ${AT} + interval '5 min', 'person ' || n / 50 % 5,
    '{"finding": "nonconforming", "disposition": "scrap", "defect": "crimp-count", "reasonCode": "confirmed"}'
  from ${EACH} where n % 50 = 0`

const PACKING = `
  insert into packing (cycle_id, cell_id, container, position, positions, at, known)
  select 'trace-' || n, $1, ${CONTAINER}, 1 + n % 12, 12, ${AT} + interval '20 s', n
  from ${EACH} where n % 50 <> 0 and n % 1000 <> 1`

const CONTAINERS = `
  insert into container (cell_id, container, label, closed_at, shipment, shipped_at, customer)
  select cell_id, container, 'label ' || container, max(at), 'S-' || lpad((max(known) / 192)::text, 4, '0'), max(at), 'Customer'
  from packing where cell_id = $1 group by 1, 2`
