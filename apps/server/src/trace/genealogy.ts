/** A set of parts from end to end: lots and means it was made of and with, containers and shipments it went into. */
import type { Genealogy, PartCriteria } from '@celltwin/contracts'
import type pg from 'pg'
import { conditionsOf } from '../parts/criteria.ts'

const MOST_CONTAINERS = 200

/** Rows of a query, in its order, as a JSON list. */
const list = (query: string) => `(select coalesce(json_agg(x), '[]') from (${query}) x)`

const BOXES = `
  select k.container, k.label, k.closed_at, k.shipment, k.shipped_at, k.customer, count(*) as parts,
         (select count(*) from packing a where a.cell_id = k.cell_id and a.container = k.container) as holds
  from m join packing p using (cycle_id) join container k on k.cell_id = p.cell_id and k.container = p.container
  group by k.cell_id, k.container`

export async function readGenealogy(pool: pg.Pool, cellId: number, criteria: PartCriteria): Promise<Genealogy> {
  const where = conditionsOf(criteria, cellId)
  where.add(() => 'c.challenge is null')
  const { rows } = await pool.query<{ genealogy: Genealogy }>(
    `with m as materialized (
       select c.cycle_id, c.verdict, c.started_at, c.whereabouts from part_cycle c${where.sql}
     ), boxes as materialized (${BOXES})
     select json_build_object(
       'parts', (select count(*) from m),
       'from', (select min(started_at) from m), 'to', (select max(started_at) from m),
       'verdicts', (select json_build_object(
          'pass', count(*) filter (where verdict = 'pass'), 'reject', count(*) filter (where verdict = 'reject'),
          'hold', count(*) filter (where verdict = 'hold'), 'none', count(*) filter (where verdict is null)) from m),
       'lots', ${list(`
          select l.material, l.lot as name, count(*) as parts from m join material_lot l using (cycle_id)
          group by 1, 2 order by 1, 3 desc, 2`)},
       'links', ${list(`
          select l.kind, l.name, count(*) as parts from m join trace_link l using (cycle_id)
          group by 1, 2 order by 1, 3 desc, 2`)},
       'operators', ${list(`
          select r.by as name, count(distinct cycle_id) as parts from m join review r using (cycle_id)
          where r.undone_at is null group by 1 order by 2 desc, 1`)},
       'loose', ${list(`
          select coalesce(m.whereabouts, 'in-process') as name, count(*) as parts from m
          where not exists (select from packing p where p.cycle_id = m.cycle_id) group by 1 order by 2 desc, 1`)},
       'containers', ${list(`
          select container, label, closed_at as "closedAt", shipment, shipped_at as "shippedAt", customer, parts, holds
          from boxes order by container desc limit ${MOST_CONTAINERS}`)},
       'containerCount', (select count(*) from boxes),
       'shipments', ${list(`
          select shipment, max(customer) as customer, count(*) as containers, sum(parts) as parts from boxes
          where shipment is not null group by 1 order by 1 desc`)}
     ) as genealogy`,
    where.values,
  )
  return inWords(rows[0]!.genealogy)
}

/** Postgres writes instants in JSON in a way of its own. */
function inWords(genealogy: Genealogy): Genealogy {
  const instant = <T extends string | null>(at: T): T => (at === null ? at : (new Date(at).toISOString() as T))
  return {
    ...genealogy,
    from: instant(genealogy.from),
    to: instant(genealogy.to),
    containers: genealogy.containers.map((box) => ({
      ...box,
      closedAt: instant(box.closedAt),
      shippedAt: instant(box.shippedAt),
    })),
  }
}
