/** What an agent gives its roles. Roles know no broker, disk or driver. */
import type {
  CellDefinition,
  CellEvent,
  Clock,
  Desired,
  EventData,
  EventOf,
  EventType,
  EvidenceRef,
  RecipeRef,
} from '@celltwin/contracts'
import type { Logger } from 'pino'

export interface CellClock {
  /** The device's clock, with the skew that a fault may give it. Monotonic per source. */
  now(): Date
  /**
   * What deadlines are measured by: the device's clock as it stood at its start, running evenly ever since. Neither a
   * skew nor a correction reaches it. Comparable with itself only, never with another source's stamps.
   */
  steady(): Date
  /** Physical time: waits `physicalMs ÷ speed`. Rejects with the signal's reason when the agent stops. */
  wait(physicalMs: number): Promise<void>
  readonly speed: number
  /** When `physicalMs` after `from` is due: physical time ÷ speed, plus an allowance that is not divided. */
  deadline(from: Date, physicalMs: number, allowanceMs: number): Date
}

/** Small durable memory of a role: survives kill -9 once the promise resolves. */
export interface Memory {
  get<T>(key: string): T | undefined
  put(key: string, value: unknown): Promise<void>
  remove(key: string): Promise<void>
}

export interface RoleContext {
  /** The role's name, and the source of its events. */
  readonly source: string
  readonly cell: CellDefinition
  /** sha256 of the cell definition's canonical JSON. */
  readonly cellHash: string
  readonly recipe: RecipeRef
  readonly clock: CellClock
  readonly memory: Memory
  readonly log: Logger
  /** Aborted when the agent stops. */
  readonly signal: AbortSignal
  readonly simulated: boolean
  readonly replayed: boolean
  /** Writes the event to disk, then publishes it. Resolves when it is on disk. */
  tell<T extends EventType>(type: T, data: EventData<T>): Promise<EventOf<T>>
  /**
   * As `tell`, and the entries go into `memory` in the same transaction: after kill -9 both are there or neither is.
   * Without it a restart either repeats an event or loses it.
   */
  tellAndRemember<T extends EventType>(
    type: T,
    data: EventData<T>,
    entries: Readonly<Record<string, unknown>>,
  ): Promise<EventOf<T>>
  /** Live events of the cell from any source, this agent's own roles included. Handlers run in order, errors are logged. */
  on<T extends EventType>(type: T, handle: (event: EventOf<T>) => void | Promise<void>): void
  /** An event message that could not be read, by its source where the topic tells it. */
  onUnreadable(handle: (flaw: { source: string; type: string; reason: string }) => void | Promise<void>): void
  /** The server's list of requests; called with each new revision. */
  onDesired(handle: (desired: Desired) => void | Promise<void>): void
  /** Presence of every source as the cell sees it. */
  onPresence(handle: (source: string, online: boolean, readiness: string) => void): void
  /** Stores bytes under their sha256 on disk and queues the upload. Resolves when on disk. */
  keepEvidence(kind: string, mediaType: string, bytes: Uint8Array): Promise<EvidenceRef>
  sendTelemetry(values: Record<string, number>): void
  /** Moves presence along: loading → warming-up → ready. */
  ready(readiness: 'loading' | 'warming-up' | 'ready' | 'failed', progress?: number, detail?: string): void
  /** Publishes ground truth. Only simulated devices have it. */
  tellTruth(truth: unknown): void
}

/** A role runs until the signal aborts. */
export type Role = (context: RoleContext, devices: import('./devices/devices.ts').Devices) => Promise<void>
export type { CellEvent, Clock }
