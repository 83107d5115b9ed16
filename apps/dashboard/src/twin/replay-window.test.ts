import type { JournalEntry } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changed, instantOf, isWaiting, type ReplayClock } from './replay-clock.ts'
import { nextAsk, PAGE, readUntilMs, takeDue, windowFrom, withPage } from './replay-window.ts'

const START = Date.parse('2026-11-19T10:00:00.000Z')
const iso = (ms: number) => new Date(ms).toISOString()
const entry = (position: number, atMs: number) =>
  ({ position, recordedAt: iso(atMs), event: { id: `e${position}`, occurredAt: iso(atMs) } }) as JournalEntry

describe('the clock of a replay', () => {
  const clock: ReplayClock = { anchorMs: START, wallMs: 1_000, rate: 10, limitMs: START + 60_000 }

  it('runs at its rate and waits where no more has been read', () => {
    expect(instantOf(clock, 3_000)).toBe(START + 20_000)
    expect([instantOf(clock, 99_000), isWaiting(clock, 99_000)]).toEqual([START + 60_000, true])
  })

  it('goes on from where it waited: it neither jumps nor catches up', () => {
    const more = changed(clock, 99_000, { limitMs: START + 600_000 })
    expect(instantOf(more, 99_000)).toBe(START + 60_000)
    expect(instantOf(more, 100_000)).toBe(START + 70_000)
  })

  it('never runs backwards, whatever is changed when', () => {
    const change = fc.record({
      after: fc.nat(5_000),
      rate: fc.constantFrom(1, 2, 5, 10, 50, 100),
      more: fc.nat(90_000),
    })
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        let now = clock.wallMs
        let running = clock
        let shown = instantOf(running, now)
        for (const { after, rate, more } of changes) {
          now += after
          running = changed(running, now, { rate, limitMs: running.limitMs + more })
          expect(instantOf(running, now)).toBeGreaterThanOrEqual(shown)
          shown = instantOf(running, now)
        }
      }),
    )
  })
})

describe('what is read ahead of a replay', () => {
  it('asks ahead by the rate, and not again while enough lies ahead', () => {
    const window = windowFrom({ at: iso(START), position: 7 })
    const ask = nextAsk(window, START, 100, START + 9e6)!
    expect(ask).toEqual({ after: { at: iso(START), position: 7 }, until: iso(START + 800_000) })
    const filled = withPage(window, ask, [entry(8, START + 5_000)])
    expect(nextAsk(filled, START + 100_000, 100, START + 9e6)).toBeUndefined()
    expect(nextAsk(filled, START + 500_000, 100, START + 9e6)?.after.at).toBe(iso(START + 800_000))
  })

  it('does not ask for crumbs close to now', () => {
    const window = windowFrom({ at: iso(START), position: 7 })
    expect(nextAsk(window, START, 1, START + 1_500)).toBeUndefined()
  })

  it('reads on from the last entry of a full page', () => {
    const window = windowFrom({ at: iso(START), position: 0 })
    const ask = nextAsk(window, START, 1, START + 9e6)!
    const page = Array.from({ length: PAGE }, (_, i) => entry(i + 1, START + i))
    expect(readUntilMs(withPage(window, ask, page))).toBe(START + PAGE - 1)
  })

  it('gives every entry once, in order, and keeps none that was given', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { maxLength: 60 }), fc.array(fc.nat(6_000)), (offsets, steps) => {
        const entries = offsets.toSorted((a, b) => a - b).map((ms, i) => entry(i + 1, START + ms))
        const first = windowFrom({ at: iso(START), position: 0 })
        let window = withPage(first, { after: first.read, until: iso(START + 20_000) }, entries)
        const given: number[] = []
        let now = START
        for (const step of [...steps, 20_000]) {
          now += step
          const { due, rest } = takeDue(window, now)
          given.push(...due.map(({ position }) => position))
          window = rest
          expect(window.entries.every(({ event }) => Date.parse(event.occurredAt) > now)).toBe(true)
        }
        expect(given).toEqual(entries.map(({ position }) => position))
      }),
    )
  })
})
