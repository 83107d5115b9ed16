import { afterAll, expect, it } from 'vitest'
import { emptyDisk } from '../../testing.ts'
import { judged, moveRequest, passing, type Rig, type RigOptions, startHandling } from './testing.ts'

const rigs: Rig[] = []
afterAll(() => {
  for (const rig of rigs) rig.kill()
})
function start(options: RigOptions): Rig {
  const rig = startHandling(options)
  rig.done.catch(() => {})
  rigs.push(rig)
  return rig
}

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
      const first = start({ disk, dieAtWrite: { nth, after }, judge: PASS_HOLD_REJECT })
      await untilArrived(first, CYCLES - 1)
      if (!first.context.signal.aborted) {
        first.kill()
        break
      }
      const second = start({ disk, judge: PASS_HOLD_REJECT })
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
  const judge: RigOptions['judge'] = (part, now) => (part.cycleNumber === 1 ? judged(part, 'hold') : passing(part, now))
  for (const to of ['accept', 'out'] as const) {
    for (const after of [false, true]) {
      for (let nth = 1; nth <= 12; nth++) {
        const disk = emptyDisk()
        const prepare = start({ disk, judge })
        await untilArrived(prepare, 1)
        prepare.kill()
        const request = moveRequest('r1', prepare.told('part-arrived')[0]!.data, to)
        const first = start({ disk, judge, dieAtWrite: { nth, after } })
        first.request(request)
        await first.until(() => first.context.signal.aborted || first.told('request-done').length > 0)
        first.kill()
        const second = start({ disk, judge })
        // The server repeats what it does not know to be done.
        second.request(request)
        await second.until(() => second.told('request-done').length > 0)
        await untilArrived(second, second.told('part-arrived').length + 1)
        second.kill()
        expect(second.told('request-done')).toHaveLength(1)
        expect(second.told('request-started')).toHaveLength(1)
        expect(second.told('request-refused')).toEqual([])
        expect(second.told('part-dispatched').filter(({ data }) => data.because === 'request')).toHaveLength(
          to === 'accept' ? 1 : 0,
        )
      }
    }
  }
}, 120_000)
