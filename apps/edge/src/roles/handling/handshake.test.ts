import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ControllerStatus, RobotController, RobotJob } from '../../devices/devices.ts'
import { virtualClock } from '../../testing.ts'
import { createHandshake, observe, opened, RobotFault, STALE_POLLS } from './handshake.ts'

const insert = (cycleNumber: number, physicalMs = 500): RobotJob => ({ kind: 'insert', cycleNumber, physicalMs })
const never = new AbortController().signal

/** A controller that takes `tookMs[i]` for its ith job, and counts how many it has at once. */
function controller(wait: (ms: number) => Promise<void>, tookMs: readonly number[]) {
  let status: Omit<ControllerStatus, 'heartbeat'> = { sequence: 0, state: 'idle' }
  let heartbeat = 0
  const seen = { atOnce: 0, most: 0, jobs: [] as number[], early: 0 }
  const robot: RobotController = {
    async request(sequence, job) {
      if (status.state !== 'idle') seen.early++
      status = { sequence, state: 'busy' }
      seen.most = Math.max(seen.most, ++seen.atOnce)
      seen.jobs.push(job.kind === 'insert' ? job.cycleNumber : 0)
      void wait(tookMs[(sequence - 1) % tookMs.length]!).then(() => {
        seen.atOnce--
        status = { sequence, state: 'done' }
      })
    },
    status: () => ({ ...status, heartbeat: heartbeat++ }),
    halt: () => {},
    async acknowledge(sequence) {
      if (status.state === 'done' && status.sequence === sequence) status = { sequence, state: 'idle' }
    },
  }
  return { robot, seen }
}

it('never gives the robot two jobs at once, however many ask', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 6 }),
      async (tookMs, askedAfterMs) => {
        const stop = new AbortController()
        const clock = virtualClock(stop.signal, 0)
        const { robot, seen } = controller(clock.wait, tookMs)
        const handshake = createHandshake(robot, clock.wait)
        await Promise.all(
          askedAfterMs.map(async (ms, i) => {
            await clock.wait(ms)
            await handshake.perform(insert(i + 1), never)
          }),
        )
        stop.abort()
        expect(seen).toMatchObject({ most: 1, early: 0, atOnce: 0 })
        expect([...seen.jobs].sort()).toEqual(askedAfterMs.map((_, i) => i + 1))
      },
    ),
    { numRuns: 50 },
  )
})

it('acknowledges what an earlier life of the agent left done, and waits for what it left busy', async () => {
  const clock = virtualClock(never, 0)
  const { robot, seen } = controller(clock.wait, [400])
  await robot.request(1, insert(1))
  const handshake = createHandshake(robot, clock.wait)
  await handshake.perform(insert(2), never)
  expect(seen).toMatchObject({ most: 1, early: 0, jobs: [1, 2] })
})

it('takes a heartbeat that stands still for a dead controller, and not one that beats slowly', () => {
  let exchange = opened(1, 7, 60_000)
  const busy = (heartbeat: number): ControllerStatus => ({ sequence: 1, state: 'busy', heartbeat })
  for (let beat = 8; beat < 30; beat++)
    for (let poll = 0; poll < STALE_POLLS; poll++) exchange = observe(exchange, busy(beat))
  expect(() => observe(exchange, busy(29))).toThrow(new RobotFault('robot heartbeat stalled'))
})

it('takes an answer for another job for a fault', () => {
  const exchange = opened(5, 0, 1000)
  const look = (sequence: number, state: ControllerStatus['state']) =>
    observe(exchange, { sequence, state, heartbeat: 1 })
  expect(look(4, 'idle').step).toBe('requested')
  expect(look(5, 'busy').step).toBe('busy')
  expect(look(5, 'done').step).toBe('done')
  expect(() => look(4, 'done')).toThrow('robot answers for job 4, asked was job 5')
  expect(() => look(6, 'busy')).toThrow('robot answers for job 6, asked was job 5')
  expect(() => look(5, 'idle')).toThrow('robot dropped job 5')
  expect(() => observe(look(5, 'busy'), { sequence: 4, state: 'idle', heartbeat: 2 })).toThrow(
    'robot answers for job 4',
  )
})

it('gives up a job that never ends although the heart beats', () => {
  let exchange = opened(1, 0, 1000)
  expect(() => {
    for (let heartbeat = 1; ; heartbeat++) exchange = observe(exchange, { sequence: 1, state: 'busy', heartbeat })
  }).toThrow('robot did not finish job 1 in time')
})
