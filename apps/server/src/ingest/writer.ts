/**
 * MQTT → journal → everybody else.
 *
 * One loop does all the writing of this installation, so a batch needs no lock beyond the session that holds the
 * installation. While one batch commits the next one gathers: few events go at once, many go together.
 */
import type { EquipmentPath, JournalEntry } from '@celltwin/contracts'
import pg from 'pg'
import type { Logger } from 'pino'
import { connectionSettings } from '../database/database.ts'
import { append, type Line, type Unread } from '../journal/append.ts'
import { type Cells, ensureRoom, follow, type LiveCell, type SnapshotDue } from '../twins/cells.ts'
import { type Arrival, type EventMessage, hasPlace, readArrivals, unreadOf } from './arrival.ts'
import { MessageQueue } from './message-queue.ts'
import { type OwnEvent, SERVER, sign } from './own-event.ts'
import { cursorOf } from './streams.ts'

export interface Committed {
  readonly cell: LiveCell
  readonly entries: readonly JournalEntry[]
  /** Sources that are owed an acknowledgement, duplicates included. */
  readonly sources: ReadonlySet<string>
}

/** Decided against the twin inside the append: no event can come between. */
export type Decide<T> = (cell: LiveCell, journal: pg.ClientBase) => Decided<T> | Promise<Decided<T>>
export interface Decided<T> {
  readonly events: readonly OwnEvent[]
  readonly answer: T
}
interface Decision {
  readonly path: EquipmentPath
  readonly decide: Decide<unknown>
  readonly done: (answer: unknown) => void
  readonly fail: (error: Error) => void
}

export interface WriterOptions {
  readonly databaseUrl: string
  readonly cells: Cells
  readonly log: Logger
  readonly committed: (committed: Committed) => void
  readonly snapshotDue: SnapshotDue
  /** Runs before the cells are read: the schema may have to be brought up to date. */
  readonly prepare: () => Promise<void>
  /** Runs each time the cells were read from the database. */
  readonly loaded: () => void
}

export class Unavailable extends Error {}

const INSTALLATION_LOCK = 7_233_002
const BATCH = { messages: 1_000, bytes: 8 << 20 }
/** With more than this waiting, the broker is kept waiting too. */
const FULL = { messages: 20_000, bytes: 64 << 20 }
/** After a large batch the next one may gather a little: fewer, larger commits. */
const GATHER_MS = 8
const LARGE_BATCH = 64
/** A large batch lately means that the next is near. */
const PRESSED_MS = 500

export class Writer {
  readonly #options: WriterOptions
  readonly #decisions: Decision[] = []
  readonly #queue = new MessageQueue(FULL, BATCH)
  #wake: (() => void) | undefined
  #largeAt = Number.NEGATIVE_INFINITY
  #stopped = false
  #status: string | undefined = 'connecting to the database'
  /** What was last said of it in the log: the same is not said again. */
  #told: string | undefined

  constructor(options: WriterOptions) {
    this.#options = options
  }

  /** Why nothing is written at the moment; undefined while it works. */
  get status(): string | undefined {
    return this.#status
  }

  /** Whether events come so fast that everything else should wait. */
  get pressed(): boolean {
    return performance.now() - this.#largeAt < PRESSED_MS
  }

  get waiting(): number {
    return this.#queue.waiting
  }

  /** Takes a message; `proceed` is called when there is room for the next one. */
  take(message: EventMessage, proceed: () => void): void {
    this.#queue.add(message, proceed)
    this.#wake?.()
  }

  /** Appends the server's own events as `decide` says; a cell that is new is made. @throws Unavailable while nothing can be written. */
  append<T>(path: EquipmentPath, decide: Decide<T>): Promise<T> {
    if (this.#status !== undefined) return Promise.reject(new Unavailable(this.#status))
    return new Promise((done, fail) => {
      this.#decisions.push({ path, decide, done: done as (answer: unknown) => void, fail })
      this.#wake?.()
    })
  }

  /** Runs until `stop`; what the world breaks is tried again. */
  async run(): Promise<void> {
    for (let pauseMs = 100; !this.#stopped; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      const client = new pg.Client(connectionSettings(this.#options.databaseUrl))
      client.on('error', () => {})
      try {
        await this.#own(client)
        pauseMs = 100
        await this.#write(client)
      } catch (error) {
        if (this.#stopped) break
        this.#lost(error as Error)
        await new Promise((done) => setTimeout(done, pauseMs))
      } finally {
        await client.end().catch(() => {})
      }
    }
    this.#failDecisions('the server stops')
  }

  stop(): void {
    this.#stopped = true
    this.#status = 'the server stops'
    this.#wake?.()
  }

  /** Holds the installation for as long as the connection lives, then reads where everything stands. */
  async #own(client: pg.Client): Promise<void> {
    await client.connect()
    for (;;) {
      const { rows } = await client.query('select pg_try_advisory_lock($1) as owned', [INSTALLATION_LOCK])
      if (rows[0].owned) break
      this.#status = 'another server writes this database; standing by'
      if (this.#stopped) return
      await new Promise((done) => setTimeout(done, 500))
    }
    this.#status = 'reading the journal'
    await this.#options.prepare()
    await this.#options.cells.load(client, this.#options.snapshotDue)
    this.#options.loaded()
    if (this.#stopped) return
    this.#status = undefined
    this.#told = undefined
  }

  #lost(error: Error): void {
    const status = `the database cannot be written to: ${error.message || (error as NodeJS.ErrnoException).code}`
    if (status !== this.#told) this.#options.log.error({ reason: status }, 'nothing can be written; trying again')
    this.#status = status
    this.#told = status
    this.#failDecisions(status)
    this.#queue.putBack()
  }

  #failDecisions(reason: string): void {
    for (const { fail } of this.#decisions.splice(0)) fail(new Unavailable(reason))
  }

  async #write(client: pg.Client): Promise<void> {
    let large = false
    while (!this.#stopped) {
      if (large && this.waiting < LARGE_BATCH) await new Promise((done) => setTimeout(done, GATHER_MS))
      if (this.#idle) await this.#work()
      for (const decision of this.#decisions.splice(0)) await this.#decide(client, decision)
      const messages = this.#queue.next()
      large = messages.length >= LARGE_BATCH
      if (large) this.#largeAt = performance.now()
      for (const [path, some] of byCell(messages)) await this.#ingest(client, path, some)
      this.#queue.settle()
    }
  }

  get #idle(): boolean {
    return !this.#stopped && this.#decisions.length === 0 && this.waiting === 0
  }

  /** Resolves when there is something to do, or everything ends. */
  #work(): Promise<void> {
    return new Promise((done) => {
      this.#wake = () => {
        this.#wake = undefined
        done()
      }
    })
  }

  async #ingest(client: pg.Client, path: EquipmentPath, messages: readonly EventMessage[]): Promise<void> {
    const { cells, log } = this.#options
    const cell = await cells.ensure(client, path)
    const lines: Line[] = []
    const unread: Unread[] = []
    const sources = new Set<string>()
    const keep = (arrival: Arrival) => {
      if (arrival.kind === 'event') lines.push(arrival)
      else unread.push(unreadOf(arrival))
    }
    const now = Date.now()
    for (const message of messages)
      for (const arrival of readArrivals(message)) {
        if (!cell)
          unread.push({ ...unreadOf(arrival, message.topic), reason: `the cell ${path.cell} stands elsewhere` })
        else if (!hasPlace(arrival)) keep(arrival)
        else if (cell.streams.receive(arrival, keep, now) === 'foreign-outbox') {
          const { source, epoch } = arrival.place
          unread.push({
            ...unreadOf(arrival, message.topic),
            reason: `epoch ${epoch} of ${source} belongs to another outbox`,
          })
        } else sources.add(arrival.place.source)
      }
    if (unread.length > 0)
      log.warn({ cell: path.cell, count: unread.length, reason: unread[0]!.reason }, 'messages could not be read')
    // A cell that stands elsewhere keeps its unreadable messages under the one that has the name.
    await this.#commit(client, cell ?? cells.get(path.cell)!, lines, unread, sources)
  }

  async #decide(client: pg.Client, { path, decide, done, fail }: Decision): Promise<void> {
    const cell = await this.#options.cells.ensure(client, path)
    if (!cell) return fail(new Error(`the cell ${path.cell} stands elsewhere`))
    let decided: Decided<unknown>
    try {
      decided = await decide(cell, client)
    } catch (error) {
      return fail(error as Error)
    }
    try {
      const lines = decided.events.map((event) => sign(event, cell.streams.next(SERVER)))
      await this.#commit(client, cell, lines, [], new Set())
      done(decided.answer)
    } catch (error) {
      fail(new Unavailable((error as Error).message))
      throw error
    }
  }

  async #commit(
    client: pg.Client,
    cell: LiveCell,
    lines: Line[],
    unread: Unread[],
    sources: ReadonlySet<string>,
  ): Promise<void> {
    const cursors = cell.streams.takeMoved().map(cursorOf)
    let entries: JournalEntry[] = []
    if (lines.length + unread.length + cursors.length > 0) {
      await ensureRoom(client, cell, lines.length)
      const appended = await append(client, cell.id, cell.head, { lines, cursors, unread })
      cell.streams.markCommitted(cursors)
      cell.head = appended.head
      entries = appended.entries
      follow(cell, entries, this.#options.snapshotDue)
    }
    if (entries.length + sources.size > 0) this.#options.committed({ cell, entries, sources })
  }
}

function byCell(messages: readonly EventMessage[]): Map<EquipmentPath, EventMessage[]> {
  const cells = new Map<string, [EquipmentPath, EventMessage[]]>()
  for (const message of messages) {
    const { enterprise, site, area, cell } = message.parsed.path
    const key = `${enterprise}/${site}/${area}/${cell}`
    const known = cells.get(key)
    if (known) known[1].push(message)
    else cells.set(key, [message.parsed.path, [message]])
  }
  return new Map(cells.values())
}
