/** Passed parts that are pulled and measured again off-line: which, and what their limits were. */
import type { CellDefinition, PulledPart, PulledParts, Remeasurement } from '@celltwin/contracts'
import { type ShiftWindow, shiftAt } from '@celltwin/quality'
import type pg from 'pg'
import type { LiveCell } from '../twins/cells.ts'
import { pullInstants } from './draw.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

/** What was pulled and never measured is let be after so long. */
const LOOK_BACK = "interval '14 days'"

const PASSED = `
  select c.cycle_id as "cycleId", c.serial, c.cycle_number as "cycleNumber", c.simulated, c.judged_at as "passedAt"
  from part_cycle c
  where c.cell_id = $1 and c.challenge is null and c.verdict = 'pass'`

export interface PassedCycle {
  readonly cycleId: string
  readonly serial: string
  readonly cycleNumber: number
  readonly simulated: boolean
  readonly passedAt: string
}

/** Parts drawn of a shift, as far as it has come. */
async function readToPull(db: Queryable, cell: LiveCell, shift: ShiftWindow): Promise<PassedCycle[]> {
  const parts = cell.twin.definition?.value.definition.secondReview?.pulledPerShift ?? 0
  const to = new Date(shift.toMs).toISOString()
  const drawn: PassedCycle[] = []
  for (const instant of pullInstants(cell.path.cell, shift, parts)) {
    const { rows } = await db.query<PassedCycle>(
      `${PASSED} and c.judged_at >= $2 and c.judged_at < $3 and c.cycle_id <> all($4) order by c.judged_at, c.cycle_id limit 1`,
      [cell.id, new Date(instant).toISOString(), to, drawn.map(({ cycleId }) => cycleId)],
    )
    drawn.push(...rows)
  }
  return drawn
}

const TO_MEASURE = `
  select c.cycle_id as "cycleId", c.serial, c.judged_at as "passedAt",
         jsonb_build_object('at', to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', p.by,
           'because', p.because) as pulled
  from pulled_part p join part_cycle c using (cycle_id)
  where p.cell_id = $1 and p.at >= now() - ${LOOK_BACK}
    and not exists (select from remeasurement r where r.cycle_id = p.cycle_id)
  order by p.position`

export async function readPulled(db: Queryable, cell: LiveCell, nowMs: number): Promise<PulledParts> {
  const calendar = cell.twin.definition?.value.definition.shifts
  const shift = calendar && shiftAt(calendar, nowMs)
  const drawn = shift ? await readToPull(db, cell, shift) : []
  const ids = drawn.map(({ cycleId }) => cycleId)
  const { rows: gone } = await db.query<{ id: string }>(
    'select cycle_id as id from pulled_part where cycle_id = any($1)',
    [ids],
  )
  const { rows: toMeasure } = await db.query<PulledPart>(TO_MEASURE, [cell.id])
  const toPull = drawn
    .filter(({ cycleId }) => !gone.some(({ id }) => id === cycleId))
    .map(({ cycleId, serial, passedAt }) => ({ cycleId, serial, passedAt, pulled: null }))
  return { toPull, toMeasure }
}

/** The newest pass of a part, and whether its shift had drawn it. */
export async function readPassed(
  db: Queryable,
  cell: LiveCell,
  serial: string,
): Promise<(PassedCycle & { readonly drawn: boolean; readonly pulled: boolean }) | undefined> {
  const { rows } = await db.query<PassedCycle & { readonly pulled: boolean }>(
    `select p.*, exists (select from pulled_part t where t.cycle_id = p."cycleId") as pulled
     from (${PASSED} and c.serial = $2 order by c.judged_at desc limit 1) p`,
    [cell.id, serial],
  )
  const [passed] = rows
  if (!passed) return undefined
  const calendar = cell.twin.definition?.value.definition.shifts
  const shift = calendar && shiftAt(calendar, Date.parse(passed.passedAt))
  const drawn = shift ? await readToPull(db, cell, shift) : []
  return { ...passed, drawn: drawn.some(({ cycleId }) => cycleId === passed.cycleId) }
}

interface Limits {
  readonly unit: string
  readonly lower?: number | undefined
  readonly upper?: number | undefined
}

/** By characteristic, of the results that a cycle was judged on; of the recipe where it has none. */
export async function readLimits(
  db: Queryable,
  cycleId: string,
  recipe: CellDefinition['recipe'],
): Promise<Map<string, Limits>> {
  const { rows } = await db.query<{ characteristic: string; unit: string; limits: Omit<Limits, 'unit'> }>(
    `select r ->> 'characteristic' as characteristic, r ->> 'unit' as unit, r -> 'limits' as limits
     from inspection i cross join lateral jsonb_array_elements(i.results) r where i.cycle_id = $1`,
    [cycleId],
  )
  return new Map([
    ...recipe.characteristics.map(({ id, unit, lower, upper }) => [id, { unit, lower, upper }] as const),
    ...rows.map(({ characteristic, unit, limits }) => [characteristic, { ...limits, unit }] as const),
  ])
}

/** Held against the limits themselves: what lies outside is an escape, whatever guard band the machine kept. */
export const heldAgainst = (value: number, { lower, upper }: Limits): Pick<Remeasurement, 'conforming'> => ({
  conforming: (lower === undefined || value >= lower) && (upper === undefined || value <= upper),
})
