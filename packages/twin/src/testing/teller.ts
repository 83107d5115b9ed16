import type { EventData, EventOf, EventType } from '@celltwin/contracts'
import type { Random } from './random.ts'

const hex = (n: number, digits: number) => Math.floor(n).toString(16).padStart(digits, '0').slice(-digits)

/** Tells events as agents do: each source in its own gapless stream, each event with an id of its own. */
export class Teller {
  nowMs: number
  readonly #random: Random
  readonly #streams = new Map<string, { epoch: number; seq: number }>()
  #told = 0

  constructor(random: Random, startsAtMs: number) {
    this.#random = random
    this.nowMs = startsAtMs
  }

  tell<T extends EventType>(source: string, type: T, data: EventData<T>): EventOf<T> {
    const stream = this.#streams.get(source) ?? { epoch: 1, seq: 0 }
    this.#streams.set(source, stream)
    stream.seq += 1
    const event: unknown = {
      v: 1,
      id: this.#uuid(),
      type,
      source,
      ...stream,
      occurredAt: new Date(this.nowMs).toISOString(),
      simulated: source !== 'server',
      data,
    }
    return event as EventOf<T>
  }

  streamOf(source: string): { readonly epoch: number; readonly seq: number } {
    return { ...(this.#streams.get(source) ?? { epoch: 1, seq: 0 }) }
  }

  openEpoch(source: string): number {
    const epoch = this.streamOf(source).epoch + 1
    this.#streams.set(source, { epoch, seq: 0 })
    return epoch
  }

  sha256(): string {
    return Array.from({ length: 8 }, () => hex(this.#random() * 2 ** 32, 8)).join('')
  }

  /** UUID version 7: time, then a counter, then chance. */
  #uuid(): string {
    const time = hex(this.nowMs, 12)
    this.#told += 1
    return [
      time.slice(0, 8),
      time.slice(8),
      `7${hex(this.#told >> 12, 3)}`,
      `8${hex(this.#told, 3)}`,
      hex(this.#random() * 2 ** 48, 12),
    ].join('-')
  }
}
