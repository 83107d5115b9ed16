import type { EventType } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { emptyDisk } from '../../testing.ts'
import { judged, moveRequest, passing, type Rig, type RigOptions, startForTest } from './testing.ts'

const PASS_HOLD_REJECT: RigOptions['judge'] = (part, now) =>
  part.cycleNumber % 3 === 1 ? passing(part, now) : judged(part, part.cycleNumber % 3 === 2 ? 'hold' : 'reject')

/** The first life ends in one of the first two cycles, or never. */
const CYCLES = 3
const STEPS_OF_A_CYCLE = 13

async function untilArrived(rig: Rig, cycles: number): Promise<void> {
  await rig.until(() => rig.context.signal.aborted || rig.told('part-arrived').length >= cycles)
}

function expectNothingLostOrDoubled(rig: Rig): void {
  const begun = rig.told('phase-started').filter(({ data }) => data.phase === 'insert')
  const steps = [
    ...rig.told('phase-started').map(({ data }) => `${data.phase} ${data.cycleId}`),
    ...rig.told('part-inserted').map(({ data }) => `inserted ${data.cycleId}`),
    ...rig.told('part-arrived').map(({ data }) => `arrived ${data.cycleId}`),
    ...rig.told('part-dispatched').map(({ data }) => `dispatched ${data.cycleId} ${data.to}`),
  ]
  expect(new Set(steps).size).toBe(steps.length)
  const arrivals = rig.told('part-arrived').map(({ data }) => data.cycleId)
  const inProcess = begun.map(({ data }) => data.cycleId).filter((cycleId) => !arrivals.includes(cycleId))
  // Only the part now in the cell has not arrived.
  expect(inProcess.length).toBeLessThanOrEqual(1)
  const numbers = rig.told('part-arrived').map(({ data }) => data.cycleNumber)
  expect(numbers).toEqual(numbers.map((_, i) => i + 1))
  const serials = rig.told('part-arrived').map(({ data }) => data.serial)
  expect(new Set(serials).size).toBe(serials.length)
  expect(rig.told('sorting-mismatch-detected')).toEqual([])
  const nests = rig.told('part-arrived').flatMap(({ data }) => (data.at === 'hold' ? [data.place] : []))
  expect(new Set(nests).size).toBe(nests.length)
}

it('loses and doubles nothing, whichever write is the last before it is killed', async () => {
  let lives = 0
  for (const after of [false, true]) {
    for (let nth = 1; ; nth++) {
      const disk = emptyDisk()
      const first = startForTest({ disk, dieAtWrite: { nth, after }, judge: PASS_HOLD_REJECT })
      await untilArrived(first, CYCLES - 1)
      if (!first.context.signal.aborted) {
        first.kill()
        break
      }
      const second = startForTest({ disk, judge: PASS_HOLD_REJECT })
      await untilArrived(second, CYCLES)
      second.kill()
      expectNothingLostOrDoubled(second)
      lives++
    }
  }
  // Each step of each cycle was the last one once.
  expect(lives).toBeGreaterThan(2 * (CYCLES - 1) * STEPS_OF_A_CYCLE)
}, 120_000)

it('moves a part by request exactly once, whichever write is the last before it is killed', async () => {
  const prepared = startForTest({ judge: (part) => judged(part, 'hold') })
  await untilArrived(prepared, 1)
  prepared.kill()
  const part = prepared.told('part-arrived')[0]!.data
  for (const to of ['accept', 'out'] as const) {
    const request = moveRequest('r1', part, to)
    for (const after of [false, true]) {
      for (let nth = 1; ; nth++) {
        const disk = { memory: new Map(prepared.disk.memory), events: [...prepared.disk.events] }
        // Without modules no cycle begins; requests are served all the same.
        const first = startForTest({ disk, ready: false, dieAtWrite: { nth, after } })
        first.request(request)
        await first.until(() => first.context.signal.aborted || first.told('request-done').length > 0)
        if (!first.context.signal.aborted) break
        const second = startForTest({ disk, ready: false })
        // The server repeats what it does not know to be done.
        second.request(request)
        await second.until(() => second.told('request-done').length > 0)
        await second.clock.wait(10_000)
        second.kill()
        const count = (type: EventType) => second.told(type).filter(({ data }) => 'requestId' in data).length
        const moves = to === 'accept' ? 1 : 0
        expect({
          started: count('request-started'),
          dispatched: count('part-dispatched'),
          arrived: second.told('part-arrived').filter(({ data }) => data.cycleId === part.cycleId).length - 1,
          done: count('request-done'),
          refused: count('request-refused'),
        }).toEqual({ started: 1, dispatched: moves, arrived: moves, done: 1, refused: 0 })
      }
    }
  }
}, 120_000)
