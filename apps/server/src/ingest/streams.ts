/**
 * The cursors of one cell's streams. A stream is (source, epoch), gapless from 1.
 *
 * At or below the cursor is a duplicate; the next one is taken; anything later is held back until the hole before it is
 * filled or declared lost. Nothing is ever taken out of a stream's order: the twin rests on that.
 */
import type { Cursor } from '../journal/append.ts'
import type { Arrival, StreamPlace } from './arrival.ts'

export type Range = readonly [from: number, to: number]
type Placed = Arrival & { readonly place: StreamPlace }

export interface Stream {
  readonly source: string
  readonly epoch: number
  upTo: number
  /** Everything at or below is in the journal: what its source may be told. */
  committed: number
  outbox: string | undefined
  lastSeq: number | undefined
  /** Arrived after a hole, by sequence number. */
  readonly held: Map<number, Placed>
  /** Declared lost by the edge, not yet reached by the cursor. */
  lost: Range[]
  /** Since when there is a hole. */
  holeSince: number | undefined
  /** The hole that was told in the journal. */
  holeTold: Range | undefined
}

/** What arrived beyond it is dropped: the edge still has it. */
const MOST_HELD = 2_000

export type Reception = 'taken' | 'duplicate' | 'held' | 'foreign-outbox'

export class Streams {
  readonly #streams = new Map<string, Stream>()
  readonly #moved = new Set<Stream>()
  /** Something of them arrived since their source was last answered. */
  readonly #heard = new Set<Stream>()

  constructor(cursors: Iterable<Cursor>) {
    for (const cursor of cursors) this.#streams.set(keyOf(cursor), open(cursor))
  }

  /** Takes one arrival; what it makes ready goes to `ready`, oldest first. */
  receive(arrival: Placed, ready: (arrival: Placed) => void, now: number): Reception {
    const stream = this.of(arrival.place)
    const { seq, outbox } = arrival.place
    if (outbox !== undefined && stream.outbox !== undefined && outbox !== stream.outbox) return 'foreign-outbox'
    stream.outbox ??= outbox
    this.#heard.add(stream)
    if (arrival.kind === 'event' && arrival.event.type === 'events-lost') this.#declareLost(arrival.event, ready)
    if (seq <= stream.upTo) return 'duplicate'
    if (seq !== stream.upTo + 1) {
      if (stream.held.size < MOST_HELD) stream.held.set(seq, arrival)
      stream.holeSince ??= now
      return 'held'
    }
    this.#take(stream, arrival, ready)
    this.#drain(stream, ready)
    return 'taken'
  }

  /** The next place in one of the server's own streams, which have one epoch. */
  next(source: string): StreamPlace {
    const stream = this.of({ source, epoch: 1 })
    stream.upTo += 1
    this.#moved.add(stream)
    return { source, epoch: 1, seq: stream.upTo, outbox: undefined }
  }

  of({ source, epoch }: { source: string; epoch: number }): Stream {
    const key = keyOf({ source, epoch })
    let stream = this.#streams.get(key)
    if (!stream) {
      stream = open({ source, epoch, upTo: 0, outbox: undefined, lastSeq: undefined })
      this.#streams.set(key, stream)
    }
    return stream
  }

  /** Streams whose cursor has to be written since the last call. */
  takeMoved(): Stream[] {
    const moved = [...this.#moved]
    this.#moved.clear()
    return moved
  }

  /** The cursors are in the journal. */
  markCommitted(cursors: Iterable<Cursor>): void {
    for (const cursor of cursors) this.of(cursor).committed = cursor.upTo
  }

  all(): Iterable<Stream> {
    return this.#streams.values()
  }

  /**
   * What a source has to be told: its newest epoch, older ones that are not drained, and those it spoke of since it was
   * last told: who sends again what is drained has not heard that it is.
   */
  takeOwed(source: string): Stream[] {
    const streams = [...this.#streams.values()].filter((stream) => stream.source === source)
    const newest = Math.max(...streams.map(({ epoch }) => epoch))
    return streams.filter((stream) => {
      const { epoch, committed, lastSeq } = stream
      return this.#heard.delete(stream) || epoch === newest || lastSeq === undefined || committed < lastSeq
    })
  }

  #take(stream: Stream, arrival: Placed, ready: (arrival: Placed) => void): void {
    stream.upTo = arrival.place.seq
    this.#moved.add(stream)
    ready(arrival)
    if (arrival.kind !== 'event' || arrival.event.type !== 'epoch-closed') return
    const { epoch, lastSeq } = arrival.event.data
    const closed = this.of({ source: stream.source, epoch })
    closed.lastSeq = lastSeq
    this.#moved.add(closed)
  }

  #drain(stream: Stream, ready: (arrival: Placed) => void): void {
    for (;;) {
      const next = stream.upTo + 1
      const lost = stream.lost.find(([from, to]) => from <= next && next <= to)
      const held = stream.held.get(next)
      if (held) {
        stream.held.delete(next)
        this.#take(stream, held, ready)
      } else if (lost) {
        stream.upTo = lost[1]
        this.#moved.add(stream)
      } else break
    }
    stream.lost = stream.lost.filter(([, to]) => to > stream.upTo)
    for (const seq of stream.held.keys()) if (seq <= stream.upTo) stream.held.delete(seq)
    if (stream.held.size === 0) stream.holeSince = undefined
  }

  /** Takes effect at once, even where the event itself is still held back by the very hole it declares. */
  #declareLost(
    event: { source: string; data: { epoch: number; from: number; to: number } },
    ready: (a: Placed) => void,
  ) {
    const stream = this.of({ source: event.source, epoch: event.data.epoch })
    if (event.data.to <= stream.upTo) return
    stream.lost.push([event.data.from, event.data.to])
    this.#drain(stream, ready)
  }
}

/** Holes below what is held back, oldest first. */
export function holesOf({ upTo, held }: Pick<Stream, 'upTo' | 'held'>, most = 20): Range[] {
  const holes: Range[] = []
  let next = upTo + 1
  for (const seq of [...held.keys()].sort((a, b) => a - b)) {
    if (seq > next) holes.push([next, seq - 1])
    if (holes.length === most) break
    next = seq + 1
  }
  return holes
}

export const cursorOf = ({ source, epoch, upTo, outbox, lastSeq }: Stream): Cursor => ({
  source,
  epoch,
  upTo,
  outbox,
  lastSeq,
})

const keyOf = ({ source, epoch }: { source: string; epoch: number }) => `${source}/${epoch}`

const open = (cursor: Cursor): Stream => ({
  ...cursor,
  committed: cursor.upTo,
  held: new Map(),
  lost: [],
  holeSince: undefined,
  holeTold: undefined,
})
