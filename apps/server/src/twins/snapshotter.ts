/**
 * Keeps snapshots of the past ready, in the background, giving way to ingest.
 *
 * Known axis: the writer hands over the twin every 500 positions. Occurred axis: a second fold over the journal by
 * time, trailing by a minute, because what occurred earlier may still arrive. What arrives later than that makes the
 * snapshots after it wrong: they are not used from that moment, let go, and made again.
 */
import type { CellTwin, Instant, JournalEntry } from '@celltwin/contracts'
import { emptyTwin } from '@celltwin/twin'
import type pg from 'pg'
import type { Logger } from 'pino'
import { oldestSince, readOccurred, type TimePlace } from '../journal/read.ts'
import { foldByTime } from './as-of.ts'
import type { LiveCell } from './cells.ts'
import { dropOccurredFrom, occurredSnapshot, type Snapshot, storeSnapshot } from './snapshot-store.ts'

const OCCURRED_EVERY = 500
const TRAIL_MS = 60_000
const LOOK_MS = 1_000
const LAST_INSTANT = '9999-12-31T23:59:59.999Z'
/** More than this waiting, and every second one is let go: snapshots get sparser under extreme load, never wrong. */
const MOST_WAITING = 64

/** How far the occurred axis of a cell is folded. */
interface TimeFold {
  twin: CellTwin
  place: TimePlace | undefined
  /** Oldest late entry: snapshots from here on are wrong. */
  late: Instant | undefined
  /** Entries committed while a page is being read. */
  meanwhile: TimePlace[] | undefined
}

export interface SnapshotterOptions {
  readonly pool: pg.Pool
  readonly log: Logger
  readonly cells: () => LiveCell[]
  /** Whether ingest has more urgent things to do. */
  readonly busy: () => boolean
  /** How far behind the present the occurred axis stays. */
  readonly trailMs?: number
}

export class Snapshotter {
  readonly #options: SnapshotterOptions
  readonly #folds = new Map<number, TimeFold>()
  #waiting: { cell: LiveCell; snapshot: Snapshot }[] = []
  #timer: NodeJS.Timeout | undefined
  #working: Promise<void> = Promise.resolve()
  #stopped = false
  #caughtUp = false

  constructor(options: SnapshotterOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#working = this.work()
        .catch((error: Error) => this.#options.log.warn({ reason: error.message }, 'snapshots are behind'))
        .finally(() => {
          if (!this.#stopped) this.start()
        })
    }, LOOK_MS)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#working
  }

  /** Forgets what it knew of the journal: another server may have written meanwhile. */
  reset(): void {
    this.#folds.clear()
  }

  /** Takes the present twin of a cell as a snapshot to be. */
  due(cell: LiveCell, { position, recordedAt: at }: JournalEntry): void {
    this.#waiting.push({ cell, snapshot: { twin: cell.twin, at, position, seen: position } })
    if (this.#waiting.length > MOST_WAITING) this.#waiting = this.#waiting.filter((_, n) => n % 2 === 1)
  }

  /** Notices entries that occurred before what the occurred axis has already folded. */
  watch(cell: LiveCell, entries: readonly JournalEntry[]): void {
    const folded = this.#folds.get(cell.id)
    if (!folded) return
    for (const { position, event } of entries) {
      folded.meanwhile?.push({ at: event.occurredAt, position })
      if (folded.place && event.occurredAt <= folded.place.at) markLate(folded, event.occurredAt)
    }
  }

  /** Snapshots of the occurred axis are good before this instant; undefined where all are. */
  async reliableBefore(cell: LiveCell): Promise<Instant | undefined> {
    return (await this.#foldOf(cell)).late
  }

  /** Whether every snapshot that can be made by now is made. */
  get caughtUp(): boolean {
    return this.#caughtUp && this.#waiting.length === 0
  }

  /** Makes what snapshots are due, as far as ingest leaves time for it. */
  async work(): Promise<void> {
    this.#caughtUp = false
    // One in any case: under pressure that never ends the past would get ever farther away.
    do {
      const next = this.#waiting.shift()
      if (!next) break
      await storeSnapshot(this.#options.pool, next.cell.id, 'known', next.snapshot)
      await pause()
    } while (this.#free())
    let behind = false
    for (const cell of this.#options.cells()) behind = (await this.#foldOn(cell)) || behind
    this.#caughtUp = !behind
  }

  /** Answers whether something is left to do. */
  async #foldOn(cell: LiveCell): Promise<boolean> {
    const { pool, trailMs = TRAIL_MS } = this.#options
    const horizon = new Date(Date.now() - trailMs).toISOString()
    while (this.#free()) {
      let folded = await this.#foldOf(cell)
      if (folded.late) {
        await dropOccurredFrom(pool, cell.id, folded.late)
        this.#folds.delete(cell.id)
        folded = await this.#foldOf(cell)
      }
      const meanwhile: TimePlace[] = []
      folded.meanwhile = meanwhile
      const seen = cell.head.position
      const entries = await readOccurred(pool, cell.id, folded.place, horizon, OCCURRED_EVERY)
      folded.meanwhile = undefined
      if (entries.length < OCCURRED_EVERY) return false
      const last = entries.at(-1)!
      const place: TimePlace = { at: last.event.occurredAt, position: last.position }
      // Committed after the page was read, yet belongs in it: read again.
      const read = new Set(entries.map(({ position }) => position))
      if (meanwhile.some(({ at, position }) => at <= place.at && !read.has(position))) continue
      folded.twin = foldByTime(folded.twin, entries)
      folded.place = place
      await storeSnapshot(pool, cell.id, 'occurred', { twin: folded.twin, ...place, seen })
      await pause()
    }
    return true
  }

  async #foldOf(cell: LiveCell): Promise<TimeFold> {
    const known = this.#folds.get(cell.id)
    if (known) return known
    const { pool } = this.#options
    const snapshot = await occurredSnapshot(pool, cell.id, LAST_INSTANT)
    const folded: TimeFold = {
      twin: snapshot?.twin ?? emptyTwin(cell.path.cell),
      place: snapshot && { at: snapshot.at, position: snapshot.position },
      // What was committed since it was made, this process or not, may have been late.
      late: snapshot && (await oldestSince(pool, cell.id, snapshot.seen, snapshot.at)),
      meanwhile: undefined,
    }
    const raced = this.#folds.get(cell.id)
    if (raced) return raced
    this.#folds.set(cell.id, folded)
    return folded
  }

  #free(): boolean {
    return !this.#stopped && !this.#options.busy()
  }
}

function markLate(folded: TimeFold, at: Instant): void {
  if (!folded.late || at < folded.late) folded.late = at
}

/** Lets everything else that waits go first. */
const pause = () => new Promise((done) => setTimeout(done, 1))
