import type { JournalEntry, Watched } from '@celltwin/contracts'
import { emptyTwin, fold } from '@celltwin/twin'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cellStore, showPast, turnTo } from './cell-store.ts'
import { type CellSocket, watchCell } from './stream.ts'

const CELL = 'pulley-cell-1'
const NOW = '2026-11-19T10:00:00.000Z'

const entry = (position: number): JournalEntry => ({
  position,
  recordedAt: NOW,
  event: {
    v: 1,
    id: `e${position}`,
    type: 'cell-state-changed',
    source: 'handling',
    epoch: 1,
    seq: position,
    occurredAt: NOW,
    simulated: true,
    data: { state: 'execute', reason: `no. ${position}` },
  },
})
const journal = (to: number) => Array.from({ length: to }, (_, i) => entry(i + 1))

/** A server at the other end of a socket that may lose what it sends. */
function house() {
  const handlers = new Map<string, Set<(...args: never[]) => void>>()
  const watches: ((answer: Watched | { error: string }) => void)[] = []
  const socket = {
    connected: true,
    on: (name: string, handle: () => void) => handlers.set(name, (handlers.get(name) ?? new Set()).add(handle)),
    off: (name: string, handle: () => void) => handlers.get(name)?.delete(handle),
    emit: (name: string, _cell: string, answer: () => void) => name === 'watch' && watches.push(answer),
  } as unknown as CellSocket
  return {
    socket,
    watches,
    say: (name: string, ...args: unknown[]) => {
      for (const handle of handlers.get(name) ?? []) handle(...(args as never[]))
    },
    /** Answers the oldest open watch with the twin of that position. */
    answer: (position: number) =>
      watches.shift()?.({ twin: fold(emptyTwin(CELL), journal(position)), serverTime: new Date().toISOString() }),
  }
}

const position = () => cellStore.getState().live?.position

describe('the stream', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    turnTo('another')
    turnTo(CELL)
  })
  afterEach(() => vi.useRealTimers())

  it('begins with a snapshot and follows', () => {
    const { socket, answer, say } = house()
    const stop = watchCell(socket, CELL)
    answer(3)
    say('entries', CELL, [entry(4)])
    say('entries', 'another', [entry(5)])
    expect([position(), cellStore.getState().link.state]).toEqual([4, 'live'])
    stop()
  })

  it('keeps entries that overtake the snapshot', () => {
    const { socket, answer, say } = house()
    const stop = watchCell(socket, CELL)
    say('entries', CELL, [entry(3), entry(4)])
    answer(3)
    expect(position()).toBe(4)
    stop()
  })

  it('asks for a new snapshot at a hole, and goes on from it', () => {
    const { socket, answer, say, watches } = house()
    const stop = watchCell(socket, CELL)
    answer(3)
    say('entries', CELL, [entry(6)])
    expect([position(), watches.length]).toEqual([3, 1])
    say('entries', CELL, [entry(7)])
    answer(6)
    expect(position()).toBe(7)
    stop()
  })

  it('heals a quiet cell by its head, once the entries had time to come', () => {
    const { socket, answer, say, watches } = house()
    const stop = watchCell(socket, CELL)
    answer(3)
    say('head', CELL, { position: 5, serverTime: NOW })
    expect(watches).toHaveLength(0)
    say('head', CELL, { position: 5, serverTime: NOW })
    expect(watches).toHaveLength(1)
    answer(5)
    expect(position()).toBe(5)
    stop()
  })

  it('says since when it is not connected, and heals when it is again', () => {
    const { socket, answer, say } = house()
    const stop = watchCell(socket, CELL)
    answer(3)
    say('disconnect')
    expect(cellStore.getState().link).toMatchObject({ state: 'lost' })
    say('connect')
    answer(8)
    expect([position(), cellStore.getState().link.state]).toEqual([8, 'live'])
    stop()
  })

  it('asks again when no answer comes', () => {
    const { socket, watches } = house()
    const stop = watchCell(socket, CELL)
    vi.advanceTimersByTime(5100)
    expect(watches).toHaveLength(2)
    stop()
  })

  it('goes on behind a past state that is shown', () => {
    const { socket, answer, say } = house()
    const stop = watchCell(socket, CELL)
    answer(3)
    const past = fold(emptyTwin(CELL), journal(2))
    showPast({ at: NOW, twin: past, replay: undefined })
    say('entries', CELL, [entry(4)])
    expect([cellStore.getState().twin, position()]).toEqual([past, 4])
    stop()
  })
})
