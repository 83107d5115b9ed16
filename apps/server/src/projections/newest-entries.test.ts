import type { JournalEntry } from '@celltwin/contracts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NewestEntries } from './newest-entries.ts'

const entriesFrom = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({ position: from + n }) as JournalEntry)

it('gives what directly follows, without a hole, however much comes and however slowly it is taken', () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 9 }) }),
    fc.record({ take: fc.integer({ min: 1, max: 9 }) }),
    // Another server wrote.
    fc.record({ miss: fc.integer({ min: 1, max: 9 }) }),
    // Another reader of the journal went on to the head.
    fc.constant({ reach: true }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const newest = new NewestEntries(12)
      let head = 0
      let position = 0
      for (const each of steps)
        if ('add' in each) {
          newest.add(entriesFrom(head + 1, each.add))
          head += each.add
        } else if ('miss' in each) head += each.miss
        else if ('reach' in each) position = head
        else {
          const taken = newest.takeAfter(position, each.take)
          // Where it has none the journal is read; of that, a page.
          const page = taken ?? entriesFrom(position + 1, Math.min(each.take, head - position))
          expect(page.map((entry) => entry.position)).toEqual(page.map((_, n) => position + 1 + n))
          position += page.length
        }
    }),
    { numRuns: 500 },
  )
})

it('lets the oldest go where nobody takes them', () => {
  const newest = new NewestEntries(10)
  for (let n = 0; n < 100; n++) newest.add(entriesFrom(1 + 5 * n, 5))
  expect(newest.takeAfter(0, 1_000)).toBeUndefined()
  expect(newest.takeAfter(496, 1_000)).toHaveLength(4)
})
