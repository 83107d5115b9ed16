/** Entries read ahead of a replay, in the order of time; what was folded is let go. Pure. */
import type { Instant, JournalEntry } from '@celltwin/contracts'

/** Ahead of the clock at all times: of wall time at the rate that runs, and of past time however slow it is. */
const AHEAD_WALL_MS = 8_000
const AHEAD_MS = 30_000
/** Less than this is not worth asking for. */
export const SHORTEST_ASK_MS = 2_000
export const PAGE = 1_000
/** Any position: what occurred at that very instant has been read. */
const ALL_POSITIONS = Number.MAX_SAFE_INTEGER

export interface Place {
  readonly at: Instant
  readonly position: number
}

export interface Window {
  /** Read and not yet folded. */
  readonly entries: readonly JournalEntry[]
  /** Everything up to here has been read. */
  readonly read: Place
}

export interface Ask {
  readonly after: Place
  readonly until: Instant
}

export const windowFrom = (read: Place): Window => ({ entries: [], read })

export const readUntilMs = ({ read }: Window): number => Date.parse(read.at)

/** What to read next; nothing where enough lies ahead. `endMs`: what may be read of the past by now. */
export function nextAsk(window: Window, instantMs: number, rate: number, endMs: number): Ask | undefined {
  const ahead = Math.max(AHEAD_MS, rate * AHEAD_WALL_MS)
  const readMs = readUntilMs(window)
  if (readMs - instantMs > ahead / 2) return undefined
  const until = Math.min(endMs, readMs + ahead)
  if (until - readMs < SHORTEST_ASK_MS) return undefined
  return { after: window.read, until: new Date(until).toISOString() }
}

/** The window with the answer to an ask. A full page says that there is more before `until`. */
export function withPage(window: Window, { until }: Ask, page: readonly JournalEntry[]): Window {
  const last = page.at(-1)
  const read =
    page.length < PAGE || !last
      ? { at: until, position: ALL_POSITIONS }
      : { at: last.event.occurredAt, position: last.position }
  return { entries: [...window.entries, ...page], read }
}

/** Parts the window into what has occurred by the instant and the rest. */
export function takeDue(window: Window, instantMs: number): { due: readonly JournalEntry[]; rest: Window } {
  const first = window.entries.findIndex(({ event }) => Date.parse(event.occurredAt) > instantMs)
  const count = first < 0 ? window.entries.length : first
  if (count === 0) return { due: [], rest: window }
  return { due: window.entries.slice(0, count), rest: { ...window, entries: window.entries.slice(count) } }
}

export const nextOccursMs = ({ entries: [next] }: Window): number | undefined =>
  next && Date.parse(next.event.occurredAt)
