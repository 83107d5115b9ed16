/** Studies of gauges as the journal has them. They are few: no projection keeps a copy. */
import type { EventOf, StudiedCharacteristic, StudyRecord, StudySummary } from '@celltwin/contracts'
import type pg from 'pg'
import type { LiveCell } from '../twins/cells.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

/** Answered by the partial index `journal_study`. */
const STUDIES = `
  select recorded_at, payload from journal where cell_id = $1 and type = 'study-recorded' order by position desc`

export async function readStudies(db: Queryable, cellId: number): Promise<StudyRecord[]> {
  const { rows } = await db.query<{ recorded_at: string; payload: Buffer }>(STUDIES, [cellId])
  return rows.map(({ recorded_at: recordedAt, payload }) => {
    const { id, simulated, data } = JSON.parse(payload.toString()) as EventOf<'study-recorded'>
    return { id, recordedAt, simulated, ...data }
  })
}

/** What the recipe has measured by a gauge, each with its studies; also those of gauges that are gone. */
export function listStudies({ twin }: LiveCell, studies: readonly StudyRecord[]): StudiedCharacteristic[] {
  const definition = twin.definition?.value.definition
  const listed = (definition?.recipe.characteristics ?? []).flatMap(({ id, title, kind, unit, module }) => {
    const gauge = definition?.modules[module]?.gauge
    return gauge === undefined ? [] : [{ gauge, characteristic: id, title, kind, unit }]
  })
  const same = (a: { gauge: string; characteristic: string }) => (b: typeof a) =>
    a.gauge === b.gauge && a.characteristic === b.characteristic
  const gone = studies
    .filter((study, i) => !listed.some(same(study)) && studies.findIndex(same(study)) === i)
    .map(({ gauge, characteristic, unit }) => ({
      gauge,
      characteristic,
      title: characteristic,
      kind: 'measure' as const,
      unit,
    }))
  return [...listed, ...gone].map((one) => ({ ...one, studies: studies.filter(same(one)).map(summaryOf) }))
}

const summaryOf = ({ id, recordedAt, kind, verdict, readings, simulated, by, runId }: StudyRecord): StudySummary => ({
  id,
  recordedAt,
  kind,
  verdict,
  readings: readings.length,
  parts: new Set(readings.map(({ part }) => part)).size,
  simulated,
  by,
  ...(runId === undefined ? {} : { runId }),
})
