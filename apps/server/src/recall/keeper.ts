/** Keeps open recalls whole: what is heard of late and fulfils their criteria joins them, and so does its container. */
import type { JournalEntry, PartCriteria } from '@celltwin/contracts'
import type pg from 'pg'
import type { Logger } from 'pino'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { Writer } from '../ingest/writer.ts'
import type { Projector } from '../projections/projector.ts'
import { Rounds } from '../rounds.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import { findingsOf } from './events.ts'
import { findParts } from './search.ts'

export interface RecallKeeperOptions {
  readonly pool: pg.Pool
  readonly cells: Cells
  readonly projector: Projector
  readonly append: Writer['append']
  readonly log: Logger
}

interface OpenRecall {
  readonly recall_id: string
  readonly criteria: PartCriteria
}

/** `all`: after a start nobody knows what was heard meanwhile. */
type Touched = Set<string> | 'all'

export class RecallKeeper {
  readonly #options: RecallKeeperOptions
  readonly #touched = new Map<number, Touched>()
  readonly #rounds: Rounds

  constructor(options: RecallKeeperOptions) {
    this.#options = options
    this.#rounds = new Rounds(options.log, 'recalls could not be kept')
  }

  /** Notes whose cycles something new is known of. */
  follow(cell: LiveCell, entries: readonly JournalEntry[]): void {
    const touched = this.#touchedOf(cell.id)
    if (touched === 'all') return
    for (const { event } of entries) {
      const { cycleId } = event.data as { cycleId?: string }
      if (cycleId !== undefined) touched.add(cycleId)
    }
  }

  /** Looks at what was heard since the last time. */
  keep(): Promise<void> {
    return this.#rounds.run(() => this.#keepAll())
  }

  async #keepAll(): Promise<void> {
    for (const cell of this.#options.cells.all()) {
      const touched = this.#touchedOf(cell.id)
      if (touched !== 'all' && touched.size === 0) continue
      this.#touched.set(cell.id, new Set())
      try {
        await this.#look(cell, touched)
      } catch (error) {
        this.#touched.set(cell.id, 'all')
        this.#options.log.warn({ cell: cell.path.cell, reason: (error as Error).message }, 'recalls were not kept')
      }
    }
  }

  async #look(cell: LiveCell, touched: Touched): Promise<void> {
    const { pool, projector } = this.#options
    await projector.caughtUp(cell)
    const { rows } = await pool.query<OpenRecall>(
      'select recall_id, criteria from recall where cell_id = $1 and closed_at is null order by at',
      [cell.id],
    )
    for (const recall of rows) await this.#extend(cell, recall, touched)
  }

  async #extend(cell: LiveCell, { recall_id: id, criteria }: OpenRecall, touched: Touched): Promise<void> {
    const { pool, projector, append } = this.#options
    const among = touched === 'all' ? {} : { among: [...touched] }
    const matching = await findParts(pool, cell.id, criteria, among)
    const { rows: known } = await pool.query<{ cycle_id: string }>(
      'select cycle_id from recall_part where recall_id = $1 and ($2::text[] is null or cycle_id = any($2))',
      [id, among.among ?? null],
    )
    const before = new Set(known.map(({ cycle_id }) => cycle_id))
    const parts = matching.filter(({ cycleId }) => !before.has(cycleId))
    const { rows: boxes } = await pool.query<{ container: string }>(UNBLOCKED, [
      cell.id,
      id,
      parts.map(({ cycleId }) => cycleId),
    ])
    const containers = boxes.map(({ container }) => container)
    if (parts.length + containers.length === 0) return
    await append(cell.path, (live) => ({
      events: [...findingsOf(id, parts, containers, { late: true, simulated: isSimulated(live) })],
      answer: undefined,
    }))
    await projector.caughtUp(cell)
  }

  #touchedOf(cellId: number): Touched {
    const touched = this.#touched.get(cellId) ?? 'all'
    if (!this.#touched.has(cellId)) this.#touched.set(cellId, touched)
    return touched
  }
}

const UNBLOCKED = `
  select distinct p.container from packing p
  where p.cell_id = $1
    and (p.cycle_id = any($3) or p.cycle_id in (select cycle_id from recall_part where recall_id = $2))
    and not exists (select from recall_block b where b.recall_id = $2 and b.container = p.container)
  order by 1`
