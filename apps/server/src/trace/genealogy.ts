/** A set of parts from end to end: lots and means it was made of and with, containers and shipments it went into. */
import type { Genealogy, PartCriteria } from '@celltwin/contracts'
import type pg from 'pg'
import { conditionsOf } from '../parts/criteria.ts'

const MOST_CONTAINERS = 200

/** Rows of a query, in its order, as a JSON list. */
const list = (query: string) => `(select coalesce(json_agg(x), '[]') from (${query}) x)`

/**
 * Parts counted by each thing they are asked for, all in one pass. Each by itself: by several at once a hundred thousand
 * parts are nearly as many groups, which Postgres would sort on the disk.
 */
const COUNTED = (where: string) => `
  select made_from, made_with, verdict, place, container,
         case when grouping(made_from) = 0 then 'made_from' when grouping(made_with) = 0 then 'made_with'
              when grouping(verdict) = 0 then 'verdict' when grouping(place) = 0 then 'place' else 'container' end as by,
         min(started_at) as "from", max(started_at) as "to", count(*)::int as parts
  from (
    select c.made_from, c.made_with, c.verdict, c.started_at, c.container,
           case when c.container is null then coalesce(c.whereabouts, 'in-process') end as place
    from part_cycle c${where}
  ) asked group by grouping sets ((made_from), (made_with), (verdict), (place), (container))`

const originsOf = (column: 'made_from' | 'made_with', kind: string) => `
  select o.kind as ${kind}, o.name, sum(x.parts) as parts
  from counted x join origin o on o.id = x.${column} where x.by = '${column}'
  group by 1, 2 order by 1, 3 desc, 2`

export async function readGenealogy(pool: pg.Pool, cellId: number, criteria: PartCriteria): Promise<Genealogy> {
  const where = conditionsOf(criteria, cellId)
  where.add(() => 'c.challenge is null')
  const [{ rows }, operators] = await Promise.all([
    pool.query<{ genealogy: Genealogy }>(
      `with counted as materialized (${COUNTED(where.sql)}), judged as (select * from counted where by = 'verdict'),
       boxes as materialized (
         select k.cell_id, k.container, k.label, k.closed_at, k.shipment, k.shipped_at, k.customer, x.parts
         from counted x join container k on k.cell_id = ${cellId} and k.container = x.container where x.by = 'container'
       )
       select json_build_object(
         'parts', (select coalesce(sum(parts), 0) from judged),
         'from', (select min("from") from judged), 'to', (select max("to") from judged),
         'verdicts', (select json_build_object(
            'pass', coalesce(sum(parts) filter (where verdict = 'pass'), 0),
            'reject', coalesce(sum(parts) filter (where verdict = 'reject'), 0),
            'hold', coalesce(sum(parts) filter (where verdict = 'hold'), 0),
            'none', coalesce(sum(parts) filter (where verdict is null), 0)) from judged),
         'lots', ${list(originsOf('made_from', 'material'))},
         'links', ${list(originsOf('made_with', 'kind'))},
         'loose', ${list(`select place as name, parts from counted where by = 'place' and place is not null order by 2 desc, 1`)},
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
