/** A set of parts from end to end: lots and means it was made of and with, containers and shipments it went into. */
import type { Genealogy, PartCriteria } from '@celltwin/contracts'
import type pg from 'pg'
import { conditionsOf } from '../parts/criteria.ts'

const MOST_CONTAINERS = 200

/** Rows of a query, in its order, as a JSON list. */
const list = (query: string) => `(select coalesce(json_agg(x), '[]') from (${query}) x)`

/**
 * Parts that have everything in common which is asked for are one row: a hundred thousand parts are some thousand rows, and
 * lots, means and containers are counted on those.
 */
const ALIKE = (where: string) => `
  select c.made_from, c.made_with, c.verdict, p.container,
         case when p.container is null then coalesce(c.whereabouts, 'in-process') end as place,
         min(c.started_at) as "from", max(c.started_at) as "to", count(*)::int as parts
  from part_cycle c left join packing p using (cycle_id)${where} group by 1, 2, 3, 4, 5`

const originsOf = (column: 'made_from' | 'made_with', kind: string) => `
  select o.kind as ${kind}, o.name, sum(x.parts) as parts
  from (select ${column} as id, sum(parts) as parts from alike group by 1) x join origin o using (id)
  group by 1, 2 order by 1, 3 desc, 2`

export async function readGenealogy(pool: pg.Pool, cellId: number, criteria: PartCriteria): Promise<Genealogy> {
  const where = conditionsOf(criteria, cellId)
  where.add(() => 'c.challenge is null')
  const [{ rows }, operators] = await Promise.all([
    pool.query<{ genealogy: Genealogy }>(
      `with alike as materialized (${ALIKE(where.sql)}), boxes as materialized (
         select k.cell_id, k.container, k.label, k.closed_at, k.shipment, k.shipped_at, k.customer, sum(x.parts) as parts
         from alike x join container k on k.cell_id = ${cellId} and k.container = x.container group by k.cell_id, k.container
       )
       select json_build_object(
         'parts', (select coalesce(sum(parts), 0) from alike),
         'from', (select min("from") from alike), 'to', (select max("to") from alike),
         'verdicts', (select json_build_object(
            'pass', coalesce(sum(parts) filter (where verdict = 'pass'), 0),
            'reject', coalesce(sum(parts) filter (where verdict = 'reject'), 0),
            'hold', coalesce(sum(parts) filter (where verdict = 'hold'), 0),
            'none', coalesce(sum(parts) filter (where verdict is null), 0)) from alike),
         'lots', ${list(originsOf('made_from', 'material'))},
         'links', ${list(originsOf('made_with', 'kind'))},
         'loose', ${list('select place as name, sum(parts) as parts from alike where place is not null group by 1 order by 2 desc, 1')},
         'containers', ${list(`
            select container, label, closed_at as "closedAt", shipment, shipped_at as "shippedAt", customer, parts,
                   (select count(*) from packing a where a.cell_id = b.cell_id and a.container = b.container) as holds
            from (select * from boxes order by container desc limit ${MOST_CONTAINERS}) b order by container desc`)},
         'containerCount', (select count(*) from boxes),
         'shipments', ${list(`
            select shipment, max(customer) as customer, count(*) as containers, sum(parts) as parts from boxes
            where shipment is not null group by 1 order by 1 desc`)}
       ) as genealogy`,
      where.values,
    ),
    pool.query<Genealogy['operators'][number]>(
      `select r.by as name, count(distinct r.cycle_id) as parts
       from review r join part_cycle c using (cycle_id)${where.sql} and r.cell_id = ${cellId} and r.undone_at is null
       group by 1 order by 2 desc, 1`,
      where.values,
    ),
  ])
  return inWords({ ...rows[0]!.genealogy, operators: operators.rows })
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
