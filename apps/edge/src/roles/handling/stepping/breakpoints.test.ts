import type { DesiredItem, EventData, Result } from '@celltwin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { emptyDisk } from '../../../testing.ts'
import { judged, passing, type Rig, type RigOptions, startHandling } from '../testing.ts'

let rig: Rig
afterEach(async () => {
  rig.kill()
  await rig.done.catch(() => {})
})

const FAR = '2027-01-01T00:00:00.000Z'
const asking = (id: string, target: DesiredItem['target']): DesiredItem => ({
  id,
  target,
  decidedAtRevision: 1,
  expiresAt: FAR,
})
const set = (id: string, condition: string) =>
  asking(id, { kind: 'set-breakpoint', breakpointId: id, condition, by: 'A. Person' })
const remove = (id: string, breakpointId: string) =>
  asking(id, { kind: 'remove-breakpoint', breakpointId, by: 'A. Person' })
const execute = (id: string) => asking(id, { kind: 'set-state', state: 'execute' })

const result = (characteristic: string, value: number, conformance: Result['conformance']): Result => ({
  characteristic,
  value,
  conformance,
  unit: '',
  uncertainty: null,
  limits: {},
  explanation: '',
  algorithm: { name: 'test', version: '1' },
  evidence: [],
})

/** Each part has six crimps, but for those that lack one. */
function start(lacking: readonly number[], options: RigOptions = {}): void {
  rig = startHandling({
    judge: (part: EventData<'part-inserted'>, now) =>
      lacking.includes(part.cycleNumber) ? judged(part, 'reject') : passing(part, now),
    ...options,
  })
}

/** The visual module tells before the verifier does. */
const crimpsOf =
  (lacking: readonly number[]): NonNullable<RigOptions['judge']> =>
  (part, now) => {
    const bad = lacking.includes(part.cycleNumber)
    const { cycleId, serial, cycleNumber } = part
    const results = [result('crimp-count', bad ? 5 : 6, bad ? 'fail' : 'pass')]
    rig.hear('visual', 'part-inspected', {
      cycleId,
      serial,
      cycleNumber,
      module: 'visual',
      results,
      evidence: [],
      steps: [],
    })
    return bad ? judged(part, 'reject') : passing(part, now)
  }

describe('a breakpoint', () => {
  it('holds the cell after the part at which its condition holds, without a word from the server', async () => {
    start([3], { judge: crimpsOf([3]) })
    rig.request(set('b', 'crimp-count < 6'))
    await rig.until(() => rig.told('breakpoint-hit').length === 1)
    await rig.until(() => rig.states().at(-1)?.startsWith('held: breakpoint') ?? false)
    const hit = rig.told('breakpoint-hit')[0]!.data
    expect(hit).toMatchObject({ cycleNumber: 3, breakpointId: 'b', condition: 'crimp-count < 6' })
    expect(rig.states().at(-1)).toBe(`held: breakpoint at ${hit.serial}: crimp-count < 6`)
    expect(rig.told('part-arrived')).toHaveLength(3)
    await rig.context.clock.wait(60_000)
    expect(rig.told('part-inserted')).toHaveLength(3)
    rig.request(execute('e'))
    await rig.until(() => rig.told('part-inserted').length === 5)
  })

  it('is in force in the middle of a cycle and gone as soon as it is removed', async () => {
    start([])
    await rig.until(() => rig.told('phase-started').length > 2)
    rig.request(set('b', 'every 2nd good part'))
    await rig.until(() => rig.told('breakpoint-set').length === 1)
    expect(rig.told('part-arrived')).toEqual([])
    rig.request(remove('r', 'b'))
    await rig.until(() => rig.told('part-arrived').length === 4)
    expect(rig.told('breakpoint-hit')).toEqual([])
    expect(rig.told('request-done').map(({ data }) => data.requestId)).toEqual(['b', 'r'])
  })

  it('is refused where it cannot be read, with the place', async () => {
    start([])
    rig.request(set('b', 'crimp-cuont < 6'))
    await rig.until(() => rig.told('request-refused').length === 1)
    expect(rig.told('request-refused')[0]?.data.reason).toMatch(/^at character 1: .*did you mean crimp-count/)
  })

  it('counts on where kill -9 left it', async () => {
    const disk = emptyDisk()
    start([], { disk })
    rig.request(set('b', 'every 5th good part'))
    await rig.until(() => rig.told('part-arrived').length === 3)
    rig.kill()
    await rig.done.catch(() => {})
    start([], { disk })
    await rig.until(() => rig.told('breakpoint-hit').length === 1)
    const good = rig.told('part-inserted').map(({ data }) => data.cycleNumber)
    expect(rig.told('breakpoint-hit')[0]?.data.cycleNumber).toBeGreaterThanOrEqual(5)
    expect(good.length).toBeLessThanOrEqual(6)
  })
})
