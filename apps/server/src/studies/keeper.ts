/** Makes studies of what a cell has measured by itself: when a run is complete, one of each measured characteristic. */
import type { CellDefinition } from '@celltwin/contracts'
import { type StudyRunState, studyRunState } from '@celltwin/twin'
import type pg from 'pg'
import type { Logger } from 'pino'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { Writer } from '../ingest/writer.ts'
import type { Projector } from '../projections/projector.ts'
import { Rounds } from '../rounds.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import { readStudies } from './records.ts'
import { PATIENCE_MS, reckonRun } from './run.ts'

export interface StudyKeeperOptions {
  readonly pool: pg.Pool
  readonly cells: Cells
  readonly projector: Pick<Projector, 'caughtUp'>
  readonly append: Writer['append']
  readonly log: Logger
  /** How long results of modules may come after the end of the run. */
  readonly patienceMs?: number
}

export class StudyKeeper {
  readonly #options: StudyKeeperOptions
  /** Runs that nothing is left to do for. */
  readonly #settled = new Set<string>()
  readonly #endedAtMs = new Map<string, number>()
  readonly #rounds: Rounds

  constructor(options: StudyKeeperOptions) {
    this.#options = options
    this.#rounds = new Rounds(options.log, 'studies could not be made')
  }

  /** Runs once at a time; called again and again. */
  keep(): Promise<void> {
    return this.#rounds.run(() => this.#keepAll())
  }

  async #keepAll(): Promise<void> {
    for (const cell of this.#options.cells.all()) {
      const run = studyRunState(cell.twin)
      const definition = cell.twin.definition?.value.definition
      if (!definition || run?.state !== 'complete' || this.#settled.has(run.runId)) continue
      if (await this.#made(cell, run, definition)) this.#settled.add(run.runId)
    }
  }

  /** False while results may still come. */
  async #made(cell: LiveCell, run: StudyRunState, definition: CellDefinition): Promise<boolean> {
    const { pool, projector, append, log, patienceMs = PATIENCE_MS } = this.#options
    await projector.caughtUp(cell)
    if ((await readStudies(pool, cell.id)).some(({ runId }) => runId === run.runId)) return true
    const endedAtMs = this.#endedAtMs.get(run.runId) ?? Date.now()
    this.#endedAtMs.set(run.runId, endedAtMs)
    const owed = run.readings * Object.keys(definition.modules).length
    if ((await this.#inspections(cell, run)) < owed && Date.now() - endedAtMs < patienceMs) return false
    const { studies, shortfalls } = await reckonRun(pool, cell, run, definition)
    await append(cell.path, (live) => ({
      events: studies.map((data) => ({ type: 'study-recorded' as const, simulated: isSimulated(live), data })),
      answer: undefined,
    }))
    const told = { cell: cell.path.cell, run: run.runId, studies: studies.length }
    log.info({ ...told, short: shortfalls.map(({ characteristic }) => characteristic) }, 'studies of a run were made')
    return true
  }

  async #inspections(cell: LiveCell, { study, startedAt, endedAt }: StudyRunState): Promise<number> {
    const { rows } = await this.#options.pool.query<{ count: number }>(INSPECTIONS, [
      ...[cell.id, study.parts, startedAt, endedAt],
    ])
    return rows[0]?.count ?? 0
  }
}

const INSPECTIONS = `
  select count(i.results)::int as count from part_cycle c join inspection i using (cycle_id)
  where c.cell_id = $1 and c.serial = any($2) and c.started_at >= $3 and c.started_at <= $4`
