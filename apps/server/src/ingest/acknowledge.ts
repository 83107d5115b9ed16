/** Tells each edge what is durable and what is missing. Only this lets an event leave the edge's disk. */
import { type Ack, cellTopics } from '@celltwin/contracts'
import type { Cells, LiveCell } from '../twins/cells.ts'
import type { Link } from './link.ts'
import { holesOf } from './streams.ts'

export const REPEAT_MS = 5_000
/** A hole is asked for at most this often: the answer takes its time. */
const ASK_AGAIN_MS = 250

export class Acknowledger {
  readonly #cells: Cells
  readonly #publish: Link['publish']
  readonly #asked = new Map<string, number>()

  constructor(cells: Cells, publish: Link['publish']) {
    this.#cells = cells
    this.#publish = publish
  }

  acknowledge(cell: LiveCell, sources: Iterable<string>): void {
    const now = Date.now()
    for (const source of sources) {
      const key = `${cell.path.cell}/${source}`
      const ask = now - (this.#asked.get(key) ?? 0) >= ASK_AGAIN_MS
      const streams = cell.streams.takeOwed(source).map((stream) => {
        const missing = ask ? holesOf(stream).map(([from, to]): [number, number] => [from, to]) : []
        return { epoch: stream.epoch, upTo: stream.committed, ...(missing.length > 0 ? { missing } : {}) }
      })
      if (streams.some(({ missing }) => missing)) this.#asked.set(key, now)
      const { position, hash } = cell.head
      const ack: Ack = { v: 1, journalId: this.#cells.journalId, position, hash: hash.toString('hex'), streams }
      this.#publish(cellTopics(cell.path).ack(source), ack, { qos: 0 })
    }
  }

  /** Every source that ever spoke: on connect and every few seconds. */
  acknowledgeAll(): void {
    for (const cell of this.#cells.all()) {
      const sources = new Set(
        [...cell.streams.all()].map(({ source }) => source).filter((source) => source !== 'server'),
      )
      for (const source of cell.presence.keys()) sources.add(source)
      this.acknowledge(cell, sources)
    }
  }
}
