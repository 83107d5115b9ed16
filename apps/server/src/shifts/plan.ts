/** What was planned for a shift: by the cell file that was in force in it. */
import type { CellDefinition } from '@celltwin/contracts'
import { plannedStopsOf, type ShiftPlan, type ShiftWindow } from '@celltwin/quality'
import type pg from 'pg'

type Queryable = Pick<pg.ClientBase, 'query'>

/** The last one that came into force before `before`, else the first ever. */
export async function definitionInForce(
  db: Queryable,
  cellId: number,
  before: string,
  knownAt = Number.MAX_SAFE_INTEGER,
): Promise<CellDefinition | undefined> {
  const { rows } = await db.query<{ definition: CellDefinition }>(
    `select definition from definition where cell_id = $1 and position <= $3
     order by (at < $2) desc, case when at < $2 then at end desc, at, position desc limit 1`,
    [cellId, before, knownAt],
  )
  return rows[0]?.definition
}

export function planOf({ cycle, recipe, shifts }: CellDefinition, shift: ShiftWindow, speed: number): ShiftPlan {
  return {
    budgetMs: cycle.budgetMs,
    phases: cycle.phases,
    taktMs: cycle.taktMs,
    targetPerShift: shifts?.targetPerShift,
    planned: shifts ? plannedStopsOf(shifts, shift) : [],
    characteristics: recipe.characteristics,
    speed,
  }
}
