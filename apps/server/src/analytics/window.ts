/** What every chart asks first: which cycles count, and what there is to look at. */
import type { AnalyticsOverview, Characteristic } from '@celltwin/contracts'
import type pg from 'pg'

export interface Window {
  readonly cellId: number
  readonly from: string
  readonly to: string
}

/** Measurements `m` of production in the window ($1 cell, $2 from, $3 to): challenge parts say nothing of the process. */
export const MEASURED = `m.cell_id = $1 and m.at >= $2 and m.at < $3
  and not exists (select from part_cycle x where x.cycle_id = m.cycle_id and x.challenge is not null)`

/** Cycles `c` of production in the window. */
export const CYCLES = 'c.cell_id = $1 and c.started_at >= $2 and c.started_at < $3 and c.challenge is null'

export async function readOverview(
  pool: pg.Pool,
  { cellId, from, to }: Window,
  recipe:
    | { readonly id: string; readonly version: number; readonly characteristics: readonly Characteristic[] }
    | undefined,
): Promise<AnalyticsOverview> {
  const values = [cellId, from, to]
  const [cycles, found] = await Promise.all([
    pool.query<{ cycles: number; simulated: boolean; replayed: boolean }>(
      `select count(*) as cycles, coalesce(bool_or(simulated), false) as simulated,
              coalesce(bool_or(replayed), false) as replayed from part_cycle c where ${CYCLES}`,
      values,
    ),
    pool.query<{ characteristic: string; count: number }>(
      `select characteristic, count(*) as count from measurement m
       where ${MEASURED} and m.conformance in ('fail', 'conditional-fail') group by 1`,
      values,
    ),
  ])
  const counts = new Map(found.rows.map(({ characteristic, count }) => [characteristic, count]))
  return {
    from,
    to,
    ...cycles.rows[0]!,
    recipe: recipe ? `${recipe.id} v${recipe.version}` : null,
    characteristics: (recipe?.characteristics ?? []).map((characteristic) => ({
      ...characteristic,
      nonconforming: counts.get(characteristic.id) ?? 0,
    })),
  }
}
