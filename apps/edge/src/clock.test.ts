import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClock } from './clock.ts'

const at = (speed: number) => ({ v: 1 as const, anchorWallMs: 0, anchorCellMs: 0, speed })

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

const open = () => {
  const stopping = new AbortController()
  const source = createClock(stopping.signal)
  return { stopping, source, clock: source.clockFor(() => 0) }
}

const settled = (promise: Promise<void>) => {
  const state = { done: false }
  promise.then(() => {
    state.done = true
  })
  return state
}

describe('the clock of a cell', () => {
  it('waits physical time divided by the speed', async () => {
    const { source, clock } = open()
    source.follow(at(10))
    const wait = settled(clock.wait(2000))
    await vi.advanceTimersByTimeAsync(199)
    expect(wait.done).toBe(false)
    await vi.advanceTimersByTimeAsync(2)
    expect(wait.done).toBe(true)
  })

  it('goes on at the new speed where the speed changes in a wait', async () => {
    const { source, clock } = open()
    const wait = settled(clock.wait(2000))
    await vi.advanceTimersByTimeAsync(1000)
    source.follow(at(10))
    await vi.advanceTimersByTimeAsync(95)
    expect(wait.done).toBe(false)
    await vi.advanceTimersByTimeAsync(10)
    expect(wait.done).toBe(true)
  })

  it('ends every wait when the agent stops', async () => {
    const { stopping, clock } = open()
    const wait = clock.wait(60_000)
    stopping.abort(new Error('the agent stops'))
    await expect(wait).rejects.toThrow('the agent stops')
    await expect(clock.wait(1)).rejects.toThrow('the agent stops')
  })

  it('divides the physical part of a deadline, never the allowance', () => {
    const { source, clock } = open()
    source.follow(at(20))
    expect(clock.deadline(new Date(0), 6000, 4000).getTime()).toBe(4300)
  })

  it('measures deadlines by a clock that no skew and no correction reaches', async () => {
    const stopping = new AbortController()
    let skewMs = 0
    const clock = createClock(stopping.signal).clockFor(() => skewMs)
    const before = clock.steady().getTime()
    skewMs = 20_000
    clock.now()
    vi.setSystemTime(5_000_000)
    await vi.advanceTimersByTimeAsync(1000)
    expect(clock.steady().getTime() - before).toBe(1000)
  })

  it('never goes back for one source, not even when a skew ends or after a restart', () => {
    const stopping = new AbortController()
    let skewMs = 20_000
    const clock = createClock(stopping.signal).clockFor(() => skewMs)
    const skewed = clock.now()
    skewMs = 0
    expect(clock.now()).toEqual(skewed)
    vi.setSystemTime(1_000_000 + 10_000)
    expect(clock.now().getTime() - skewed.getTime(), 'it slews').toBe(5000)
    vi.setSystemTime(1_000_000 + 50_000)
    expect(clock.now().getTime()).toBe(1_050_000)
    const future = new Date(1_060_000)
    const restarted = createClock(stopping.signal).clockFor(() => 0, future)
    expect(restarted.now()).toEqual(future)
  })
})
