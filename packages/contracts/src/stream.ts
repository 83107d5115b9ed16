/** socket.io: past-tense events down, imperatives up. Delivery is at most once; positions heal it. */
import type { JournalEntry } from './events.ts'
import type { Clock, Faults, Presence, Telemetry, Truth } from './messages.ts'
import type { CellTwin } from './twin.ts'

export interface ServerToClient {
  /** Contiguous entries of one cell, oldest first. A client at `position` p expects the first to be p + 1. */
  entries: (cell: string, entries: JournalEntry[]) => void
  /** Every few seconds, so that a quiet cell heals too. `serverTime` lets the page know its own clock's error. */
  head: (cell: string, head: { position: number; serverTime: string }) => void
  telemetry: (cell: string, telemetry: Telemetry) => void
  presence: (cell: string, presence: Presence) => void
  clock: (cell: string, clock: Clock) => void
  /** Simulation only. */
  truth: (cell: string, truth: Truth) => void
  faults: (cell: string, faults: Faults) => void
  /** Bytes that were on their way have come. */
  evidence: (cell: string, stored: { sha256: string }) => void
}

export interface Watched {
  readonly twin: CellTwin
  readonly clock?: Clock
  readonly faults?: Faults
  readonly serverTime: string
}

export interface ClientToServer {
  /** Joins the cell's room and answers with a snapshot at some position; entries after it follow. */
  watch: (cell: string, answer: (watched: Watched | { error: string }) => void) => void
  unwatch: (cell: string) => void
}
