/**
 * Messages taken from the broker and not yet committed, in order. Full by number or by size, it keeps the broker waiting:
 * while the database is away agents send again and again what they hold.
 */
import type { EventMessage } from './arrival.ts'

export interface Bounds {
  readonly messages: number
  readonly bytes: number
}

export class MessageQueue {
  readonly #full: Bounds
  readonly #batch: Bounds
  #messages: EventMessage[] = []
  #read = 0
  /** Handed out and not yet settled: goes back to the front where the connection breaks. */
  #inHand: readonly EventMessage[] = []
  /** Of what waits, and of what is in hand. */
  #bytes = 0
  #resume: (() => void)[] = []

  constructor(full: Bounds, batch: Bounds) {
    this.#full = full
    this.#batch = batch
  }

  get waiting(): number {
    return this.#messages.length - this.#read
  }

  /** `proceed` is called when there is room for the next one. */
  add(message: EventMessage, proceed: () => void): void {
    this.#messages.push(message)
    this.#bytes += message.payload.length
    if (this.waiting < this.#full.messages && this.#bytes < this.#full.bytes) proceed()
    else this.#resume.push(proceed)
  }

  /** The next batch, in hand until it is settled or put back. */
  next(): readonly EventMessage[] {
    const from = this.#read
    const { messages, bytes: most } = this.#batch
    for (let bytes = 0; this.waiting > 0 && this.#read - from < messages && bytes < most; )
      bytes += this.#messages[this.#read++]!.payload.length
    this.#inHand = this.#messages.slice(from, this.#read)
    if (this.waiting === 0 || this.#read > this.#full.messages) {
      this.#messages = this.#messages.slice(this.#read)
      this.#read = 0
    }
    return this.#inHand
  }

  /** What was in hand is committed. */
  settle(): void {
    for (const { payload } of this.#inHand) this.#bytes -= payload.length
    this.#inHand = []
    if (this.waiting < this.#full.messages / 2 && this.#bytes < this.#full.bytes / 2)
      for (const proceed of this.#resume.splice(0)) proceed()
  }

  /** What of it was committed after all is a duplicate then, and ignored as such. */
  putBack(): void {
    this.#messages = [...this.#inHand, ...this.#messages.slice(this.#read)]
    this.#read = 0
    this.#inHand = []
  }
}
