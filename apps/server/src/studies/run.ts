/** What a run of the cell comes to: a study of each measured characteristic, and what it did not give. */
import type { CellDefinition, Characteristic, EventData, StudyRunOutcome, StudyShortfall } from '@celltwin/contracts'
import { type StudyRunState, studyRunState } from '@celltwin/twin'
import type pg from 'pg'
import { SERVER } from '../ingest/own-event.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type Lost, lostByReason } from './lost.ts'
import { reckonStudy, subjectOf } from './reckon.ts'
import { readStudies } from './records.ts'
import { readRepeats } from './repeats.ts'

/** How long results of modules may come after the end of a run. */
export const PATIENCE_MS = 60_000

export interface ReckonedRun {
  readonly studies: readonly EventData<'study-recorded'>[]
  readonly shortfalls: readonly StudyShortfall[]
}

export async function reckonRun(
  db: pg.Pool,
  cell: LiveCell,
  run: StudyRunState,
  definition: CellDefinition,
): Promise<ReckonedRun> {
  const studies: EventData<'study-recorded'>[] = []
  const shortfalls: StudyShortfall[] = []
  const lost = await readLost(db, cell.id, run)
  for (const one of definition.recipe.characteristics.filter(({ kind }) => kind === 'measure')) {
    const wanted = { characteristic: one.id, serials: run.study.parts, since: run.startedAt, until: run.endedAt }
    const readings = await readRepeats(db, cell.id, wanted)
    const by = cell.twin.requests[run.runId]?.made?.by ?? SERVER
    let noStudy: string | null = null
    try {
      const asked = { kind: run.study.kind, settings: settingsOf(run, one, definition), readings, by, runId: run.runId }
      studies.push(reckonStudy(subjectOf(definition, one), asked))
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      noStudy = `${error.message}.`
    }
    if (noStudy === null && readings.length >= run.readings) continue
    const said = lost.filter(({ characteristic }) => characteristic === one.id)
    const silent = run.readings - readings.length - said.reduce((sum, { count }) => sum + count, 0)
    shortfalls.push({
      ...{ characteristic: one.id, title: one.title, readings: readings.length, of: run.readings, noStudy },
      lost: [...lostByReason(said), ...(silent > 0 ? [{ count: silent, reason: null }] : [])],
    })
  }
  return { studies, shortfalls }
}

/** Of the last run, once it is complete. */
export async function outcomeOf(db: pg.Pool, cell: LiveCell, nowMs: number): Promise<StudyRunOutcome> {
  const run = studyRunState(cell.twin)
  const definition = cell.twin.definition?.value.definition
  if (!definition || run?.state !== 'complete') return { runId: null, awaited: false, shortfalls: [] }
  const { runId, endedAt } = run
  const made = (await readStudies(db, cell.id)).some((study) => study.runId === runId)
  if (!made && nowMs - Date.parse(endedAt!) < PATIENCE_MS) return { runId, awaited: true, shortfalls: [] }
  const { shortfalls } = await reckonRun(db, cell, run, definition)
  return { runId, awaited: false, shortfalls: [...shortfalls] }
}

function settingsOf({ study: { kind, parts } }: StudyRunState, { id }: Characteristic, { masters }: CellDefinition) {
  const reference = kind === 'type1' ? masters?.find((master) => master.id === parts[0])?.certified?.[id] : undefined
  return reference === undefined ? {} : { reference }
}

interface LostOf extends Lost {
  readonly characteristic: string
}

const LOST = `
  select r ->> 'characteristic' as characteristic, r ->> 'reason' as reason, count(*)::int as count
  from part_cycle c
    join inspection i using (cycle_id)
    cross join lateral jsonb_array_elements(i.results) r
  where c.cell_id = $1 and c.serial = any($2) and c.started_at >= $3 and c.started_at < $4
    and jsonb_typeof(r -> 'value') is distinct from 'number'
  group by 1, 2 order by count desc`

const readLost = async (db: pg.Pool, cellId: number, { study, startedAt, endedAt }: StudyRunState): Promise<LostOf[]> =>
  (await db.query<LostOf>(LOST, [cellId, study.parts, startedAt, endedAt])).rows
