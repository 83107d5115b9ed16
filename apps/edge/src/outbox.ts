/**
 * Events of one source, safe on this machine until the server says they are committed.
 *
 * A stream is (source, epoch), gapless from 1. The newest stream is open; older ones are closed and only drain.
 * Acknowledged events stay for a while, so that a server restored from a backup can be told again what it forgot:
 * they keep their epoch and seq, and so a server that still has them sees duplicates and nothing else.
 */
import type { Ack, CellEvent } from '@celltwin/contracts'
import { type EventRange, newestFirst, type Store } from './store.ts'

/** More than this many unacknowledged events are a backlog: it drains in its own closed stream. */
const LITTLE_UNACKNOWLEDGED = 50
const KEEP_ACKNOWLEDGED_MS = 24 * 3600_000
const KEEP_BYTES = 1_000_000_000

export interface Place {
  readonly epoch: number
  readonly seq: number
}

export interface Told<E = CellEvent> {
  readonly event: E
  readonly bytes: Buffer
}

export interface Lost extends Place {
  readonly to: number
}

interface Stream {
  readonly epoch: number
  /** Everything at or below is committed by the server. */
  upTo: number
  /** The highest place taken, and the highest whose event is on disk. */
  lastSeq: number
  durable: number
  /** Everything at or below has been sent since the last resend began. */
  sent: number
  closed: boolean
}

export class OutboxFailed extends Error {
  override readonly name = 'OutboxFailed'
}

export class Outbox {
  readonly source: string
  readonly #store: Store
  readonly #streams: Stream[] = []
  #journalId: string | undefined
  #requested: [epoch: number, from: number, to: number][] = []
  readonly #declaredLost = new Set<string>()
  #failure: OutboxFailed | undefined
  #fail: (failure: OutboxFailed) => void = () => {}
  /** Rejects when the disk has refused an event. Nothing can be told from then on, so nothing may be done. */
  readonly failed: Promise<never>

  constructor(store: Store, source: string) {
    this.source = source
    this.#store = store
    this.#journalId = store.journals.get(source)
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = reject
    })
    this.failed.catch(() => {})
    for (const { key, value } of store.streams.getRange({ start: [source, 0], end: [source, Infinity] })) {
      const epoch = key[1]
      const [last] = store.events.getKeys({ ...newestFirst(source, epoch), limit: 1 })
      const lastSeq = Math.max(value.lastSeq, last?.[2] ?? 0)
      this.#streams.push({ epoch, upTo: value.upTo, lastSeq, durable: lastSeq, sent: value.upTo, closed: value.closed })
    }
  }

  get id(): string {
    return this.#store.outboxId
  }

  /** Epoch of the open stream; 0 where none was ever opened. */
  get epoch(): number {
    return this.#streams.at(-1)?.epoch ?? 0
  }

  /** When its newest event on disk occurred; the epoch of Unix time where there is none. */
  get newest(): Date {
    return this.#occurredAt(newestFirst(this.source, this.epoch)) ?? new Date(0)
  }

  /** When the oldest event occurred that is not yet acknowledged; undefined where none waits. */
  get waitingSince(): Date | undefined {
    const stream = this.#streams.find(({ upTo, durable }) => durable > upTo)
    return stream && this.#occurredAt(this.#range(stream.epoch, stream.upTo + 1, stream.durable))
  }

  /** Events not yet acknowledged, in all streams. */
  get backlog(): number {
    return this.#streams.reduce((sum, { upTo, lastSeq }) => sum + lastSeq - upTo, 0)
  }

  /** More than a little of the open stream is unacknowledged. */
  get behind(): boolean {
    const open = this.#streams.at(-1)
    return open !== undefined && open.lastSeq - open.upTo > LITTLE_UNACKNOWLEDGED
  }

  /** Opens the stream above every epoch known, closing the one before. Its last place is returned, if there was one. */
  openStream(above: number): { epoch: number; lastSeq: number } | undefined {
    const before = this.#streams.at(-1)
    const epoch = 1 + Math.max(above, this.epoch)
    this.#streams.push({ epoch, upTo: 0, lastSeq: 0, durable: 0, sent: 0, closed: false })
    this.#keepRecord(this.#streams.at(-1)!)
    if (!before) return undefined
    before.closed = true
    this.#keepRecord(before)
    return { epoch: before.epoch, lastSeq: before.lastSeq }
  }

  /**
   * Resolves when the event is on disk, and with it what `alongside` writes: one transaction has both. @throws OutboxFailed for good once the disk has refused one event.
   */
  async append<E extends CellEvent>(make: (place: Place) => E, alongside?: () => void): Promise<Told<E>> {
    if (this.#failure) throw this.#failure
    const stream = this.#streams.at(-1)
    if (!stream) throw new Error('outbox: no stream is open')
    const event = make({ epoch: stream.epoch, seq: stream.lastSeq + 1 })
    const bytes = Buffer.from(JSON.stringify(event))
    stream.lastSeq += 1
    try {
      await this.#store.events.batch(() => {
        // What one write of a transaction fails with, the transaction fails with.
        this.#store.events.put([this.source, event.epoch, event.seq], bytes).catch(() => {})
        alongside?.()
      })
      // A transaction resolves when committed, which is before the disk has it.
      await this.#store.events.flushed
    } catch (cause) {
      throw this.#refused(cause)
    }
    stream.durable = Math.max(stream.durable, event.seq)
    return { event, bytes }
  }

  /** Live and in order: no resend is needed unless the server asks. */
  markSent({ epoch, seq }: Place): void {
    const stream = this.#stream(epoch)
    if (stream?.sent === seq - 1) stream.sent = seq
  }

  /** Takes in what the server has. True where it knows more of our streams than we do: this disk is not the one it knew. */
  acknowledge({ journalId, streams }: Ack): { progress: boolean; strange: boolean } {
    let progress = false
    let strange = false
    if (journalId !== this.#journalId) this.#startOver(journalId)
    for (const { epoch, upTo, missing } of streams) {
      const stream = this.#stream(epoch)
      if (epoch > this.epoch || (stream && upTo > stream.lastSeq)) strange = true
      if (!stream || upTo > stream.lastSeq) continue
      if (upTo > stream.upTo) {
        progress = true
        stream.upTo = upTo
        stream.sent = Math.max(stream.sent, upTo)
        this.#keepRecord(stream)
      }
      for (const [from, to] of missing ?? []) this.#request(epoch, from, Math.min(to, stream.durable))
    }
    return { progress, strange }
  }

  /** Forgets what was sent, so that `nextFrame` starts again after the last acknowledged event of each stream. */
  resend(): void {
    for (const stream of this.#streams) stream.sent = stream.upTo
  }

  /**
   * The next events to send again, oldest stream first, what the server asked for before the rest, up to `window`
   * events ahead of its acknowledgement. What is no longer held is `lost`.
   */
  nextFrame(window: number, maxEvents: number, maxBytes: number): { events: Buffer[]; lost?: Lost } | undefined {
    const asked = this.#requested.shift()
    if (asked) {
      const [epoch, from, to] = asked
      const frame = this.#read(epoch, from, to, maxEvents, maxBytes)
      if (frame.next <= to) this.#requested.unshift([epoch, frame.next, to])
      return frame
    }
    for (const stream of this.#streams) {
      const to = Math.min(stream.durable, stream.upTo + window)
      if (stream.sent >= to) continue
      const frame = this.#read(stream.epoch, stream.sent + 1, to, maxEvents, maxBytes)
      if (frame.next === stream.sent + 1) continue
      stream.sent = frame.next - 1
      return frame
    }
    return undefined
  }

  /** Lets go of acknowledged events older than a day, or oldest first where all together are beyond a gigabyte. */
  async prune(now: number): Promise<void> {
    const { treeLeafPageCount, overflowPages, pageSize } = this.#store.events.getStats() as Record<string, number>
    const crowded = (treeLeafPageCount! + overflowPages!) * pageSize! > KEEP_BYTES
    for (const stream of [...this.#streams]) {
      const held = this.#store.events.getRange({ ...this.#range(stream.epoch, 1, stream.upTo), limit: 1000 })
      for (const { key, value } of held) {
        const { occurredAt } = JSON.parse(value.toString()) as CellEvent
        if (!crowded && now - Date.parse(occurredAt) < KEEP_ACKNOWLEDGED_MS) return
        await this.#store.events.remove(key)
      }
      const empty = this.#store.events.getKeysCount(this.#range(stream.epoch, 1, stream.lastSeq)) === 0
      if (stream.closed && stream.upTo === stream.lastSeq && empty) {
        this.#streams.splice(this.#streams.indexOf(stream), 1)
        await this.#store.streams.remove([this.source, stream.epoch])
      }
    }
  }

  /**
   * Moves the open stream's unacknowledged events into a stream above `known`: the server has our place taken by
   * events of another disk, and would take ours for duplicates.
   */
  async reissue(known: number): Promise<void> {
    const { epoch, upTo, lastSeq } = this.#streams.at(-1)!
    const events = this.#read(epoch, upTo + 1, lastSeq, Infinity, Infinity).events
    this.openStream(known)
    const closed = this.#stream(epoch)!
    closed.upTo = closed.sent = closed.lastSeq
    this.#keepRecord(closed)
    await Promise.all(
      events.map((bytes) => this.append((place) => ({ ...(JSON.parse(bytes.toString()) as CellEvent), ...place }))),
    )
  }

  #refused(cause: unknown): OutboxFailed {
    const { message } = (cause as { commitError?: Error }).commitError ?? (cause as Error)
    this.#failure ??= new OutboxFailed(
      `Events can no longer be written to disk (${message}). Make room, then start the agent again.`,
    )
    this.#fail(this.#failure)
    return this.#failure
  }

  #stream(epoch: number): Stream | undefined {
    return this.#streams.find((stream) => stream.epoch === epoch)
  }

  /** A new or restored journal: what it has comes with its acknowledgements, stream by stream. */
  #startOver(journalId: string): void {
    const known = this.#journalId
    this.#journalId = journalId
    this.#store.journals.put(this.source, journalId).catch((cause) => this.#refused(cause))
    if (known === undefined) return
    for (const stream of this.#streams) {
      stream.upTo = stream.sent = 0
      this.#keepRecord(stream)
    }
  }

  #request(epoch: number, from: number, to: number): void {
    const overlaps = this.#requested.some(([e, f, t]) => e === epoch && f <= to && from <= t)
    if (from <= to && !overlaps) this.#requested.push([epoch, from, to])
  }

  /** Reads on from `from` until `to` or a bound; `next` is the first seq not covered. */
  #read(epoch: number, from: number, to: number, maxEvents: number, maxBytes: number) {
    const events: Buffer[] = []
    let next = from
    let bytes = 0
    for (const { key, value } of this.#store.events.getRange(this.#range(epoch, from, to))) {
      const seq = key[2]
      if (seq !== next) return { events, next: seq, ...this.#declareLost(epoch, next, seq - 1) }
      if (events.length > 0 && (events.length >= maxEvents || bytes + value.length > maxBytes)) return { events, next }
      events.push(value)
      bytes += value.length
      next = seq + 1
    }
    if (next <= to) return { events, next: to + 1, ...this.#declareLost(epoch, next, to) }
    return { events, next }
  }

  #declareLost(epoch: number, from: number, to: number): { lost?: Lost } {
    const key = `${epoch}/${from}/${to}`
    if (this.#declaredLost.has(key)) return {}
    this.#declaredLost.add(key)
    return { lost: { epoch, seq: from, to } }
  }

  #occurredAt(range: EventRange) {
    const [first] = this.#store.events.getRange({ ...range, limit: 1 })
    return first && new Date((JSON.parse(first.value.toString()) as CellEvent).occurredAt)
  }

  #range(epoch: number, from: number, to: number): EventRange {
    return { start: [this.source, epoch, from], end: [this.source, epoch, to + 1] }
  }

  #keepRecord({ epoch, upTo, lastSeq, closed }: Stream): void {
    this.#store.streams.put([this.source, epoch], { upTo, lastSeq, closed }).catch((cause) => this.#refused(cause))
  }
}
