import type { CellTwin, EventData, EventType } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { observeAlarms, type ServerFacts } from './alarm-conditions.ts'
import { alarmIdOf } from './alarm-watch.ts'
import { emptyTwin, evolve, fold } from './evolve.ts'
import { Teller } from './testing/teller.ts'
import { historyOf, journalOf, seeded, smallCell } from './testing.ts'

const NOW_MS = Date.parse('2026-11-19T06:00:00.000Z')
const QUIET: ServerFacts = {
  ...{ backlogEvents: {}, evidenceOnItsWay: {}, skewMs: {}, eventsLost: {}, outboxConflicts: {}, failingRules: {} },
  ...{ unreadable: 0, escapes: {} },
}

function cell() {
  const teller = new Teller(seeded(1), NOW_MS)
  let twin: CellTwin = emptyTwin(smallCell.path.cell)
  const tell = <T extends EventType>(source: string, type: T, data: EventData<T>) => {
    twin = evolve(twin, { position: twin.position + 1, recordedAt: '', event: teller.tell(source, type, data) })
  }
  tell('handling', 'cell-described', { hash: 'a'.repeat(64), definition: smallCell })
  return {
    tell,
    part: (n: number) => ({ cycleId: `c-${n}`, serial: `S-${n}`, cycleNumber: n }),
    holding: (facts: Partial<ServerFacts> = {}) =>
      observeAlarms(twin, { ...QUIET, ...facts }, NOW_MS).flatMap((o) => (o.holds ? [alarmIdOf(o)] : [])),
  }
}

const INPUTS = {
  ...{ zoneClear: true, guardClosed: true, localRelease: true, emergencyStopClear: true },
  lockedOut: false,
}

describe('the conditions of a cell', () => {
  it('are quiet where all is well', () => {
    expect(cell().holding()).toEqual([])
    const twin = fold(emptyTwin(smallCell.path.cell), journalOf(historyOf({ seed: 1, cycles: 30, troubleRate: 0 })))
    expect(observeAlarms(twin, QUIET, Date.parse(twin.occurredAt!)).filter(({ holds }) => holds)).toEqual([])
  })

  it('see the inputs and the state of the cell', () => {
    const { tell, holding } = cell()
    tell('handling', 'cell-inputs-changed', { ...INPUTS, guardClosed: false })
    expect(holding(), 'an open guard of a cell at rest is no alarm').toEqual([])
    tell('handling', 'cell-state-changed', { state: 'execute', reason: 'AUTO' })
    expect(holding()).toEqual(['guard-open'])
    tell('handling', 'cell-inputs-changed', { ...INPUTS, emergencyStopClear: false })
    tell('handling', 'cell-state-changed', { state: 'aborted', reason: 'emergency stop' })
    expect(holding()).toEqual(['emergency-stop', 'cell-aborted'])
  })

  it('see a source that is gone, and holes in what it said', () => {
    const { tell, holding } = cell()
    tell('server', 'presence-changed', { of: 'visual', online: false })
    tell('server', 'gap-detected', { of: 'visual', epoch: 1, from: 3, to: 5 })
    expect(holding()).toEqual(['source-silent/visual', 'events-missing/visual'])
    tell('server', 'gap-filled', { of: 'visual', epoch: 1, from: 3, to: 5 })
    tell('server', 'presence-changed', { of: 'visual', online: true })
    expect(holding()).toEqual([])
  })

  it('see a module that owes the results of three parts in a row, until it gives one', () => {
    const { tell, part, holding } = cell()
    const module = Object.keys(smallCell.modules)[0]!
    const miss = (n: number) =>
      tell('verifier', 'evidence-missing', { ...part(n), module, dueAt: new Date(NOW_MS).toISOString() })
    miss(1)
    miss(2)
    expect(holding()).toEqual([])
    miss(3)
    expect(holding()).toEqual([`evidence-missing/${module}`])
    tell(module, 'part-inspected', { ...part(4), module, results: [], evidence: [], steps: [] })
    expect(holding()).toEqual([])
  })

  it('see a sensor that shows another part again, until it shows one of its own [TW64]', () => {
    const { tell, part, holding } = cell()
    const module = Object.keys(smallCell.modules)[0]!
    const repeats = { kind: 'image', sha256: 'b'.repeat(64), of: 'S-1', reason: 'same picture as of part S-1' }
    const inspected = { module, results: [], evidence: [], steps: [] }
    tell(module, 'part-inspected', { ...part(1), ...inspected })
    expect(holding()).toEqual([])
    tell(module, 'part-inspected', { ...part(3), ...inspected, repeats })
    expect(holding()).toEqual([`sensor-stuck/${module}`])
    tell(module, 'part-inspected', { ...part(2), ...inspected })
    expect(holding(), 'a part before it, heard of late').toEqual([`sensor-stuck/${module}`])
    tell(module, 'part-inspected', { ...part(4), ...inspected })
    expect(holding()).toEqual([])
  })

  it('see a part that did not arrive where it was sent, until a person has decided on it', () => {
    const { tell, part, holding } = cell()
    const mismatch = { ...part(1), expected: 'reject' as const, observed: 'accept' as const, suspects: [] }
    tell('handling', 'sorting-mismatch-detected', mismatch)
    expect(holding()).toEqual(['sorting-mismatch'])
    const review = { finding: 'nonconforming', disposition: 'scrap', reasonCode: 'x' } as const
    tell('server', 'part-reviewed', { ...part(1), review, by: 'Ada' })
    expect(holding()).toEqual([])
  })

  it('see rejects beyond what is usual here, and not a handful of them', () => {
    const { tell, part, holding } = cell()
    const judge = (n: number, verdict: 'pass' | 'reject') =>
      tell('verifier', 'part-judged', {
        ...{ ...part(n), verdict, reasons: [], recipe: { id: 'R', version: 1, hash: 'b'.repeat(64) } },
        judgedAfterMs: 9000,
        counts: { pass: 1, conditionalPass: 0, conditionalFail: 0, fail: 0, notInspected: 0 },
      })
    for (let n = 1; n <= 300; n++) judge(n, n % 100 === 0 ? 'reject' : 'pass')
    expect(holding()).toEqual([])
    for (let n = 301; n <= 302; n++) judge(n, 'reject')
    expect(holding()).toEqual([])
    for (let n = 303; n <= 307; n++) judge(n, 'reject')
    expect(holding()).toEqual(['reject-rate'])
  })

  it('see what only the server knows', () => {
    const facts = {
      ...{ backlogEvents: { visual: 501 }, skewMs: { visual: -400 }, eventsLost: { visual: 2 }, unreadable: 1 },
      ...{ outboxConflicts: { visual: 1 }, databaseAwayS: 7, diskFreePercent: 4, failingRules: { r1: 'refused' } },
      ...{ evidenceOnItsWay: { visual: 100 }, escapes: { 'S-7': 'Run-out' } },
    }
    expect(cell().holding(facts)).toEqual([
      ...['events-lost/visual', 'outbox-conflict/visual', 'messages-unreadable', 'evidence-waiting/visual'],
      ...['backlog-high/visual', 'clock-skew/visual', 'escape-found/S-7', 'database-away', 'disk-nearly-full'],
      'notification-failing/r1',
    ])
  })
})
