import type { JournalEntry } from '@celltwin/contracts'
import { emptyTwin, fold, foldByTime } from '@celltwin/twin'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cellStore, setLive, showLive, turnTo } from './cell-store.ts'
import { nowMs } from './clock.ts'
import { startReplay } from './replay.ts'
import { type Ask, PAGE } from './replay-window.ts'

const CELL = 'pulley-cell-1'
const START = Date.parse('2026-11-19T10:00:00.000Z')
const iso = (ms: number) => new Date(ms).toISOString()

/** One state a second, for an hour. */
const journal: JournalEntry[] = Array.from({ length: 3_600 }, (_, i) => ({
  position: i + 1,
  recordedAt: iso(START + i * 1_000),
  event: {
    v: 1,
    id: `e${i}`,
    type: 'cell-state-changed',
    source: 'handling',
    epoch: 1,
    seq: i + 1,
    occurredAt: iso(START + i * 1_000),
    simulated: true,
    data: { state: i % 2 ? 'held' : 'execute', reason: `no. ${i}` },
  },
}))
const happenedBy = (ms: number) => journal.filter(({ event }) => Date.parse(event.occurredAt) <= ms)
const twinAt = (ms: number) => foldByTime(emptyTwin(CELL), happenedBy(ms))

/** A house that answers late, as they do. */
const read = vi.fn(
  ({ after, until }: Ask): Promise<JournalEntry[]> =>
    new Promise((answer) => {
      const page = journal.filter(
        ({ event, position }) =>
          (event.occurredAt > after.at || (event.occurredAt === after.at && position > after.position)) &&
          event.occurredAt <= until,
      )
      setTimeout(() => answer(page.slice(0, PAGE)), 120)
    }),
)

function play(fromMs: number, rate: number, more: Partial<Parameters<typeof startReplay>[0]> = {}) {
  const onLive = vi.fn()
  const onError = vi.fn()
  const replay = startReplay({ at: iso(fromMs), twin: twinAt(fromMs), rate, read, onLive, onError, ...more })
  return { replay, onLive, onError }
}

describe('playing the past', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START + 3_600_000 })
    read.mockClear()
    turnTo('another')
    turnTo(CELL)
    setLive(fold(emptyTwin(CELL), journal))
  })
  afterEach(() => vi.useRealTimers())

  it.each([1, 10, 100])('shows at ×%i what the twin of each instant is', async (rate) => {
    const { replay } = play(START + 60_000, rate)
    for (let i = 0; i < 20; i++) {
      await vi.advanceTimersByTimeAsync(371)
      const { twin } = cellStore.getState()
      // A tick may be due: what is shown is never of the future, and never older than a tick.
      expect(twin?.position).toBeGreaterThanOrEqual(twinAt(nowMs() - rate * 40).position)
      expect(twin).toEqual(twinAt(START + (twin!.position - 1) * 1_000))
      expect(twin!.position).toBeLessThanOrEqual(twinAt(nowMs()).position)
    }
    expect(nowMs() - START).toBeGreaterThan(60_000 + rate * 6_000)
    replay.stop()
  })

  it('leaves the live twin alone, which goes on behind it', async () => {
    const { replay } = play(START, 10)
    const before = cellStore.getState().live
    await vi.advanceTimersByTimeAsync(2_000)
    expect(cellStore.getState().live).toBe(before)
    const next = { ...before!, position: before!.position + 1 }
    setLive(next)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(cellStore.getState().live).toBe(next)
    expect(cellStore.getState().twin?.position).toBeLessThan(60)
    replay.stop()
    showLive()
    expect(cellStore.getState().twin).toBe(next)
  })

  it.each([5, 100])('stands still at the instant it was stopped at ×%i, between two ticks too', async (rate) => {
    const { replay } = play(START, rate)
    await vi.advanceTimersByTimeAsync(3_021)
    const at = replay.stop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(replay.stop()).toBe(at)
    expect(cellStore.getState()).toMatchObject({ at, replay: undefined })
    expect([nowMs(), cellStore.getState().twin]).toEqual([Date.parse(at), twinAt(Date.parse(at))])
  })

  it('goes on at another rate without a jump', async () => {
    const { replay } = play(START, 1)
    await vi.advanceTimersByTimeAsync(3_000)
    const before = nowMs()
    replay.setRate(50)
    expect(nowMs()).toBe(before)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(nowMs()).toBe(before + 50_000)
    replay.stop()
  })

  it('reads an hour at ×100 in few requests and holds little of it', async () => {
    const { onLive } = play(START, 100)
    let shown = 0
    const stop = cellStore.subscribe(() => shown++)
    await vi.advanceTimersByTimeAsync(40_000)
    stop()
    expect(onLive).toHaveBeenCalledTimes(1)
    expect(read.mock.calls.length).toBeLessThan(15)
    expect(shown).toBeLessThan(40 * 32)
  })

  it('waits where the server does not answer, says so, and goes on', async () => {
    const failing = vi.fn(read).mockRejectedValueOnce(new Error('no answer'))
    const { replay, onError } = play(START, 10, { read: failing })
    await vi.advanceTimersByTimeAsync(1_900)
    expect([nowMs(), onError.mock.calls.length]).toEqual([START, 1])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(nowMs()).toBeGreaterThan(START + 5_000)
    replay.stop()
  })
})
