import type { JournalEntry } from '@celltwin/contracts'
import { emptyTwin, fold } from '@celltwin/twin'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { follow } from './follow.ts'

/** States of the cell, one after the other: enough of a journal to tell twins apart. */
const journal = (length: number): JournalEntry[] =>
  Array.from({ length }, (_, i) => ({
    position: i + 1,
    recordedAt: '2026-11-19T10:00:00.000Z',
    event: {
      v: 1,
      id: `e${i}`,
      type: 'cell-state-changed',
      source: 'handling',
      epoch: 1,
      seq: i + 1,
      occurredAt: new Date(Date.UTC(2026, 10, 19, 10, 0, i)).toISOString(),
      simulated: true,
      data: { state: i % 2 ? 'held' : 'execute', reason: `no. ${i}` },
    },
  }))

describe('following the stream', () => {
  it('skips what it has seen and folds the rest', () => {
    const entries = journal(5)
    const snapshot = fold(emptyTwin('c'), entries.slice(0, 3))
    const { twin, outcome, applied } = follow(snapshot, entries)
    expect([outcome, applied.map(({ position }) => position)]).toEqual(['followed', [4, 5]])
    expect(twin).toEqual(fold(emptyTwin('c'), entries))
    expect(follow(twin, entries).outcome).toBe('already-seen')
  })

  it('stops before a hole with what came before it', () => {
    const entries = journal(6)
    const { twin, outcome } = follow(emptyTwin('c'), [...entries.slice(0, 2), ...entries.slice(3)])
    expect([outcome, twin.position]).toEqual(['gap', 2])
  })

  it('is the full fold, however the entries were cut and repeated', () => {
    const entries = journal(40)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(39), fc.integer({ min: 1, max: 40 })), { maxLength: 20 }), (frames) => {
        let twin = emptyTwin('c')
        for (const [from, length] of frames) twin = follow(twin, entries.slice(from, from + length)).twin
        expect(twin).toEqual(fold(emptyTwin('c'), entries.slice(0, twin.position)))
      }),
    )
  })
})
