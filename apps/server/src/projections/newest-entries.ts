/** The newest entries in memory, without a hole: what follows a position can be had from it, or is left to the journal. */
import type { JournalEntry } from '@celltwin/contracts'

export class NewestEntries {
  readonly #most: number
  #entries: readonly JournalEntry[] = []

  /** @param most Beyond this many waiting, the journal is the better memory. */
  constructor(most: number) {
    this.#most = most
  }

  get any(): boolean {
    return this.#entries.length > 0
  }

  add(entries: readonly JournalEntry[]): void {
    const first = entries[0]
    if (!first) return
    const last = this.#entries.at(-1)
    const follows = last === undefined || first.position === last.position + 1
    // What is let go is in the journal.
    this.#entries = follows && this.#entries.length < this.#most ? [...this.#entries, ...entries] : entries
  }

  /** Takes what directly follows a position; undefined where only the journal has it. Older ones are let go. */
  takeAfter(position: number, limit: number): readonly JournalEntry[] | undefined {
    const from = position + 1 - (this.#entries[0]?.position ?? Number.POSITIVE_INFINITY)
    if (from < 0 || from >= this.#entries.length) {
      if (from >= 0) this.#entries = []
      return undefined
    }
    const taken = this.#entries.slice(from, from + limit)
    this.#entries = this.#entries.slice(from + limit)
    return taken
  }
}
