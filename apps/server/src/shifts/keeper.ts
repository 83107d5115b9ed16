/**
 * Closes the report of each shift by itself, and restates it where something comes late.
 *
 * What was issued is in the journal, so a server that was away closes what ended meanwhile, and finds what came late.
 */
import type { EventData, JournalEntry, ShiftIssue } from '@celltwin/contracts'
import { changesOf, type ShiftWindow, shiftsWithin } from '@celltwin/quality'
import type pg from 'pg'
import type { Logger } from 'pino'
import { isSimulated } from '../dispatch/dispatch.ts'
import { SERVER } from '../ingest/own-event.ts'
import type { Writer } from '../ingest/writer.ts'
import type { Projector } from '../projections/projector.ts'
import { Rounds } from '../rounds.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import { issuesOf, readRecentEntries } from './entries.ts'
import { type Computed, computeFigures, onOneState, windowOfIssue } from './report.ts'

/** The last cycle of a shift ends a little after it. */
const GRACE_MS = 60_000
/** Late events come in bursts: one restatement for all of them. */
const QUIET_MS = 2_000
/** Older reports are left as they are. */
const LOOK_BACK_MS = 14 * 86_400_000
const MOST_SHIFTS = 200

export interface ShiftKeeperOptions {
  readonly pool: pg.Pool
  readonly cells: Cells
  readonly projector: Projector
  readonly append: Writer['append']
  readonly log: Logger
}

interface Kept {
  /** The newest issue of each shift. */
  readonly issued: Map<string, ShiftIssue>
  /** Shifts that something came for, and when. */
  readonly touched: Map<string, number>
  /** Cycles that a person decided on after the twin had let them go. */
  readonly decided: Set<string>
  /** Up to here every shift that is over was closed. */
  closedToMs: number
}

export class ShiftKeeper {
  readonly #options: ShiftKeeperOptions
  readonly #kept = new Map<number, Kept>()
  readonly #rounds: Rounds

  constructor(options: ShiftKeeperOptions) {
    this.#options = options
    this.#rounds = new Rounds(options.log, 'shifts could not be kept')
  }

  /** Notes what concerns a shift that was issued already. */
  follow(cell: LiveCell, entries: readonly JournalEntry[]): void {
    const kept = this.#kept.get(cell.id)
    if (!kept || kept.issued.size === 0) return
    for (const { event } of entries) {
      const { cycleId } = (event.data ?? {}) as { cycleId?: string }
      const began = cycleId === undefined ? undefined : cell.twin.cycles[cycleId]?.inserted?.at
      if (event.source !== SERVER) touch(kept, event.occurredAt)
      if (began !== undefined) touch(kept, began)
      else if (event.source === SERVER && cycleId !== undefined) kept.decided.add(cycleId)
    }
  }

  /** Closes what is over and restates what was touched. Runs once at a time; called again and again. */
  keep(): Promise<void> {
    return this.#rounds.run(() => this.#keepAll())
  }

  async #keepAll(): Promise<void> {
    for (const cell of this.#options.cells.all()) {
      await this.#options.projector.caughtUp(cell)
      const kept = this.#kept.get(cell.id) ?? (await this.#load(cell))
      await this.#close(cell, kept)
      await this.#findDecided(kept)
      for (const [shift, at] of kept.touched)
        if (Date.now() - at >= QUIET_MS) {
          kept.touched.delete(shift)
          await this.#restate(cell, kept, kept.issued.get(shift)!)
        }
    }
  }

  /** Everything issued lately counts as touched once: something may have come while nobody watched. */
  async #load(cell: LiveCell): Promise<Kept> {
    const since = new Date(Date.now() - LOOK_BACK_MS).toISOString()
    const recent = await readRecentEntries(this.#options.pool, cell.id, since, MOST_SHIFTS)
    const issued = new Map([...recent].map(([shift, entries]) => [shift, issuesOf(entries).at(-1)!.data]))
    const touched = new Map([...issued.keys()].map((shift) => [shift, 0]))
    const kept = { issued, touched, decided: new Set<string>(), closedToMs: 0 }
    this.#kept.set(cell.id, kept)
    return kept
  }

  async #close(cell: LiveCell, kept: Kept): Promise<void> {
    const calendar = cell.twin.definition?.value.definition.shifts
    const overMs = Date.now() - GRACE_MS
    if (!calendar) return
    const since = Math.max(kept.closedToMs, Date.now() - LOOK_BACK_MS)
    for (const shift of shiftsWithin(calendar, since, overMs)) {
      if (shift.toMs > overMs) break
      if (!kept.issued.has(shift.id) && (await this.#hadEvents(cell, shift))) await this.#issue(cell, kept, shift)
      kept.closedToMs = shift.toMs
    }
  }

  async #hadEvents({ id }: LiveCell, { fromMs, toMs }: ShiftWindow): Promise<boolean> {
    const { rowCount } = await this.#options.pool.query(
      `select from journal where cell_id = $1 and occurred_at >= $2 and occurred_at < $3 and source <> $4 limit 1`,
      [id, new Date(fromMs).toISOString(), new Date(toMs).toISOString(), SERVER],
    )
    return rowCount === 1
  }

  async #findDecided(kept: Kept): Promise<void> {
    if (kept.decided.size === 0) return
    const ids = [...kept.decided]
    kept.decided.clear()
    const { rows } = await this.#options.pool.query<{ began: string }>(
      'select started_at as began from part_cycle where cycle_id = any($1)',
      [ids],
    )
    for (const { began } of rows) touch(kept, began)
  }

  async #issue(cell: LiveCell, kept: Kept, shift: ShiftWindow): Promise<void> {
    const computed = await this.#compute(cell, shift)
    if (!computed) return
    const data = issueOf(shift, computed)
    const event = { type: 'shift-closed', simulated: isSimulated(cell), data } as const
    await this.#options.append(cell.path, () => ({ events: [event], answer: undefined }))
    await this.#issued(cell, kept, data)
  }

  async #restate(cell: LiveCell, kept: Kept, last: ShiftIssue): Promise<void> {
    const shift = windowOfIssue(last)
    const computed = await this.#compute(cell, shift, last.speed)
    if (!computed) return
    const lateEvents = await this.#lateEvents(cell, last)
    if (lateEvents.length === 0 && computed.digest === last.digest) return
    const changes = changesOf(last.figures, computed.headlines)
    const data: EventData<'shift-restated'> = { ...issueOf(shift, computed), changes, lateEvents }
    const event = { type: 'shift-restated', simulated: isSimulated(cell), data } as const
    await this.#options.append(cell.path, () => ({ events: [event], answer: undefined }))
    await this.#issued(cell, kept, data)
  }

  async #issued(cell: LiveCell, kept: Kept, issue: ShiftIssue): Promise<void> {
    kept.issued.set(issue.shift, issue)
    await this.#options.projector.caughtUp(cell)
    this.#options.log.info({ cell: cell.path.cell, shift: issue.shift }, 'the report of a shift was issued')
  }

  #compute(cell: LiveCell, shift: ShiftWindow, speed?: number): Promise<Computed | undefined> {
    return onOneState(this.#options.pool, (db) => computeFigures(db, cell, shift, { speed }))
  }

  /** Entries of the cell that belong into the shift and came after it was last issued. */
  async #lateEvents({ id }: LiveCell, { from, to, position }: ShiftIssue) {
    const { rows } = await this.#options.pool.query<{ source: string; count: number }>(
      `select source, count(*) as count from journal
       where cell_id = $1 and occurred_at >= $2 and occurred_at < $3 and position > $4 and source <> $5
       group by 1 order by 1`,
      [id, from, to, position, SERVER],
    )
    return rows
  }
}

function touch({ issued, touched }: Kept, at: string): void {
  for (const { shift, from, to } of issued.values()) if (at >= from && at < to) touched.set(shift, Date.now())
}

const issueOf = ({ id, title, fromMs, toMs }: ShiftWindow, computed: Computed): ShiftIssue => ({
  ...{ shift: id, title, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
  ...{ position: computed.position, speed: computed.speed, digest: computed.digest, figures: computed.headlines },
})
