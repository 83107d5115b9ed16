/**
 * Plausible histories of a cell, for tests and benches: every event passes the contracts, each stream is gapless, and
 * the same options always give the same events.
 */
import type { CellEvent, JournalEntry } from '@celltwin/contracts'
import type { Random } from './testing/random.ts'

export { type HistoryOptions, historyOf } from './testing/history.ts'
export { type Random, seeded } from './testing/random.ts'
export { smallCell } from './testing/small-cell.ts'

/** Gives events their places in the journal of a cell, in the order in which they come. */
export function* journalOf(events: Iterable<CellEvent>, after = 0): Generator<JournalEntry> {
  let position = after
  for (const event of events) yield { position: ++position, recordedAt: event.occurredAt, event }
}

/** One of the orders in which a journal may receive these events: every stream keeps its own. */
export function interleave(events: Iterable<CellEvent>, random: Random): CellEvent[] {
  const streams = new Map<string, CellEvent[]>()
  for (const event of events) {
    // The server writes into the journal itself: its streams follow one another.
    const stream = event.source === 'server' ? 'server' : `${event.source}/${event.epoch}`
    const waiting = streams.get(stream)
    if (waiting) waiting.push(event)
    else streams.set(stream, [event])
  }
  const queues = [...streams.values()].map((waiting) => ({ waiting, next: 0, eagerness: random() ** 3 }))
  const mixed: CellEvent[] = []
  while (queues.length > 0) {
    const total = queues.reduce((sum, q) => sum + q.eagerness, 0)
    const drawn = random() * total
    let index = 0
    for (let passed = queues[0]!.eagerness; passed < drawn && index < queues.length - 1; index++)
      passed += queues[index + 1]!.eagerness
    const queue = queues[index]!
    mixed.push(queue.waiting[queue.next++]!)
    if (queue.next === queue.waiting.length) queues.splice(index, 1)
  }
  return mixed
}
