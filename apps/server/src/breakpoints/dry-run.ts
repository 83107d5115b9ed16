/** How often a breakpoint would have stopped the cell: the condition held against what was judged. */
import type { BreakpointDryRun, Verdict } from '@celltwin/contracts'
import { type Condition, holds, type JudgedPart, NO_TALLY, namedBy, tallied } from '@celltwin/inspection/condition'
import type pg from 'pg'

const HITS_NAMED = 50

export async function dryRun(
  pool: pg.Pool,
  cellId: number,
  condition: Condition,
  from: Date,
): Promise<BreakpointDryRun> {
  const { rows } = await pool.query<Row>(PARTS, [cellId, from, namedBy(condition)])
  const hits: BreakpointDryRun['hits'] = []
  let tally = NO_TALLY
  for (const { serial, cycleId, cycleNumber, judgedAt, verdict, results } of rows) {
    const part: JudgedPart = { verdict, results }
    tally = tallied(tally, part)
    if (holds(condition, part, tally)) hits.push({ serial, cycleId, cycleNumber, at: judgedAt, verdict })
  }
  return { from: from.toISOString(), parts: rows.length, stops: hits.length, hits: hits.slice(-HITS_NAMED).reverse() }
}

interface Row {
  readonly serial: string
  readonly cycleId: string
  readonly cycleNumber: number
  readonly judgedAt: string
  readonly verdict: Verdict
  readonly results: JudgedPart['results']
}

/** Only the characteristics that the condition names are read. */
const PARTS = `
  select c.serial, c.cycle_id as "cycleId", c.cycle_number as "cycleNumber", c.judged_at as "judgedAt", c.verdict,
         coalesce(m.results, '[]'::jsonb) as results
  from part_cycle c
  left join lateral (
    select jsonb_agg(jsonb_build_object('characteristic', m.characteristic, 'value', m.value, 'conformance', m.conformance))
             as results
    from measurement m where m.cycle_id = c.cycle_id and m.characteristic = any($3)
  ) m on true
  where c.cell_id = $1 and c.judged_at >= $2 and c.verdict is not null and c.challenge is null
  order by c.cycle_number`
