/**
 * Keeps snapshots of the past ready, in the background, giving way to ingest.
 *
 * Known axis: the writer hands over the twin every 500 positions. Occurred axis: a second fold over the journal by
 * time, trailing by a minute, because what occurred earlier may still arrive. What arrives later than that sends the
 * fold back; the snapshots on its way are made again one after the other.
 */
import type { CellTwin, Instant, JournalEntry } from '@celltwin/contracts'
import { emptyTwin, foldByTime } from '@celltwin/twin'
import type pg from 'pg'
import type { Logger } from 'pino'
import { oldestSince, readOccurred, type TimePlace } from '../journal/read.ts'
import type { LiveCell } from './cells.ts'
import { forgetRuns, type LateRun, loadRuns, oldestOf, storeRuns, withLate } from './late-runs.ts'
import { dropBetween, occurredSnapshot, type Snapshot, storeSnapshot } from './snapshot-store.ts'

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
  /** Time of the newest snapshot; while the fold is behind it, it is making snapshots again. */
  newest: Instant | undefined
  /** What some snapshots do not know. */
  runs: LateRun[]
  /** Set back by a late entry since the last page. */
  late: boolean
  /** Entries committed while a page is being read. */
  meanwhile: TimePlace[] | undefined
}

export interface SnapshotterOptions {
  readonly pool: pg.Pool
  readonly log: Logger
  readonly cells: () => LiveCell[]
  /** Whether ingest has more urgent things to do. */
  readonly busy: () => boolean
}

export class Snapshotter {
  readonly #options: SnapshotterOptions
  readonly #folds = new Map<number, Promise<TimeFold>>()
  /** The same folds, where they are read already. */
  readonly #ready = new Map<number, TimeFold>()
  #waiting: { cell: LiveCell; snapshot: Snapshot }[] = []
  #timer: NodeJS.Timeout | undefined
  #working: Promise<void> = Promise.resolve()
  #stopped = false
  #caughtUp = false
  /** Counts what was committed, so that work which began before it does not call itself done. */
  #heard = 0

  constructor(options: SnapshotterOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#working = this.#work()
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
    this.#ready.clear()
  }

  /** Takes the present twin of a cell as a snapshot to be. */
  due(cell: LiveCell, { position, recordedAt: at }: JournalEntry): void {
    this.#waiting.push({ cell, snapshot: { twin: cell.twin, at, position, seen: position } })
    if (this.#waiting.length > MOST_WAITING) this.#waiting = this.#waiting.filter((_, n) => n % 2 === 1)
  }

  /** Notices entries that occurred before snapshots which are made already. */
  watch(cell: LiveCell, entries: readonly JournalEntry[]): void {
    this.#heard++
    this.#caughtUp = false
    const folded = this.#ready.get(cell.id)
    if (!folded) return
    let oldest: Instant | undefined
    for (const { position, event } of entries) {
      const at = event.occurredAt
      folded.meanwhile?.push({ at, position })
      if (folded.newest && at < folded.newest && (!oldest || at < oldest)) oldest = at
    }
    if (!oldest) return
    folded.runs = withLate(folded.runs, entries[0]!.position, entries.at(-1)!.position, oldest)
    folded.late = true
  }

  /** What the snapshots of a cell's occurred axis may not know. */
  async lateRuns(cell: LiveCell): Promise<readonly LateRun[]> {
    return (await this.#foldOf(cell)).runs
  }

  /** Whether every snapshot that can be made by now is made. */
  get caughtUp(): boolean {
    return this.#caughtUp && this.#waiting.length === 0
  }

  async #work(): Promise<void> {
    const heard = this.#heard
    let done = true
    // One in any case: under pressure that never ends the past would get ever farther away.
    do {
      const next = this.#waiting.shift()
      if (!next) break
      await storeSnapshot(this.#options.pool, next.cell.id, 'known', next.snapshot)
      await pause()
    } while (this.#free())
    for (const cell of this.#options.cells()) if (!(await this.#foldOn(cell))) done = false
    this.#caughtUp = done && heard === this.#heard
  }

  /** Folds as far as it may; answers whether nothing is left to do. */
  async #foldOn(cell: LiveCell): Promise<boolean> {
    const { pool } = this.#options
    const horizon = new Date(Date.now() - TRAIL_MS).toISOString()
    while (this.#free()) {
      const folded = await this.#foldOf(cell)
      if (folded.late) await this.#goBack(cell, folded)
      const meanwhile: TimePlace[] = []
      folded.meanwhile = meanwhile
      const seen = cell.head.position
      const entries = await readOccurred(pool, cell.id, folded.place, horizon, OCCURRED_EVERY)
      folded.meanwhile = undefined
      const last = entries.at(-1)
      // Made again up to the end: there is nothing that the snapshots do not know.
      if (entries.length < OCCURRED_EVERY || !last) {
        if (folded.late) continue
        await this.#settle(cell, folded, seen)
        return true
      }
      const place: TimePlace = { at: last.event.occurredAt, position: last.position }
      // Committed after the page was read, yet belongs in it: read again.
      const read = new Set(entries.map(({ position }) => position))
      if (folded.late || meanwhile.some(({ at, position }) => at <= place.at && !read.has(position))) continue
      const from = folded.place
      folded.twin = foldByTime(folded.twin, entries)
      folded.place = place
      if (!folded.newest || place.at > folded.newest) folded.newest = place.at
      await storeSnapshot(pool, cell.id, 'occurred', { twin: folded.twin, ...place, seen })
      await dropBetween(pool, cell.id, from, place)
      await pause()
    }
    return false
  }

  /** Back to before the oldest late entry. The runs are kept first: a crash must not make stale snapshots look whole. */
  async #goBack(cell: LiveCell, folded: TimeFold): Promise<void> {
    const { pool } = this.#options
    folded.late = false
    await storeRuns(pool, cell.id, folded.runs)
    const oldest = oldestOf(folded.runs)
    if (!oldest || !folded.place || oldest >= folded.place.at) return
    const snapshot = await occurredSnapshot(pool, cell.id, oldest, true)
    folded.twin = snapshot?.twin ?? emptyTwin(cell.path.cell)
    folded.place = snapshot && { at: snapshot.at, position: snapshot.position }
  }

  async #settle(cell: LiveCell, folded: TimeFold, seen: number): Promise<void> {
    if (folded.runs.length === 0) return
    const { pool } = this.#options
    await dropBetween(pool, cell.id, folded.place, { at: LAST_INSTANT, position: 0 })
    await forgetRuns(pool, cell.id, seen)
    folded.runs = folded.runs.filter(({ to }) => to > seen)
    if (folded.place) folded.newest = folded.place.at
  }

  #foldOf(cell: LiveCell): Promise<TimeFold> {
    let fold = this.#folds.get(cell.id)
    if (!fold) {
      fold = this.#read(cell)
      this.#folds.set(cell.id, fold)
      // Whoever asks next may find the database well again.
      fold.catch(() => this.#folds.delete(cell.id))
    }
    return fold
  }

  async #read(cell: LiveCell): Promise<TimeFold> {
    const { pool } = this.#options
    const snapshot = await occurredSnapshot(pool, cell.id, LAST_INSTANT)
    const folded: TimeFold = {
      twin: snapshot?.twin ?? emptyTwin(cell.path.cell),
      place: snapshot && { at: snapshot.at, position: snapshot.position },
      newest: snapshot?.at,
      runs: [],
      late: false,
      meanwhile: undefined,
    }
    // From here on `watch` notices; what it notices meanwhile is kept beside what is read.
    this.#ready.set(cell.id, folded)
    const kept = await loadRuns(pool, cell.id)
    // What was committed since the snapshot was made may have been late, and no one has noticed.
    const head = cell.head.position
    const oldest = snapshot && (await oldestSince(pool, cell.id, snapshot.seen, snapshot.at))
    folded.runs = [...kept, ...(oldest ? [{ from: snapshot.seen + 1, to: head, oldest }] : []), ...folded.runs]
    folded.late = folded.runs.length > 0
    return folded
  }

  #free(): boolean {
    return !this.#stopped && !this.#options.busy()
  }
}

/** Lets everything else that waits go first. */
const pause = () => new Promise((done) => setTimeout(done, 1))
