import { type CellEvent, checkEvent } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEPT_CYCLES } from './cycles.ts'
import { emptyTwin, evolve, fold } from './evolve.ts'
import { historyOf, interleave, journalOf, seeded, smallCell } from './testing.ts'

const CELL = smallCell.path.cell
const seed = fc.integer({ min: 1, max: 1_000_000 })
const twinOf = (events: Iterable<CellEvent>) => fold(emptyTwin(CELL), journalOf(events))

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}

describe('histories for tests', () => {
  it('hold only events that pass the contracts, in gapless streams', () => {
    const next = new Map<string, number>()
    const ids = new Set<string>()
    for (const event of historyOf({ seed: 7, cycles: 120, troubleRate: 0.6 })) {
      expect(checkEvent(event)).toMatchObject({ ok: true })
      const stream = `${event.source}/${event.epoch}`
      expect(event.seq).toBe(next.get(stream) ?? 1)
      next.set(stream, event.seq + 1)
      ids.add(event.id)
    }
    expect(ids.size).toBe([...next.values()].reduce((sum, n) => sum + n - 1, 0))
  })
})

describe('evolve', () => {
  it('[TW1] leaves the twin it is given as it was', () => {
    let twin = deepFreeze(emptyTwin(CELL))
    for (const entry of journalOf(historyOf({ seed: 3, cycles: 30, troubleRate: 0.7 })))
      twin = deepFreeze(evolve(twin, deepFreeze(entry)))
    expect(twin.counters.inserted).toBe(30)
  })

  it('[TW2] gives the same twin for every interleaving that keeps the order of each stream', () => {
    fc.assert(
      fc.property(seed, seed, fc.integer({ min: 1, max: 25 }), (a, b, cycles) => {
        const events = [...historyOf({ seed: a, cycles, troubleRate: 0.7 })]
        expect(twinOf(interleave(events, seeded(b)))).toEqual(twinOf(events))
      }),
      { numRuns: 100 },
    )
  })

  it('[TW2] [TW12] and so when cycles are let go on the way', () => {
    fc.assert(
      fc.property(seed, seed, (a, b) => {
        const events = [...historyOf({ seed: a, cycles: KEPT_CYCLES + 60, troubleRate: 0.3 })]
        const twin = twinOf(events)
        expect(twin.evicted.length).toBeGreaterThan(0)
        expect(twinOf(interleave(events, seeded(b)))).toEqual(twin)
      }),
      { numRuns: 8 },
    )
  })

  it('[TW3] gives the same by single events, by batches, and from a snapshot that went through JSON', () => {
    fc.assert(
      fc.property(seed, fc.double({ min: 0, max: 1, noNaN: true }), (a, cut) => {
        const entries = [...journalOf(historyOf({ seed: a, cycles: 15, troubleRate: 0.7 }))]
        const middle = Math.floor(entries.length * cut)
        const whole = fold(emptyTwin(CELL), entries)
        const snapshot = fold(emptyTwin(CELL), entries.slice(0, middle))
        expect(fold(snapshot, entries.slice(middle))).toEqual(whole)
        expect(fold(JSON.parse(JSON.stringify(snapshot)), entries.slice(middle))).toEqual(whole)
        expect(entries.reduce(evolve, emptyTwin(CELL))).toEqual(whole)
        expect(JSON.parse(JSON.stringify(whole))).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })

  it('[TW4] counts an event of an unknown type in its source and does nothing else with it', () => {
    const before = twinOf(historyOf({ seed: 1, cycles: 2 }))
    for (const type of ['tool-changed', 'constructor', 'to-string']) {
      const { occurredAt, ...event } = [...historyOf({ seed: 1, cycles: 2 })].at(-1)!
      const unknown = { ...event, type, source: 'handling', epoch: 9, seq: 1, data: { x: 1 }, occurredAt } as never
      const after = evolve(before, { position: before.position + 1, recordedAt: occurredAt, event: unknown })
      expect(after).toEqual({
        ...before,
        position: before.position + 1,
        sources: {
          ...before.sources,
          handling: {
            ...before.sources.handling,
            events: before.sources.handling!.events + 1,
            last: { occurredAt, epoch: 9, seq: 1 },
          },
        },
      })
    }
  })

  it('[TW12] keeps the highest cycle numbers and what is in process or in hold, and lets the rest go', () => {
    const cycles = KEPT_CYCLES + 50
    const events = [...historyOf({ seed: 5, cycles, troubleRate: 0 })]
    // Cycle 3 never arrives; cycle 4 arrives in hold.
    const odd = events.flatMap((event): CellEvent[] => {
      if (event.type !== 'part-arrived' || event.data.cycleNumber > 4) return [event]
      if (event.data.cycleNumber === 3) return []
      return event.data.cycleNumber === 4 ? [{ ...event, data: { ...event.data, at: 'hold' } }] : [event]
    })
    const twin = twinOf(odd)
    const numbers = Object.values(twin.cycles)
      .map((c) => c.cycleNumber)
      .sort((a, b) => a - b)
    expect(numbers).toEqual([3, 4, ...Array.from({ length: KEPT_CYCLES }, (_, i) => i + 51)])
    expect(twin.evicted).toEqual([
      [1, 2],
      [5, 50],
    ])
    expect(twin.counters).toMatchObject({ inserted: cycles, judged: { pass: cycles }, arrived: { hold: 1 } })
  })

  it('[TW12] changes only counters by an event of a cycle let go', () => {
    const events = [...historyOf({ seed: 5, cycles: KEPT_CYCLES + 10, troubleRate: 0 })]
    const twin = twinOf(events)
    const late = events.find((e) => e.type === 'part-judged' && e.data.cycleNumber === 2)!
    const again = fold(twin, journalOf([{ ...late, seq: late.seq + 10_000 }], twin.position))
    expect(again.cycles).toEqual(twin.cycles)
    expect(again.evicted).toEqual(twin.evicted)
    expect(again.counters.judged.pass).toBe(twin.counters.judged.pass + 1)
  })
})
