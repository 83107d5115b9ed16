import type { CellEvent } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Arrival } from './arrival.ts'
import { cursorOf, holesOf, Streams } from './streams.ts'

type Placed = Extract<Arrival, { kind: 'event' }>

const arrivalOf = (source: string, seq: number): Placed => ({
  kind: 'event',
  place: { source, epoch: 1, seq, outbox: undefined },
  event: { type: 'cell-inputs-changed', source, epoch: 1, seq } as CellEvent,
  payload: Buffer.alloc(0),
})

const LENGTH = 12
const SOURCES = ['handling', 'visual']

describe('streams', () => {
  it('take each event once and in order, whatever order and how often they come', () => {
    const places = SOURCES.flatMap((source) => Array.from({ length: LENGTH }, (_, n) => ({ source, seq: n + 1 })))
    const anyOrderWithRepeats = fc
      .tuple(fc.shuffledSubarray(places, { minLength: places.length }), fc.array(fc.constantFrom(...places)))
      .chain(([all, repeats]) => fc.shuffledSubarray([...all, ...repeats], { minLength: all.length + repeats.length }))
    fc.assert(
      fc.property(anyOrderWithRepeats, (order) => {
        const streams = new Streams([])
        const taken: Arrival[] = []
        for (const { source, seq } of order)
          streams.receive(arrivalOf(source, seq), (arrival) => taken.push(arrival), 0)
        for (const source of SOURCES) {
          const seqs = taken.flatMap(({ place }) => (place?.source === source ? [place.seq] : []))
          expect(seqs).toEqual(Array.from({ length: LENGTH }, (_, n) => n + 1))
        }
        for (const { source, seq } of places)
          expect(streams.receive(arrivalOf(source, seq), (arrival) => taken.push(arrival), 0)).toBe('duplicate')
        expect(taken).toHaveLength(places.length)
      }),
    )
  })

  it('know exactly what is missing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (seqs) => {
        const streams = new Streams([])
        for (const seq of seqs) streams.receive(arrivalOf('visual', seq), () => {}, 0)
        const missing = holesOf(streams.of({ source: 'visual', epoch: 1 }), 100).flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, n) => from + n),
        )
        const expected = Array.from({ length: Math.max(...seqs) }, (_, n) => n + 1).filter((n) => !seqs.includes(n))
        expect(missing).toEqual(expected)
      }),
    )
  })

  it('tell a source what is committed, not what is only taken', () => {
    const streams = new Streams([])
    for (const seq of [1, 2]) streams.receive(arrivalOf('visual', seq), () => {}, 0)
    const cursors = streams.takeMoved().map(cursorOf)
    streams.receive(arrivalOf('visual', 3), () => {}, 0)
    expect(streams.takeOwed('visual')).toMatchObject([{ upTo: 3, committed: 0 }])
    streams.markCommitted(cursors)
    expect(streams.takeOwed('visual')).toMatchObject([{ upTo: 3, committed: 2 }])
  })

  it('tell a source of its newest epoch and of those that are not drained', () => {
    const cursor = { source: 'visual', outbox: undefined }
    const streams = new Streams([
      { ...cursor, epoch: 1, upTo: 9, lastSeq: 9 },
      { ...cursor, epoch: 2, upTo: 3, lastSeq: 7 },
      { ...cursor, epoch: 3, upTo: 5, lastSeq: 5 },
    ])
    const owed = () => streams.takeOwed('visual').map(({ epoch }) => epoch)
    expect(owed()).toEqual([2, 3])
    streams.receive(arrivalOf('visual', 9), () => {}, 0)
    expect(owed(), 'and of a drained one that it sends again').toEqual([1, 2, 3])
    expect(owed()).toEqual([2, 3])
  })
})
