/** Judged parts in the tables that analytics read, one every 15 s from the beginning of a week. */
import type pg from 'pg'

export const START_MS = Date.parse('2026-11-16T00:00:00Z')
export const STEP_MS = 15_000
export const instant = (n: number) => new Date(START_MS + n * STEP_MS).toISOString()

const SECOND = `
  insert into second_review (id, cycle_id, cell_id, position, at, by, finding) values (gen_random_uuid(), $1, 1, $2, $3, 'q', $4)`

export interface Made {
  readonly verdict?: string
  readonly challenge?: string
  readonly values?: Readonly<Record<string, number | null>>
  readonly results?: readonly object[]
  readonly finding?: 'conforming' | 'nonconforming'
  /** Looked at blind. */
  readonly second?: 'conforming' | 'nonconforming'
}

/** Part `n` was inserted `n` steps after the beginning. */
export async function insertParts(pool: pg.Pool, parts: readonly Made[]): Promise<void> {
  const rows = parts.map((part, n) => ({ n, id: `c-${String(n).padStart(5, '0')}`, at: instant(n), ...part }))
  await pool.query(
    `insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, verdict, judged_at, simulated, replayed, challenge)
     select id, 1, 'S-' || n, n + 1, at, coalesce(verdict, 'pass'), at, true, false, challenge
     from jsonb_to_recordset($1) as r(id text, n int, at timestamptz, verdict text, challenge text)`,
    [JSON.stringify(rows)],
  )
  const values = rows.flatMap(({ id, at, values = {} }) =>
    Object.entries(values).map(([characteristic, value]) => ({
      ...{ id, at, characteristic, value },
      conformance: value === null ? 'not-inspected' : value < -2 || value > 3 ? 'fail' : 'pass',
    })),
  )
  await pool.query(
    `insert into measurement (cycle_id, characteristic, cell_id, at, value, conformance)
     select id, characteristic, 1, at, value, conformance
     from jsonb_to_recordset($1) as r(id text, characteristic text, at timestamptz, value float8, conformance text)`,
    [JSON.stringify(values)],
  )
  for (const { id, at, results } of rows.filter(({ results }) => results))
    await pool.query(
      `insert into inspection (cycle_id, module, cell_id, at, results) values ($1, 'visual', 1, $2, $3)`,
      [id, at, JSON.stringify(results)],
    )
  for (const { id, n, at, finding } of rows.filter(({ finding }) => finding))
    await pool.query(
      `insert into review (id, cycle_id, cell_id, position, at, by, review) values (gen_random_uuid(), $1, 1, $2, $3, 'q', $4)`,
      [id, n + 1, at, JSON.stringify({ finding, reasonCode: 'x' })],
    )
  for (const { id, n, at, second } of rows.filter(({ second }) => second))
    await pool.query(SECOND, [id, n + 1, at, second])
}
