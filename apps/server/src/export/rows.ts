/** Parts for export, oldest first, without a limit: read through a cursor of the database, so that memory stays small. */
import type { CellTwin, Conformance, PartCriteria, Review, Verdict } from '@celltwin/contracts'
import { cameLateBy, VERIFIER } from '@celltwin/twin'
import type pg from 'pg'
import { conditionsOf } from '../parts/criteria.ts'
import type { LiveCell } from '../twins/cells.ts'

export interface ExportRow {
  readonly serial: string
  readonly cycleId: string
  readonly cycleNumber: number
  readonly insertedAt: string
  readonly judgedAt: string | null
  readonly verdict: Verdict | null
  readonly reason: string | null
  readonly whereabouts: string | null
  readonly simulated: boolean
  readonly replayed: boolean
  readonly recipe: { readonly id: string; readonly version: number } | null
  readonly fixture: string | null
  readonly tool: string | null
  readonly materialLots: readonly { readonly material: string; readonly lot: string }[]
  /** By characteristic: value and conformance. */
  readonly values: Readonly<Record<string, readonly [number | null, Conformance]>>
  readonly review: Review | null
  readonly decidedBy: string | null
  readonly container: string | null
  readonly position: number | null
  readonly label: string | null
  readonly shipment: string | null
  readonly shippedAt: string | null
  /** How long after it was made the verdict reached the journal, where that was late: as every screen says it. */
  readonly verdictCameLateMs: number | null
  /** Modules whose values came late, or after the verdict. */
  readonly cameLate: readonly CameLate[]
}

export interface CameLate {
  readonly module: string
  readonly cameLateMs: number | null
  readonly afterVerdict: boolean
}

/** As the tables have it: by the stamps alone. */
interface Stored extends Omit<ExportRow, 'verdictCameLateMs' | 'cameLate'> {
  readonly judgedLateMs: number | null
  readonly came: readonly {
    readonly module: string
    readonly at: string | null
    readonly lateByMs: number | null
    readonly afterVerdict: boolean
  }[]
}

/** Few enough that a batch is garbage before it grows old. */
const FETCHED = 100

const QUERY = `
  select c.serial, c.cycle_id as "cycleId", c.cycle_number as "cycleNumber", c.started_at as "insertedAt",
         c.judged_at as "judgedAt", c.verdict, c.reasons -> 0 ->> 'text' as reason, c.whereabouts, c.simulated,
         c.replayed, c.inserted -> 'recipe' as recipe, c.inserted ->> 'fixture' as fixture, c.inserted ->> 'tool' as tool,
         l.lots as "materialLots", m.values, r.review, r.by as "decidedBy",
         p.container, p.position, k.label, k.shipment, k.shipped_at as "shippedAt",
         c.judged_late_ms as "judgedLateMs", i.came
  from part_cycle c
  left join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('material', material, 'lot', lot) order by material, lot), '[]') as lots
    from material_lot where cycle_id = c.cycle_id
  ) l on true
  left join lateral (
    select coalesce(jsonb_object_agg(characteristic, jsonb_build_array(value, conformance)), '{}') as values
    from measurement where cycle_id = c.cycle_id
  ) m on true
  left join lateral (
    select review, by from review where cycle_id = c.cycle_id and undone_at is null order by position desc limit 1
  ) r on true
  left join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('module', module, 'at', at, 'lateByMs', came_late_ms, 'afterVerdict', late)
                              order by module), '[]') as came
    from inspection where cycle_id = c.cycle_id and (late or came_late_ms is not null)
  ) i on true
  left join packing p on p.cycle_id = c.cycle_id
  left join container k on k.cell_id = p.cell_id and k.container = p.container`

/** One state of the database, however long the reader takes. Challenge parts are no production. */
export async function* readRows(
  pool: pg.Pool,
  { id, twin }: Pick<LiveCell, 'id' | 'twin'>,
  criteria: PartCriteria,
): AsyncGenerator<readonly ExportRow[]> {
  const where = conditionsOf(criteria, id)
  where.add(() => 'c.challenge is null')
  const client = await pool.connect()
  try {
    await client.query('begin transaction isolation level repeatable read, read only')
    const order = 'order by c.started_at, c.cycle_id'
    await client.query(`declare exported no scroll cursor for ${QUERY}${where.sql} ${order}`, where.values)
    for (;;) {
      const { rows } = await client.query<Stored>(`fetch ${FETCHED} from exported`)
      if (rows.length === 0) return
      yield rows.map((row) => told(twin, row))
    }
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
  }
}

function told(twin: CellTwin, { judgedLateMs, came, ...row }: Stored): ExportRow {
  const late = (source: string, at: string | null, lateByMs: number | null) =>
    at === null || lateByMs === null ? null : (cameLateBy(twin, source, { at, lateByMs }) ?? null)
  return {
    ...row,
    verdictCameLateMs: late(VERIFIER, row.judgedAt, judgedLateMs),
    cameLate: came
      .map(({ module, at, lateByMs, afterVerdict }) => ({
        ...{ module, afterVerdict },
        cameLateMs: late(module, at, lateByMs),
      }))
      .filter(({ cameLateMs, afterVerdict }) => cameLateMs !== null || afterVerdict),
  }
}
