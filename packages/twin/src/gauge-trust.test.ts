import { type CellDefinition, type CellEvent, checkEvent, type EventData } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyTwin, fold } from './evolve.ts'
import { challengeState, gaugeStates, studyRunState } from './gauge-state.ts'
import { stillSuspect, suspicionOf, trustIn } from './gauge-trust.ts'
import { lastParts, waitingForPerson } from './selectors.ts'
import { Teller } from './testing/teller.ts'
import { historyOf, interleave, journalOf, seeded, smallCell } from './testing.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-03-02T06:00:00.000Z')
const at = (hours: number) => new Date(START + hours * HOUR).toISOString()

const cell: CellDefinition = {
  ...smallCell,
  modules: { ...smallCell.modules, dimensional: { ...smallCell.modules.dimensional!, gauge: 'LJ-01' } },
  calibrations: [{ id: 'LJ-01/1', gauge: 'LJ-01', madeAt: at(0), validForHours: 100 }],
  challenge: {
    required: 'at-shift-start',
    validForHours: 8,
    parts: [
      { id: 'GOOD', title: 'Known good', fails: [], expiresAt: at(9999), uses: 9 },
      { id: 'BAD', title: 'Groove too deep', fails: ['groove-depth'], expiresAt: at(9999), uses: 9 },
    ],
  },
}

function told() {
  const teller = new Teller(seeded(4), START)
  const events: CellEvent[] = [teller.tell('handling', 'cell-described', { hash: teller.sha256(), definition: cell })]
  const tell: Teller['tell'] = (source, type, data) => {
    teller.nowMs += 60_000
    const event = teller.tell(source, type, data)
    events.push(event as never)
    return event
  }
  const twin = () => fold(emptyTwin('small-cell'), journalOf(events))
  return { tell, twin, events, teller }
}

const failure = (from: number, to: number): EventData<'challenge-failed'> => ({
  runId: 'run-1',
  challenge: 'BAD',
  findings: [{ characteristic: 'groove-depth', expected: 'fail', found: 'pass' }],
  from,
  to,
  reason: 'BAD passed groove-depth',
})

const returned = (challenge: string, cycleNumber: number): EventData<'challenge-part-returned'> => ({
  cycleId: `x${cycleNumber}`,
  serial: challenge,
  cycleNumber,
  challenge,
  runId: 'run-1',
  outcome: 'as-expected',
  findings: [],
  uses: 1,
})

describe('a challenge part', () => {
  it('[TW19] is no production: no counter moves, nobody waits for it, and it ends out of the cell', () => {
    const { tell, twin, teller } = told()
    const part = { cycleId: 'x7', serial: 'BAD', cycleNumber: 7, challenge: 'BAD' }
    const recipe = { id: 'r', version: 1, hash: teller.sha256() }
    const origin = { partType: 't', materialLots: [], fixture: 'F', tool: 'T' }
    tell('handling', 'part-inserted', { ...part, ...origin, recipe })
    tell('verifier', 'part-judged', {
      ...part,
      verdict: 'reject',
      reasons: [],
      recipe,
      judgedAfterMs: 1,
      counts: { pass: 0, conditionalPass: 0, conditionalFail: 0, fail: 1, notInspected: 0 },
    })
    tell('handling', 'challenge-part-returned', returned('BAD', 7))
    expect(twin().counters).toEqual(emptyTwin('small-cell').counters)
    expect(twin().cycles.x7).toMatchObject({ challenge: 'BAD', finished: true, arrived: { where: 'out' } })
    expect(waitingForPerson(twin())).toEqual([])
    expect(lastParts(twin(), 5)).toEqual([])
  })
})

describe('the verdict on a part', () => {
  it.each(['as-expected', 'failed', undefined] as const)('[TW65] says whether it was to be so: %s', (outcome) => {
    const { tell, twin, teller } = told()
    const challenge = outcome && { challenge: 'BAD', challenged: { outcome, findings: [] } }
    tell('verifier', 'part-judged', {
      ...{ cycleId: 'x7', serial: 'BAD', cycleNumber: 7, ...challenge },
      verdict: 'reject',
      reasons: [],
      recipe: { id: 'r', version: 1, hash: teller.sha256() },
      judgedAfterMs: 1,
      counts: { pass: 0, conditionalPass: 0, conditionalFail: 0, fail: 1, notInspected: 0 },
    })
    expect(twin().cycles.x7?.verdict?.challenged).toBe(outcome)
  })
})

describe('a calibration', () => {
  it('[TW20] warns in the last tenth of its time, ends, and is renewed by a newer record alone', () => {
    const { tell, twin } = told()
    const state = (hours: number) => gaugeStates(twin(), START + hours * HOUR)[0]
    expect(state(89)).toMatchObject({ gauge: 'LJ-01', state: 'valid', expiresAt: at(100) })
    expect(state(91)?.state).toBe('ends-soon')
    expect(state(100)?.state).toBe('expired')
    const older = { id: 'LJ-01/0', gauge: 'LJ-01', madeAt: at(-5), validForHours: 1000 }
    tell('dimensional', 'calibration-recorded', { calibration: older })
    expect(state(100)?.state).toBe('expired')
    tell('dimensional', 'calibration-recorded', { calibration: { ...older, id: 'LJ-01/2', madeAt: at(99) } })
    expect(state(100)).toMatchObject({ state: 'valid', calibration: { id: 'LJ-01/2' } })
  })

  it('[TW20] is the recorded one where the file says something else under its id', () => {
    const { tell, twin } = told()
    const recorded = { id: 'LJ-01/1', gauge: 'LJ-01', madeAt: at(-10), validForHours: 20 }
    tell('dimensional', 'calibration-recorded', { calibration: recorded })
    expect(gaugeStates(twin(), START)).toMatchObject([{ calibration: recorded, expiresAt: at(10) }])
  })

  it('[TW20] is missing where the file keeps calibrations and has none of the gauge', () => {
    const { twin, tell, teller } = told()
    tell('handling', 'cell-described', { hash: teller.sha256(), definition: { ...cell, calibrations: [] } })
    expect(gaugeStates(twin(), START)).toMatchObject([{ gauge: 'LJ-01', state: 'missing' }])
  })
})

describe('a challenge', () => {
  it('[TW21] runs, counts what is done, passes, and is due again after its hours', () => {
    const { tell, twin, teller } = told()
    const state = (now = teller.nowMs) => challengeState(twin(), now)
    expect(state()).toMatchObject({ state: 'never-run', done: 0, required: 'at-shift-start' })
    tell('handling', 'challenge-started', { runId: 'run-1', parts: ['GOOD', 'BAD'] })
    tell('handling', 'challenge-part-returned', returned('GOOD', 1))
    expect(state()).toMatchObject({ state: 'running', done: 1 })
    tell('handling', 'challenge-part-returned', returned('BAD', 2))
    tell('handling', 'challenge-passed', { runId: 'run-1', cycleNumber: 2 })
    expect(state()).toMatchObject({ state: 'passed', done: 2 })
    expect(state(teller.nowMs + 8 * HOUR + 1)).toMatchObject({ state: 'due' })
    tell('handling', 'challenge-started', { runId: 'run-2', parts: ['GOOD', 'BAD'] })
    expect(state()).toMatchObject({ state: 'running', done: 0 })
    tell('handling', 'challenge-incomplete', { runId: 'run-2', challenge: 'GOOD', reason: 'expired' })
    expect(state()).toMatchObject({ state: 'incomplete', reason: 'expired' })
    tell('handling', 'challenge-policy-changed', { required: 'on-request' })
    expect(state()?.required).toBe('on-request')
  })
})

describe('a suspicion', () => {
  it('[TW22] covers the cycles since the last good challenge until a person answers for them', () => {
    const { tell, twin } = told()
    const { id: suspicion } = tell('handling', 'challenge-failed', failure(3, 9))
    expect([2, 3, 9, 10].map((n) => suspicionOf(twin(), n)?.id)).toEqual([undefined, suspicion, suspicion, undefined])
    tell('server', 'suspicion-released', { suspicion, from: 4, to: 5, by: 'A', reason: 'measured again by hand' })
    expect(suspicionOf(twin(), 5)).toBeUndefined()
    expect(stillSuspect(twin(), trustIn(twin()).suspicions[0]!)).toEqual([
      [3, 3],
      [6, 9],
    ])
  })

  it('[TW22] is not taken away by the answer to another one', () => {
    const { tell, twin } = told()
    const first = tell('handling', 'challenge-failed', failure(1, 9))
    const second = tell('handling', 'challenge-failed', failure(5, 12))
    const by = { by: 'A', reason: 'measured again by hand' }
    tell('server', 'suspicion-released', { suspicion: first.id, from: 1, to: 12, ...by })
    expect(suspicionOf(twin(), 3)).toBeUndefined()
    expect(suspicionOf(twin(), 7)?.id).toBe(second.id)
  })

  it('makes none where no part was made since the last good challenge', () => {
    const { tell, twin } = told()
    tell('handling', 'challenge-failed', failure(4, 3))
    expect(trustIn(twin()).suspicions).toEqual([])
  })
})

describe('a study that the cell makes', () => {
  const study = { kind: 'type1', parts: ['M1'], trials: 10 } as const
  const reading = (n: number) => ({
    ...{ cycleId: `m${n}`, serial: 'M1', cycleNumber: n, challenge: 'M1', runId: 'run-1', reading: n },
    ...(n > 1 ? { seatedIn: 1 } : {}),
  })

  it('[TW29] is as far as its newest reading, until it ends', () => {
    const { tell, twin } = told()
    expect(studyRunState(twin())).toBeUndefined()
    tell('handling', 'study-started', { runId: 'run-1', study: { ...study, parts: ['M1'] } })
    expect(studyRunState(twin())).toMatchObject({ state: 'running', taken: 0, readings: 10 })
    for (const n of [1, 2, 3]) tell('handling', 'study-reading-taken', reading(n))
    expect(studyRunState(twin())).toMatchObject({ state: 'running', taken: 3 })
    tell('handling', 'study-ended', { runId: 'run-1', as: 'incomplete', reason: 'the cell was asked to hold' })
    expect(studyRunState(twin())).toMatchObject({ state: 'incomplete', reason: 'the cell was asked to hold' })
    tell('handling', 'study-started', { runId: 'run-2', study: { ...study, parts: ['M1'] } })
    expect(studyRunState(twin())).toMatchObject({ runId: 'run-2', state: 'running', taken: 0 })
  })

  it('[TW19] is no production: each pass is over with its reading, though the part stays on the spindle', () => {
    const { tell, twin } = told()
    for (const n of [1, 2]) tell('handling', 'study-reading-taken', reading(n))
    tell('handling', 'study-part-returned', reading(2))
    expect(Object.values(twin().cycles)).toMatchObject([{ finished: true }, { finished: true }])
    expect(twin().counters).toEqual(emptyTwin('small-cell').counters)
  })
})

it('[TW2] trust is the same for every interleaving', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { tell, twin, events } = told()
      tell('handling', 'challenge-started', { runId: 'run-1', parts: ['GOOD', 'BAD'] })
      tell('handling', 'challenge-part-returned', returned('GOOD', 1))
      const first = tell('handling', 'challenge-failed', failure(1, 40))
      tell('server', 'suspicion-released', { suspicion: first.id, from: 1, to: 4, by: 'A', reason: 'by hand' })
      const calibration = { id: 'LJ-01/2', gauge: 'LJ-01', madeAt: at(99), validForHours: 4 }
      tell('dimensional', 'calibration-recorded', { calibration })
      tell('handling', 'challenge-passed', { runId: 'run-2', cycleNumber: 44 })
      for (const event of events) expect(checkEvent(event)).toMatchObject({ ok: true })
      const others = [...historyOf({ seed: 5, cycles: 2 })].map((e) => ({ ...e, source: `other-${e.source}` }) as never)
      const mixed = interleave([...events, ...others], seeded(seed))
      expect(fold(emptyTwin('small-cell'), journalOf(mixed)).trust).toEqual(twin().trust)
    }),
    { numRuns: 40 },
  )
})
