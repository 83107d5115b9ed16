/** Decisions of people as labelled data: which bytes, what was said of them, and where that comes from. */
import { createHmac } from 'node:crypto'
import type { LabelledDecision } from '@celltwin/contracts'
import type pg from 'pg'

export interface LabelQuery {
  readonly cell?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** People by name, not by pseudonym. */
  readonly names?: boolean | undefined
}

const FETCHED = 500

/** The last word of each kind on each cycle; what was taken back, or did not say, is no label. */
const DECISIONS = `
  select * from (
    select distinct on (cycle_id) id, cycle_id, at, by, 'review' as "from", false as blind,
      jsonb_strip_nulls(jsonb_build_object('finding', review -> 'finding', 'defect', review -> 'defect',
        'angleDeg', review -> 'angleDeg', 'reasonCode', review -> 'reasonCode')) as label
    from review where undone_at is null order by cycle_id, position desc
  ) r
  union all
  select * from (
    select distinct on (cycle_id) id, cycle_id, at, by, 'second-review', true,
      jsonb_strip_nulls(jsonb_build_object('finding', finding, 'defect', defect, 'angleDeg', angle_deg)) as label
    from second_review order by cycle_id, position desc
  ) s where label ->> 'finding' <> 'unclear'
  union all
  select id, cycle_id, max(at), max(by), 'remeasurement', false,
    jsonb_build_object('finding', case when bool_and(conforming) then 'conforming' else 'nonconforming' end,
      'gauge', max(gauge), 'values', jsonb_agg(jsonb_strip_nulls(jsonb_build_object('characteristic', characteristic,
        'value', value, 'unit', unit, 'uncertainty', uncertainty, 'conforming', conforming)) order by characteristic))
  from remeasurement group by id, cycle_id`

const QUERY = `
  select d.id, c.serial as "splitKey", k.slug as cell, d.cycle_id as "cycleId", d.at, d."from", d.blind, d.label, d.by,
         c.verdict, c.inserted -> 'recipe' as recipe, m.models, e.evidence, c.simulated, c.replayed
  from (${DECISIONS}) d
  join part_cycle c using (cycle_id)
  join cell k on k.id = c.cell_id
  left join lateral (
    select coalesce(jsonb_agg(distinct r -> 'algorithm' -> 'model'), '[]') as models
    from inspection i cross join lateral jsonb_array_elements(i.results) r
    where i.cycle_id = d.cycle_id and r -> 'algorithm' ? 'model'
  ) m on true
  left join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('kind', v.kind, 'module', v.module, 'sha256', v.sha256,
      'mediaType', v.media_type, 'bytes', v.bytes, 'stored', f.sha256 is not null and f.dropped_at is null)
      order by v.captured_at, v.kind), '[]') as evidence
    from evidence_ref v left join evidence_file f on f.sha256 = v.sha256
    where v.cycle_id = d.cycle_id and v.request_id is null
  ) e on true
  where ($1::text is null or k.slug = $1) and ($2::timestamptz is null or d.at >= $2)
    and ($3::timestamptz is null or d.at < $3)
  order by d.at, d.id`

/** One state of the database, line by line, in little memory. */
export async function* readLabels(pool: pg.Pool, { cell, from, to, names }: LabelQuery): AsyncGenerator<string> {
  const client = await pool.connect()
  try {
    await client.query('begin transaction isolation level repeatable read, read only')
    const { rows: keys } = await client.query<{ key: string }>('select key from label_key')
    const key = keys[0]!.key
    const values = [cell ?? null, from ?? null, to ?? null]
    await client.query(`declare labels no scroll cursor for ${QUERY}`, values)
    for (;;) {
      const { rows } = await client.query<LabelledDecision>(`fetch ${FETCHED} from labels`)
      if (rows.length === 0) return
      const told = names ? rows : rows.map((row) => ({ ...row, by: pseudonymOf(row.by, key) }))
      yield told.map((row) => `${JSON.stringify(row)}\n`).join('')
    }
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
  }
}

/** The same person has the same one in every export of this installation, and another elsewhere. */
const pseudonymOf = (name: string, key: string): string =>
  `person-${createHmac('sha256', key).update(name).digest('hex').slice(0, 10)}`
