/**
 * Watches each cell and journals what becomes of its alarms.
 *
 * Which alarms are active is in the twin, so a server that was away goes on where it stopped; only delays begin anew.
 */
import type { JournalEntry, Telemetry } from '@celltwin/contracts'
import { observeAlarms, type Pending, watchAlarms } from '@celltwin/twin'
import type pg from 'pg'
import type { Logger } from 'pino'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { Writer } from '../ingest/writer.ts'
import { Rounds } from '../rounds.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import { AlarmFacts } from './facts.ts'

const ASK_MS = 10_000

export interface AlarmKeeperOptions {
  readonly pool: pg.Pool
  readonly cells: Cells
  readonly append: Writer['append']
  readonly log: Logger
  /** Whose disk is watched. */
  readonly folder: string
}

export class AlarmKeeper {
  readonly #options: AlarmKeeperOptions
  readonly #facts: AlarmFacts
  readonly #pending = new Map<number, Pending>()
  #askedMs = 0
  readonly #rounds: Rounds

  constructor(options: AlarmKeeperOptions) {
    this.#options = options
    this.#rounds = new Rounds(options.log, 'alarms could not be kept')
    this.#facts = new AlarmFacts(options.pool, options.folder)
  }

  follow(cell: LiveCell, entries: readonly JournalEntry[]): void {
    this.#facts.follow(cell, entries)
  }

  hear(cell: LiveCell, telemetry: Telemetry): void {
    this.#facts.hear(cell, telemetry, Date.now())
  }

  /** Looks at every cell once; called every second. `writable`: whether the journal can be written. */
  keep(writable: boolean, nowMs = Date.now()): Promise<void> {
    this.#facts.note(writable, nowMs)
    return this.#rounds.run(() => this.#keepAll(writable, nowMs))
  }

  /** Resolves once nothing is under way any more. */
  async stop(): Promise<void> {
    await this.#rounds.settled()
  }

  async #keepAll(writable: boolean, nowMs: number): Promise<void> {
    if (writable && nowMs - this.#askedMs >= ASK_MS) {
      this.#askedMs = nowMs
      await this.#facts.ask(this.#options.cells.all())
    }
    for (const cell of this.#options.cells.all()) await this.#keepCell(cell, writable, nowMs)
  }

  async #keepCell(cell: LiveCell, writable: boolean, nowMs: number): Promise<void> {
    const before = this.#pending.get(cell.id) ?? {}
    const watch = () =>
      watchAlarms(cell.twin, observeAlarms(cell.twin, this.#facts.of(cell, nowMs), nowMs), before, nowMs)
    const { pending, events } = watch()
    this.#pending.set(cell.id, pending)
    if (events.length === 0 || !writable) return
    // Again inside the append: a person may have decided meanwhile.
    await this.#options.append(cell.path, (live) => {
      const simulated = isSimulated(live)
      return { events: watch().events.map((event) => ({ ...event, simulated })), answer: undefined }
    })
  }
}
