/** Keeps the projections up with the journal: right after each batch, from memory; from the journal after a pause. */
import type { JournalEntry } from '@celltwin/contracts'
import type pg from 'pg'
import type { Logger } from 'pino'
import { readAfter } from '../journal/read.ts'
import type { LiveCell } from '../twins/cells.ts'
import { applyEntries } from './apply.ts'
import { NewestEntries } from './newest-entries.ts'

const PAGE = 2_000
const MOST_WAITING = 10_000
const TRY_AGAIN_MS = 1_000

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
  readonly #newest = new NewestEntries(MOST_WAITING)
  #position: number | undefined
  #running: Promise<void> | undefined
  #stopped = false
  /** What was last said of it in the log: the same is not said again. */
  #told: string | undefined
  #waiters: { position: number; done: () => void }[] = []

  constructor(pool: pg.Pool, log: Logger, cell: LiveCell) {
    this.#pool = pool
    this.#log = log
    this.#cell = cell
  }

  follow(entries: readonly JournalEntry[]): void {
    this.#newest.add(entries)
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      // Committed between the last look and here.
      if (!this.#stopped && (this.#newest.any || this.#waiters.length > 0)) this.follow([])
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
        this.#told = undefined
      } catch (error) {
        const { message: reason } = error as Error
        if (reason !== this.#told)
          this.#log.error({ cell: this.#cell.path.cell, reason }, 'projections are behind; trying again')
        this.#told = reason
        this.#position = undefined
        await new Promise((done) => setTimeout(done, TRY_AGAIN_MS))
      }
    }
  }

  /** Projects one page; answers whether there may be more. */
  async #step(): Promise<boolean> {
    const { id, head, path } = this.#cell
    this.#position ??= await this.#readPosition()
    if (this.#position >= head.position) {
      this.#newest.takeAfter(head.position, PAGE)
      this.#tell()
      return false
    }
    const entries =
      this.#newest.takeAfter(this.#position, PAGE) ?? (await readAfter(this.#pool, id, this.#position, PAGE))
    const last = entries.at(-1)
    if (!last) return false
    const client = await this.#pool.connect()
    try {
      for (const passedOver of await applyEntries(client, id, entries, this.#position))
        this.#log.error({ cell: path.cell, ...passedOver }, 'an entry could not be projected and was passed over')
    } finally {
      client.release()
    }
    this.#position = last.position
    this.#tell()
    return true
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
