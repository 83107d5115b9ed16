import type { CellDefinition, ChallengeOutcome, EventData } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { emptyDisk, referenceCell } from '../../testing.ts'
import { type ChallengeLedger, challengeDue, NO_CHALLENGE, unfit } from './challenge.ts'
import { asking, judged, passing, type Rig, type RigOptions, startForTest } from './testing.ts'

const reference = referenceCell()
const parts = reference.challenge!.parts.slice(0, 3)
const cellWith = (required: 'at-shift-start' | 'on-request'): CellDefinition => ({
  ...reference,
  challenge: { required, validForHours: 8, parts },
})
const strict = cellWith('at-shift-start')

const asExpected: ChallengeOutcome = { outcome: 'as-expected', findings: [] }
const nothing: ChallengeOutcome = { outcome: 'inconclusive', findings: [] }
const passedThough: ChallengeOutcome = {
  outcome: 'failed',
  findings: [{ characteristic: 'crimp-count', expected: 'fail', found: 'pass' }],
}

/** Answers production with pass, and each challenge part with what `shows` says of it. */
const showing =
  (shows: (id: string) => ChallengeOutcome): NonNullable<RigOptions['judge']> =>
  (part: EventData<'part-inserted'>, now) =>
    part.challenge === undefined
      ? passing(part, now)
      : { ...judged(part, 'reject'), challenge: part.challenge, challenged: shows(part.challenge) }

const start = (options: RigOptions): Rig => startForTest({ judge: showing(() => asExpected), ...options })

const run = (id: string) => asking(id, { kind: 'run-challenge' })
const execute = (id: string) => asking(id, { kind: 'set-state', state: 'execute' })
const returned = (rig: Rig) => rig.told('challenge-part-returned').map(({ data }) => data.challenge)
const production = (rig: Rig) => rig.told('part-inserted').filter(({ data }) => data.challenge === undefined)

describe('where challenge parts must run first', () => {
  it('AUTO waits and is refused until each has given its expected result', async () => {
    const rig = start({ cell: strict })
    await rig.until(() => rig.states().at(-1) === 'held: challenge parts never run in this cell: 0 of 3 done')
    rig.request(execute('a'))
    await rig.until(() => rig.told('request-refused').length === 1)
    expect(rig.told('request-refused')[0]?.data.reason).toBe('challenge parts never run in this cell: 0 of 3 done')
    rig.request(run('r'))
    await rig.until(() => production(rig).length === 1)
    expect(returned(rig)).toEqual(parts.map(({ id }) => id))
    expect(rig.told('challenge-passed')).toMatchObject([{ data: { runId: 'r', cycleNumber: 3 } }])
    expect(rig.told('request-done').map(({ data }) => data.requestId)).toEqual(['r'])
  })

  it('a challenge part is never sent to chute, bin or hold, whatever the verifier says of it', async () => {
    const rig = start({
      cell: strict,
      judge: (part, now) =>
        part.challenge === undefined ? undefined : { ...passing(part, now)!, challenged: asExpected },
    })
    rig.request(run('r'))
    await rig.until(() => rig.told('challenge-passed').length === 1)
    expect(rig.told('part-dispatched')).toEqual([])
    expect(rig.told('part-arrived')).toEqual([])
    for (const { data } of rig.told('phase-started').slice(0, 5)) expect(data.challenge).toBe(data.serial)
  })
})

describe('a challenge that fails', () => {
  it('holds the cell and makes everything since the last good one suspect', async () => {
    let bad = false
    const rig = start({
      cell: cellWith('on-request'),
      judge: showing((id) => (bad && id === parts[1]!.id ? passedThough : asExpected)),
    })
    rig.request(run('r1'))
    await rig.until(() => production(rig).length === 2)
    bad = true
    rig.request(run('r2'))
    await rig.until(() => rig.told('challenge-failed').length === 1)
    const [failed] = rig.told('challenge-failed')
    const made = production(rig).map(({ data }) => data.cycleNumber)
    expect(failed?.data).toMatchObject({ from: 5, to: made.at(-1), reason: 'P1-CRIMPS passed crimp-count' })
    await rig.until(() => rig.states().at(-1) === 'held: challenge failed: P1-CRIMPS passed crimp-count')
    rig.request(execute('a'))
    await rig.until(() => rig.told('request-refused').some(({ data }) => data.requestId === 'a'))
    bad = false
    rig.request(run('r3'))
    await rig.until(() => production(rig).length > made.length)
  })

  it('is none where a part was not inspected: it is tried once more, then the run has no answer', async () => {
    const rig = start({ cell: strict, judge: showing((id) => (id === parts[0]!.id ? nothing : asExpected)) })
    rig.request(run('r'))
    await rig.until(() => rig.told('challenge-incomplete').length === 1)
    expect(returned(rig)).toEqual(['P1-GOOD', 'P1-GOOD'])
    expect(rig.told('challenge-failed')).toEqual([])
    await rig.until(() => rig.states().at(-1)?.startsWith('held: challenge parts never run') ?? false)
  })
})

it('on request the cell runs without it, until an integrator wants it', async () => {
  const rig = start({ cell: cellWith('on-request') })
  await rig.until(() => production(rig).length === 1)
  rig.request(asking('q', { kind: 'require-challenge', required: 'at-shift-start' }))
  await rig.until(() => rig.states().at(-1)?.startsWith('held: challenge parts never run') ?? false)
  expect(rig.told('challenge-policy-changed')).toMatchObject([{ data: { required: 'at-shift-start' } }])
})

it('a run goes on where kill -9 left it, telling nothing twice', { timeout: 60_000 }, async () => {
  for (let nth = 12; nth < 60; nth += 5) {
    const disk = emptyDisk()
    const first = start({ cell: strict, disk, dieAtWrite: { nth, after: nth % 2 === 0 } })
    first.request(run('r'))
    await first.until(() => first.context.signal.aborted || production(first).length > 0).catch(() => {})
    first.kill()
    const second = start({ cell: strict, disk })
    second.request(run('r'))
    await second.until(() => production(second).length > 0)
    expect(second.told('challenge-passed'), `killed at write ${nth}`).toHaveLength(1)
    expect(second.told('challenge-started')).toHaveLength(1)
    expect(second.told('request-done')).toHaveLength(1)
    const good = second.told('challenge-part-returned').filter(({ data }) => data.outcome === 'as-expected')
    expect(good.map(({ data }) => data.challenge)).toEqual(parts.map(({ id }) => id))
    expect(second.told('part-dispatched').filter(({ data }) => data.challenge !== undefined)).toEqual([])
  }
})

describe('a good challenge', () => {
  const circumstances = { cell: strict, recipeHash: 'r', now: new Date('2026-03-02T12:00:00.000Z') }
  const passed = { at: '2026-03-02T06:00:00.000Z', cycleNumber: 9, recipeHash: 'r' }
  const ledger: ChallengeLedger = { ...NO_CHALLENGE, passed }

  it.each([
    ['within its shift', {}, {}, undefined],
    ['after its shift', { now: new Date('2026-03-02T14:00:01.000Z') }, {}, 'not run since 2026-03-02 06:00 UTC'],
    ['after a changeover', { recipeHash: 'other' }, {}, 'changeover'],
    ['after a stop was reset', {}, { repairedAt: '2026-03-02T07:00:00.000Z' }, 'reset at 2026-03-02 07:00'],
    ['on request', { now: new Date('2027-01-01T00:00:00.000Z') }, { required: 'on-request' as const }, undefined],
  ])('%s', (_, changed, more, due) => {
    const found = challengeDue({ ...ledger, ...more }, { ...circumstances, ...changed })
    if (due === undefined) expect(found).toBeUndefined()
    else expect(found).toContain(due)
  })

  it('cannot come of parts that expired or are worn', () => {
    expect(unfit(NO_CHALLENGE, circumstances)).toBeUndefined()
    expect(unfit(NO_CHALLENGE, { ...circumstances, now: new Date('2040-01-01T00:00:00.000Z') })).toContain('expired')
    expect(unfit({ uses: { 'P1-GOOD': 2000 } }, circumstances)).toContain('worn')
  })
})
