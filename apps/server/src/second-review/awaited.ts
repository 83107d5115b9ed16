/** Parts that the second review still asks somebody to look at or to measure. */
import type pg from 'pg'
import type { LiveCell } from '../twins/cells.ts'
import { ratesOf } from './draw.ts'
import { DRAWN } from './next.ts'
import { readPulled } from './pulled.ts'

const UNSEEN = `
  select d.cycle_id as "cycleId" from (${DRAWN}) d
  where not exists (select from second_review s where s.cycle_id = d.cycle_id)`

/** Cycles drawn and not looked at, and those to be pulled or measured. */
export async function readAwaited(pool: pg.Pool, cell: LiveCell, nowMs: number): Promise<string[]> {
  const plan = cell.twin.definition?.value.definition.secondReview
  const { toPull, toMeasure } = await readPulled(pool, cell, nowMs)
  const drawn =
    plan && (await pool.query<{ cycleId: string }>(UNSEEN, [cell.id, cell.path.cell, ...ratesOf(plan)])).rows
  return [...toPull, ...toMeasure, ...(drawn ?? [])].map(({ cycleId }) => cycleId)
}
