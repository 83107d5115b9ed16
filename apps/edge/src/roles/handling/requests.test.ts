import type { CellInputs, FaultKind } from '@celltwin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { referenceCell } from '../../testing.ts'
import { placed } from './nests.ts'
import { answers, finish, NO_REQUESTS, type Situation, takeOver } from './requests.ts'
import { asking, fault, judged, moveRequest, passing, type Rig, startHandling } from './testing.ts'

const part = { cycleId: 'c1', serial: 'S1', cycleNumber: 1, recipeHash: 'r' }
const toAccept = moveRequest('a', { ...part, at: 'hold', place: 0 }, 'accept')
const allowing: CellInputs = {
  zoneClear: true,
  guardClosed: true,
  localRelease: true,
  emergencyStopClear: true,
  lockedOut: false,
}
const situation: Situation = {
  cell: referenceCell(),
  inputs: allowing,
  now: new Date('2026-01-05T06:00:00.000Z'),
  places: placed({ nests: [], bin: [] }, part, 'hold', 0),
  recipeHash: 'r',
}
const listing = (...items: (typeof toAccept)[]) => takeOver(NO_REQUESTS, { v: 1, journalId: 'j', revision: 3, items })

describe('the list of requests', () => {
  it('is not taken back to a lower revision of the same journal', () => {
    const ledger = listing(toAccept)
    expect(takeOver(ledger, { v: 1, journalId: 'j', revision: 2, items: [] })).toBe(ledger)
    expect(takeOver(ledger, { v: 1, journalId: 'j', revision: 4, items: [] }).items).toEqual([])
  })

  it('is taken over whole from a new journal', () => {
    expect(takeOver(listing(toAccept), { v: 1, journalId: 'k', revision: 1, items: [] }).items).toEqual([])
  })

  it('acts on each request once', () => {
    expect(answers(listing(toAccept), situation)).toEqual([{ kind: 'act', item: toAccept }])
    expect(answers(finish(listing(toAccept), 'a'), situation)).toEqual([])
  })

  it('waits for each input, and names it as a person at the cell would', () => {
    const named: [Partial<CellInputs>, string][] = [
      [{ zoneClear: false }, 'zone clear'],
      [{ guardClosed: false }, 'guard closed'],
      [{ localRelease: false }, 'local release'],
      [{ emergencyStopClear: false }, 'emergency stop clear'],
      [{ lockedOut: true }, 'lock-out removed'],
    ]
    for (const [input, name] of named)
      expect(answers(listing(toAccept), { ...situation, inputs: { ...allowing, ...input } })).toEqual([
        { kind: 'wait', item: toAccept, waitingFor: [name] },
      ])
  })

  it('waits for the end of the cycle', () => {
    expect(answers(listing(toAccept), { ...situation, occupiedBy: 'end of the running cycle' })).toEqual([
      { kind: 'wait', item: toAccept, waitingFor: ['end of the running cycle'] },
    ])
  })

  const refusalOf = (item: typeof toAccept, changes: Partial<Situation> = {}) => {
    const [answer] = answers(listing(item), { ...situation, ...changes })
    return answer?.kind === 'refuse' ? answer.reason : answer?.kind
  }

  it('refuses with the reason', () => {
    const from = { ...part, at: 'hold', place: 0 } as const
    expect(refusalOf(moveRequest('a', { ...from, cycleId: 'c9' }, 'accept'))).toMatch(/neither hold fixture nor/)
    expect(refusalOf(moveRequest('a', { ...from, serial: 'S9' }, 'accept'))).toMatch(/is of S1, not of S9/)
    expect(refusalOf(moveRequest('a', from, 'hold'))).toMatch(/already/)
    expect(refusalOf(moveRequest('a', from, 'accept', '2026-01-05T05:59:59.000Z'))).toMatch(/expired/)
    expect(refusalOf(toAccept, { recipeHash: 'another' })).toMatch(/another recipe/)
    const inBin = placed({ nests: [], bin: [] }, part, 'reject')
    expect(refusalOf(toAccept, { places: inBin })).toMatch(/cannot reach into the reject bin/)
    expect(refusalOf(moveRequest('a', from, 'out'), { places: inBin })).toBe('act')
  })
})

describe('a request to a running cell', () => {
  let rig: Rig
  afterEach(async () => {
    rig.kill()
    await rig.done.catch(() => {})
  })

  async function withPartOnHold(faults: FaultKind[] = []): Promise<void> {
    rig = startHandling({ judge: (p, now) => (p.cycleNumber === 1 ? judged(p, 'hold') : passing(p, now)) })
    await rig.until(() => rig.told('part-arrived').length === 1)
    rig.faults.push(...faults.map((kind) => fault(kind, 1)))
    rig.request(moveRequest('r1', rig.told('part-arrived')[0]!.data, 'accept'))
  }
  const waits = () => rig.told('request-waiting').map(({ data }) => data.waitingFor)

  it('waits for the release, moves the part between two cycles, and reports it done', async () => {
    await withPartOnHold()
    await rig.until(() => rig.told('request-done').length === 1)
    expect(waits()).toEqual([['local release'], ['end of the running cycle']])
    const dispatched = rig.told('part-dispatched').find(({ data }) => data.because === 'request')!
    expect(dispatched.data).toMatchObject({ to: 'accept', requestId: 'r1', cycleNumber: 1 })
    const types = rig.disk.events.map(({ type }) => type)
    const started = types.indexOf('request-started')
    expect(types.slice(started, started + 4)).toEqual([
      'request-started',
      'part-dispatched',
      'part-arrived',
      'request-done',
    ])
    expect(types.slice(0, started).filter((type) => type === 'part-inserted')).toHaveLength(
      types.slice(0, started).filter((type) => type === 'part-arrived').length,
    )
    // The nest is free again.
    expect(JSON.parse(rig.disk.memory.get('cell')!).places.nests).toEqual([null])
  })

  it.each([
    ['guard-open', 'guard closed'],
    ['zone-occupied', 'zone clear'],
    ['locked-out', 'lock-out removed'],
    ['no-release', 'local release'],
    ['emergency-stop', 'emergency stop clear'],
  ] as const)('waits as long as there is %s', async (kind, name) => {
    await withPartOnHold([kind])
    await rig.until(() => waits().some((waitingFor) => waitingFor.includes(name)))
    await rig.context.clock.wait(60_000)
    expect(rig.told('request-started')).toEqual([])
    rig.faults.length = 0
    await rig.until(() => rig.told('request-done').length === 1)
  })

  it('holds and resumes the cell', async () => {
    rig = startHandling()
    await rig.until(() => rig.told('part-inserted').length === 1)
    const item = (id: string, state: 'held' | 'execute') => asking(id, { kind: 'set-state', state })
    rig.request(item('h', 'held'))
    await rig.until(() => rig.states().at(-1) === 'held: held by request')
    expect(rig.told('part-arrived')).toHaveLength(1)
    rig.request(item('h', 'held'), item('e', 'execute'))
    await rig.until(() => rig.told('part-arrived').length === 2)
    expect(waits().at(-1)).toEqual(['local release'])
    expect(rig.told('request-done').map(({ data }) => data.requestId)).toEqual(['h', 'e'])
  })
})
