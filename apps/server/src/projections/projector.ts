/** Keeps the projections up with the journal: right after each batch, from memory; from the journal after a pause. */
import type { JournalEntry } from '@celltwin/contracts'
import type pg from 'pg'
import type { Logger } from 'pino'
import { readAfter } from '../journal/read.ts'
import type { LiveCell } from '../twins/cells.ts'
import { rowsOf } from './rows.ts'
import { writeRows } from './write.ts'

const PAGE = 2_000
/** Beyond this the journal is the better memory. */
const MOST_WAITING = 10_000

export class Projector {
  readonly #pool: pg.Pool
  readonly #log: Logger
  readonly #cells = new Map<number, CellProjector>()

  constructor(pool: pg.Pool, log: Logger) {
    this.#pool = pool
    this.#log = log
  }

  follow(cell: LiveCell, entries: readonly JournalEntry[]): void {
    this.#of(cell).follow(entries)
  }

  /** Resolves when everything committed by now can be queried. */
  async caughtUp(cell: LiveCell): Promise<void> {
    await this.#of(cell).reach(cell.head.position)
  }

  /** Starts on what was committed and not projected before. */
  start(cells: Iterable<LiveCell>): void {
    for (const cell of cells) this.#of(cell).follow([])
  }

  async stop(): Promise<void> {
    for (const projector of this.#cells.values()) await projector.stop()
  }

  #of(cell: LiveCell): CellProjector {
    let projector = this.#cells.get(cell.id)
    if (!projector) {
      projector = new CellProjector(this.#pool, this.#log, cell)
      this.#cells.set(cell.id, projector)
    }
    return projector
  }
}

class CellProjector {
  readonly #pool: pg.Pool
  readonly #log: Logger
  readonly #cell: LiveCell
  #waiting: JournalEntry[] = []
  #position: number | undefined
  #running: Promise<void> | undefined
  #stopped = false
  #waiters: { position: number; done: () => void }[] = []

  constructor(pool: pg.Pool, log: Logger, cell: LiveCell) {
    this.#pool = pool
    this.#log = log
    this.#cell = cell
  }

  follow(entries: readonly JournalEntry[]): void {
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(...entries)
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      // Committed between the last look and here.
      if (!this.#stopped && this.#waiting.length + this.#waiters.length > 0) this.follow([])
    })
  }

  reach(position: number): Promise<void> {
    if (this.#position !== undefined && this.#position >= position) return Promise.resolve()
    return new Promise((done) => {
      this.#waiters.push({ position, done })
      this.follow([])
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
    for (const { done } of this.#waiters.splice(0)) done()
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        if (!(await this.#step())) return
      } catch (error) {
        this.#log.error(
          { cell: this.#cell.path.cell, reason: (error as Error).message },
          'projections are behind; trying again',
        )
        this.#position = undefined
        await new Promise((done) => setTimeout(done, 1_000))
      }
    }
  }

  /** Projects one page; answers whether there may be more. */
  async #step(): Promise<boolean> {
    const { id, head } = this.#cell
    this.#position ??= await this.#readPosition()
    if (this.#position >= head.position) {
      this.#waiting = []
      this.#tell()
      return false
    }
    const entries = await this.#next(this.#position)
    const last = entries.at(-1)
    if (!last) return false
    const client = await this.#pool.connect()
    try {
      await writeRows(client, id, rowsOf(entries), this.#position, last.position)
    } finally {
      client.release()
    }
    this.#position = last.position
    this.#tell()
    return true
  }

  async #next(position: number): Promise<JournalEntry[]> {
    const first = this.#waiting.findIndex((entry) => entry.position > position)
    if (first >= 0 && this.#waiting[first]!.position === position + 1) {
      const entries = this.#waiting.slice(first, first + PAGE)
      this.#waiting = this.#waiting.slice(first + PAGE)
      return entries
    }
    this.#waiting = first >= 0 ? this.#waiting.slice(first) : []
    return readAfter(this.#pool, this.#cell.id, position, PAGE)
  }

  async #readPosition(): Promise<number> {
    const { rows } = await this.#pool.query<{ position: number }>('select position from projector where cell_id = $1', [
      this.#cell.id,
    ])
    return rows[0]?.position ?? 0
  }

  #tell(): void {
    const reached = this.#position ?? 0
    const there = this.#waiters.filter(({ position }) => position <= reached)
    this.#waiters = this.#waiters.filter(({ position }) => position > reached)
    for (const { done } of there) done()
  }
}
