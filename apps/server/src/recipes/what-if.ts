/** The last parts judged again under another recipe, from what is stored of them. Nothing is written. */
import type { Recipe, Result, Verdict, VerdictReason, WhatIf } from '@celltwin/contracts'
import { judge } from '@celltwin/inspection'
import type pg from 'pg'

/** A judged cycle with what every module made of it. */
export interface JudgedPart {
  readonly serial: string
  readonly cycleId: string
  readonly cycleNumber: number
  readonly judgedAt: string
  readonly verdict: Verdict
  readonly reasons: readonly VerdictReason[]
  readonly results: readonly Result[]
}

const LAST = `
select p.serial, p.cycle_id as "cycleId", p.cycle_number as "cycleNumber",
       to_char(p.judged_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "judgedAt",
       p.verdict, coalesce(p.reasons, '[]'::jsonb) as reasons,
       coalesce((select jsonb_agg(r) from inspection i, jsonb_array_elements(i.results) r
                 where i.cycle_id = p.cycle_id and not i.late), '[]'::jsonb) as results
from part_cycle p
where p.cell_id = $1 and p.judged_at is not null and p.challenge is null
order by p.judged_at desc
limit $2`

/** Newest first. */
export const lastJudged = async (pool: pg.Pool, cellId: number, parts: number): Promise<JudgedPart[]> =>
  (await pool.query<JudgedPart>(LAST, [cellId, parts])).rows

/** What kept a part from being judged by its results alone keeps it from that under any recipe. */
const isObstacle = ({ characteristic }: VerdictReason) => characteristic === undefined

export function judgeAgain(parts: readonly JudgedPart[], recipe: Recipe): WhatIf {
  const was = { pass: 0, reject: 0, hold: 0 }
  const becomes = { pass: 0, reject: 0, hold: 0 }
  const changed: WhatIf['changed'] = []
  const warnings = new Map<string, { was: number; becomes: number }>()
  const warn = (reasons: readonly VerdictReason[], when: 'was' | 'becomes') => {
    for (const { characteristic, conformance } of reasons) {
      if (conformance !== 'warning' || characteristic === undefined) continue
      const count = warnings.get(characteristic) ?? { was: 0, becomes: 0 }
      count[when] += 1
      warnings.set(characteristic, count)
    }
  }
  for (const { serial, cycleId, cycleNumber, judgedAt, verdict, reasons, results } of parts) {
    const again = judge(results, recipe)
    const now = reasons.some(isObstacle) ? 'hold' : again.verdict
    was[verdict] += 1
    becomes[now] += 1
    warn(reasons, 'was')
    warn(again.reasons, 'becomes')
    if (now === verdict) continue
    const reason = again.reasons[0]?.text ?? reasons[0]?.text ?? ''
    changed.push({ serial, cycleId, cycleNumber, judgedAt, was: verdict, becomes: now, reason })
  }
  return {
    judged: parts.length,
    from: parts.at(-1)?.judgedAt ?? null,
    to: parts[0]?.judgedAt ?? null,
    was,
    becomes,
    changed,
    warnings: [...warnings]
      .map(([characteristic, counts]) => ({ characteristic, ...counts }))
      .filter((count) => count.was !== count.becomes),
  }
}
