import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesOf, headlinesOf, type ShiftCycle, type ShiftPlan, shiftFigures } from './figures.ts'
import { pareto } from './pareto.ts'
import { outsideOf, stateSpans, stopsOf, timeModel } from './time-model.ts'

const MIN_MS = 60_000
const shift = { id: '2026-11-19-early', title: 'Early', fromMs: 0, toMs: 480 * MIN_MS }
const planned = [{ title: 'Break', fromMs: 210 * MIN_MS, toMs: 240 * MIN_MS }]
const plan: ShiftPlan = {
  budgetMs: 15_000,
  speed: 1,
  taktMs: 16_900,
  planned,
  phases: [
    { id: 'insert', title: 'Insert', lane: 'handling', budgetMs: 2_000 },
    { id: 'scan', title: 'Scan', lane: 'dimensional', budgetMs: 9_500 },
  ],
  characteristics: [{ id: 'crimp-count', title: 'Crimp count', module: 'visual' }],
}
const part = (n: number, more: Partial<ShiftCycle> = {}): ShiftCycle => ({
  ...{ cycleId: `c${n}`, serial: `S-${n}`, beganMs: n * 16_000, endedMs: n * 16_000 + 11_500, verdict: 'pass' },
  ...{ repeated: false, foundConforming: false, sent: 'accept', seen: 'accept' },
  phases: [
    { phase: 'insert', atMs: n * 16_000 },
    { phase: 'scan', atMs: n * 16_000 + 2_000 },
  ],
  ...more,
})
const rejected: Partial<ShiftCycle> = {
  ...({ verdict: 'reject', sent: 'reject', seen: 'reject' } as const),
  cause: { characteristic: 'crimp-count', conformance: 'fail' },
}
const figuresOf = (cycles: readonly ShiftCycle[], untilMs = shift.toMs) =>
  shiftFigures({ cycles, states: [{ atMs: -1, state: 'execute', reason: 'ready' }] }, plan, shift, untilMs)

describe('the figures of a shift', () => {
  it("keep upstream's quality apart from the cell's own losses", () => {
    const { quality, production } = figuresOf([
      part(1),
      part(2, rejected),
      part(3, { ...rejected, foundConforming: true }),
      part(4, { verdict: 'hold', cause: { conformance: 'not-inspected' } }),
      part(5, { repeated: true }),
    ])
    expect(production).toMatchObject({ inserted: 5, judged: 5, good: 2, rejected: 2, held: 1 })
    // Upstream: parts 1, 2 and 3 at their first pass, of which one does not conform. The cell: 3, 4 and 5 of all five.
    expect(quality.product).toMatchObject({ count: 1, of: 3 })
    expect(quality.own).toMatchObject({ count: 3, of: 5 })
    expect(quality.falseRejects.count).toBe(1)
    expect(quality.product.interval!.lower).toBeCloseTo(0.0615, 4)
    expect(figuresOf([]).quality.product.interval).toBeNull()
  })

  it('say what is due now and at the end, with the break left out', () => {
    // 450 min available ÷ 16.9 s = 1597; at 240 min, 210 of them are gone: 1597 × 210 / 450 = 745.
    expect(figuresOf([]).production).toMatchObject({ target: 1597, due: 1597 })
    expect(figuresOf([], 240 * MIN_MS).production).toMatchObject({ target: 1597, due: 745 })
  })

  it('name the phase that ate the time beyond the budget', () => {
    const { cycleTime } = figuresOf([part(1), part(2, { endedMs: 2 * 16_000 + 18_000 })])
    // 18 s: 2 for insert as planned, 16 for a scan of 9.5.
    expect(cycleTime).toMatchObject({ measured: 2, overBudget: 1, overMs: 3_000 })
    expect(cycleTime.overruns).toEqual([{ phase: 'scan', title: 'Scan', cycles: 1, overMs: 6_500 }])
    expect(cycleTime.histogram.bins).toEqual([
      { fromMs: 11_500, n: 1 },
      { fromMs: 18_000, n: 1 },
    ])
  })

  it('add up: every part is in one place, every loss is one part', () => {
    const verdict = fc.constantFrom<Partial<ShiftCycle>>({}, rejected, { verdict: undefined, seen: undefined })
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 60 }), (parts) => {
        const figures = figuresOf(parts.map((more, n) => part(n, more)))
        const { inserted, judged, unjudged, good, rejected, held } = figures.production
        expect(judged + unjudged).toBe(inserted)
        expect(good + rejected + held).toBe(judged)
        expect(figures.counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(inserted)
        expect(figures.losses.reduce((sum, { count }) => sum + count, 0)).toBe(figures.quality.product.count)
      }),
    )
  })

  it('tell what a late event moved, and that none moved', () => {
    const before = headlinesOf(figuresOf([part(1)]))
    const after = headlinesOf(figuresOf([part(1), part(2, rejected)]))
    expect(changesOf(before, after)).toContainEqual({ figure: 'rejected', was: 0, is: 1 })
    expect(changesOf(before, before)).toEqual([])
  })
})

describe('the time of a shift', () => {
  const change = fc.record({
    atMs: fc.integer({ min: -100, max: 500 }).map((min) => min * MIN_MS),
    state: fc.constantFrom('execute', 'held', 'suspended'),
    reason: fc.constantFrom('a', 'b'),
  })

  it('is covered by its states without a hole, whatever came when', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const spans = stateSpans(changes, shift.fromMs, shift.toMs)
        expect(spans[0]!.fromMs).toBe(shift.fromMs)
        expect(spans.at(-1)!.toMs).toBe(shift.toMs)
        for (const [n, span] of spans.slice(1).entries()) expect(span.fromMs).toBe(spans[n]!.toMs)
        const time = timeModel(spans, planned, shift)
        expect(time).toMatchObject({ scheduledMs: 480 * MIN_MS, plannedStopMs: 30 * MIN_MS })
        expect(time.executeMs + stopsOf(spans, planned).reduce((sum, { timeMs }) => sum + timeMs, 0)).toBe(
          time.availableMs,
        )
      }),
    )
  })

  it('counts nothing twice where planned stops overlap', () => {
    const stops = [...planned, { title: 'Meeting', fromMs: 230 * MIN_MS, toMs: 250 * MIN_MS }]
    expect(outsideOf(shift, stops)).toBe(440 * MIN_MS)
  })

  it('ranks stops by count or by time, and takes the names of parts out of reasons', () => {
    const states = [
      { atMs: 0, state: 'execute', reason: '' },
      { atMs: 10 * MIN_MS, state: 'stopped', reason: 'S-0001 arrived nowhere' },
      { atMs: 12 * MIN_MS, state: 'execute', reason: '' },
      { atMs: 20 * MIN_MS, state: 'stopped', reason: 'S-0002 arrived nowhere' },
      { atMs: 21 * MIN_MS, state: 'execute', reason: '' },
      { atMs: 30 * MIN_MS, state: 'held', reason: 'hold fixture full' },
      { atMs: 50 * MIN_MS, state: 'execute', reason: '' },
    ]
    const stops = stopsOf(stateSpans(states, shift.fromMs, shift.toMs), planned)
    expect(pareto(stops, 'count').map(({ title, count }) => `${title} ${count}`)).toEqual([
      '… arrived nowhere 2',
      'hold fixture full 1',
    ])
    expect(pareto(stops, 'timeMs').map(({ timeMs, cumulative }) => [timeMs / MIN_MS, cumulative])).toEqual([
      [20, 20 / 23],
      [3, 1],
    ])
  })
})
