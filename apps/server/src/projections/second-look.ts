/** Second reviews, pulled parts and what was measured again: entries → rows → tables. */
import type { CellEvent } from '@celltwin/contracts'

export interface SecondLookRows {
  readonly secondReviews: object[]
  readonly pulled: object[]
  readonly remeasured: object[]
}

export function projectSecondLook(rows: SecondLookRows, position: number, event: CellEvent): void {
  const { id, occurredAt: at } = event
  switch (event.type) {
    case 'part-second-reviewed': {
      const { cycleId: cycle_id, by, finding, defect, angleDeg: angle_deg } = event.data
      rows.secondReviews.push({ id, cycle_id, position, at, by, finding, defect, angle_deg })
      return
    }
    case 'part-pulled': {
      const { cycleId: cycle_id, by, because } = event.data
      rows.pulled.push({ cycle_id, position, at, by, because })
      return
    }
    case 'part-remeasured': {
      const { cycleId: cycle_id, by, gauge, values } = event.data
      for (const value of values) rows.remeasured.push({ ...value, id, cycle_id, position, at, by, gauge })
      return
    }
    default:
      return
  }
}

/** Each takes all its rows as one JSON document; `$1` is the cell. */
export const SECOND_LOOK_STATEMENTS = {
  secondReviews: `
    insert into second_review (id, cell_id, cycle_id, position, at, by, finding, defect, angle_deg)
    select r.id, $1, r.cycle_id, r.position, r.at, r.by, r.finding, r.defect, r.angle_deg
    from jsonb_to_recordset($2) as r(id uuid, cycle_id text, position bigint, at timestamptz, by text, finding text,
      defect text, angle_deg float8)
    on conflict do nothing`,
  pulled: `
    insert into pulled_part (cycle_id, cell_id, position, at, by, because)
    select r.cycle_id, $1, r.position, r.at, r.by, r.because
    from jsonb_to_recordset($2) as r(cycle_id text, position bigint, at timestamptz, by text, because text)
    on conflict do nothing`,
  remeasured: `
    insert into remeasurement (id, characteristic, cell_id, cycle_id, position, at, by, gauge, value, unit, uncertainty,
                               conforming)
    select r.id, r.characteristic, $1, r.cycle_id, r.position, r.at, r.by, r.gauge, r.value, r.unit, r.uncertainty,
           r.conforming
    from jsonb_to_recordset($2) as r(id uuid, characteristic text, cycle_id text, position bigint, at timestamptz,
      by text, gauge text, value float8, unit text, uncertainty float8, conforming bool)
    on conflict do nothing`,
} as const satisfies Record<keyof SecondLookRows, string>

export const SECOND_LOOK_TABLES = ['second_review', 'pulled_part', 'remeasurement'] as const
