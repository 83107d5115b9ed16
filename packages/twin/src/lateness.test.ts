import { type CellEvent, type CellTwin, type JournalEntry, LATE_AFTER_MS } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyTwin, fold, foldByTime } from './evolve.ts'
import { cameLateBy, partCameLateBy } from './lateness.ts'
import { Teller } from './testing/teller.ts'
import { historyOf, interleave, journalOf, seeded, smallCell } from './testing.ts'

const CELL = smallCell.path.cell
const START = Date.parse('2026-01-05T06:00:00.000Z')
const DUE = new Date(START).toISOString()
const HOUR_MS = 3_600_000
const seed = fc.integer({ min: 1, max: 1_000_000 })
const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString()
const part = { cycleId: 'c1', serial: 's1', cycleNumber: 1 }

/** Some of the events, the same ones whatever their order, came an hour late. */
const outage = (events: Iterable<CellEvent>): JournalEntry[] =>
  [...journalOf(events)].map((entry) => ({
    ...entry,
    recordedAt: later(entry.event.occurredAt, entry.event.id.charCodeAt(35) % 3 === 0 ? HOUR_MS : 40),
  }))

function story() {
  const teller = new Teller(seeded(1), START)
  const entries: JournalEntry[] = []
  const record = (event: CellEvent, delayMs = 40) =>
    entries.push({ position: entries.length + 1, recordedAt: later(event.occurredAt, delayMs), event })
  const inspected = () => teller.tell('visual', 'part-inspected', inspection)
  return { teller, record, inspected, twin: (): CellTwin => fold(emptyTwin(CELL), entries) }
}

const inspection = { ...part, module: 'visual', results: [], steps: [], evidence: [] } as never
const judgement = (verdict: 'hold' | 'pass') =>
  ({ ...part, verdict, reasons: [], judgedAfterMs: 9_000, counts: { notInspected: 1 } }) as never

describe('a value that came late', () => {
  it('[TW61] keeps by how much, and one that came in time has no field for it', () => {
    const { record, inspected, teller, twin } = story()
    record(inspected(), HOUR_MS)
    record(teller.tell('verifier', 'part-judged', judgement('pass')), LATE_AFTER_MS)
    const { modules, verdict } = twin().cycles.c1!
    expect(modules.visual?.inspected?.lateByMs).toBe(HOUR_MS)
    expect(verdict).not.toHaveProperty('lateByMs')
    expect(partCameLateBy(twin(), twin().cycles.c1!)).toBe(HOUR_MS)
  })

  it('[TW61] is the same in every interleaving, by time, from a snapshot, and else what it is without', () => {
    fc.assert(
      fc.property(seed, seed, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, cut) => {
        const events = [...historyOf({ seed: a, cycles: 12, troubleRate: 0.7 })]
        const whole = fold(emptyTwin(CELL), outage(events))
        expect(fold(emptyTwin(CELL), outage(interleave(events, seeded(b))))).toEqual(whole)
        const middle = Math.floor(events.length * cut)
        const snapshot = fold(emptyTwin(CELL), outage(events).slice(0, middle))
        expect(foldByTime(JSON.parse(JSON.stringify(snapshot)), outage(events).slice(middle))).toEqual(whole)
        const without = JSON.parse(JSON.stringify(whole), (key, value) => (key === 'lateByMs' ? undefined : value))
        expect(without).toEqual(fold(emptyTwin(CELL), journalOf(events)))
      }),
      { numRuns: 25 },
    )
  })

  it('[TW62] is not late where the clock of its source is known to be behind, as long as it was', () => {
    const { record, inspected, teller, twin } = story()
    const behind = { alarm: 'clock-skew/visual', priority: 'medium', value: -HOUR_MS } as const
    record(teller.tell('server', 'alarm-raised', { ...behind, since: new Date(START + HOUR_MS).toISOString() }))
    record(inspected(), HOUR_MS + 60)
    const inTime = twin().cycles.c1!.modules.visual!.inspected
    expect(inTime?.lateByMs).toBe(HOUR_MS + 60)
    expect(cameLateBy(twin(), 'visual', inTime)).toBeUndefined()
    expect(cameLateBy(twin(), 'dimensional', inTime), 'of another source').toBe(HOUR_MS + 60)
    record(inspected(), HOUR_MS + 20_000)
    expect(cameLateBy(twin(), 'visual', twin().cycles.c1!.modules.visual!.inspected)).toBe(20_000)

    teller.nowMs = START + HOUR_MS + 30_000
    record(teller.tell('server', 'alarm-returned', { alarm: 'clock-skew/visual', since: DUE }))
    record(inspected(), HOUR_MS + 60)
    expect(partCameLateBy(twin(), twin().cycles.c1!), 'put right again').toBe(HOUR_MS + 60)
  })

  it('[TW63] changes nothing of a verdict that was made without it', () => {
    const { record, inspected, teller, twin } = story()
    record(teller.tell('verifier', 'evidence-missing', { ...part, module: 'visual', dueAt: DUE } as never))
    record(teller.tell('verifier', 'part-judged', judgement('hold')))
    const { cycles, counters } = twin()
    record(inspected(), HOUR_MS)
    record(
      teller.tell('verifier', 'evidence-late', {
        ...part,
        module: 'visual',
        dueAt: DUE,
        lateMs: HOUR_MS,
      } as never),
    )
    expect(twin().cycles.c1!.verdict).toEqual(cycles.c1!.verdict)
    expect(twin().counters).toEqual({ ...counters, late: 1 })
    expect(twin().cycles.c1!.modules.visual).toMatchObject({ late: { lateMs: HOUR_MS }, missing: {} })
  })
})
