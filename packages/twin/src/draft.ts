/** Copy on first write: a draft may be written to, the twin it was made of stays as it was. */
import type { CellTwin, Heard, Instant } from '@celltwin/contracts'
import { lateBy } from './lateness.ts'

export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T

export interface Draft {
  readonly twin: Mutable<CellTwin>
  /** What this draft copied or made itself and may therefore write to. */
  readonly own: Set<object>
  /** When the entry that is being folded in was recorded. */
  recordedAt?: Instant
  /** Ids of the cycles by ascending number, once somebody asked for that. */
  cycleOrder?: string[]
}

export const draftOf = (twin: CellTwin): Draft => {
  const copy = { ...twin } as Mutable<CellTwin>
  return { twin: copy, own: new Set([copy]) }
}

/** A child of a writable parent, made writable. */
export function open<P extends object, K extends keyof P>({ own }: Draft, parent: P, key: K): P[K] & object {
  const child = parent[key] as P[K] & object
  if (own.has(child)) return child
  const copy = (Array.isArray(child) ? [...child] : { ...child }) as P[K] & object
  own.add(copy)
  parent[key] = copy
  return copy
}

/** The entry of a record, made writable; `make` makes it where there is none. */
export function openEntry<V extends object>(draft: Draft, record: Record<string, V>, key: string, make: () => V): V {
  if (Object.hasOwn(record, key)) return open(draft, record, key)
  const fresh = make()
  draft.own.add(fresh)
  record[key] = fresh
  return fresh
}

interface StreamPlace {
  readonly epoch: number
  readonly seq: number
}

/** The newer of two facts by their place in the stream. [TW5] */
export function newest<T extends StreamPlace>(known: T | undefined, fact: T): T {
  if (known === undefined) return fact
  const order = fact.epoch - known.epoch || fact.seq - known.seq
  if (order !== 0) return order > 0 ? fact : known
  return JSON.stringify(fact) > JSON.stringify(known) ? fact : known
}

interface Told extends StreamPlace {
  readonly occurredAt: string
}

export const written = ({ occurredAt, epoch, seq }: Told) => ({ at: occurredAt, epoch, seq })

/** With how late it came, where it did. [TW61] */
export function heard({ recordedAt }: Draft, event: Told): Heard {
  const lateByMs = recordedAt === undefined ? undefined : lateBy(event.occurredAt, recordedAt)
  return lateByMs === undefined ? written(event) : { ...written(event), lateByMs }
}

export const register = <T>({ occurredAt, epoch, seq }: Told, value: T) => ({ value, occurredAt, epoch, seq })
