/** Folds the stream and draws nothing: what is measured here is the way from the edge to the state in a browser. */
import type { JournalEntry } from '@celltwin/contracts'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { cellStore, turnTo } from './cell-store.ts'
import { socket } from './socket.ts'
import { watchCell } from './stream.ts'

const KEPT = 200_000

/** Times are milliseconds since the epoch with sub-millisecond digits, by this machine's clock. */
export interface LatencyProbe {
  /** Journal position of the state; −1 before the first snapshot. */
  position(): number
  /** When the event was applied to the state, by its id. */
  appliedAt(eventId: string): number | undefined
  /** Resolves with the time at which the event was applied. */
  waitFor(eventId: string): Promise<number>
  /** What was applied since the last call: event id and time. */
  drain(): [eventId: string, appliedAt: number][]
}

declare global {
  interface Window {
    celltwin?: LatencyProbe
  }
}

function probe(): LatencyProbe & { note(entries: readonly JournalEntry[]): void } {
  const times = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  let fresh: [string, number][] = []
  return {
    note(entries) {
      const now = performance.timeOrigin + performance.now()
      for (const { event } of entries) {
        times.set(event.id, now)
        fresh.push([event.id, now])
        waiting.get(event.id)?.(now)
        waiting.delete(event.id)
      }
      for (const id of times.keys()) {
        if (times.size <= KEPT) break
        times.delete(id)
      }
      if (fresh.length > KEPT) fresh = fresh.slice(-KEPT)
    },
    position: () => cellStore.getState().live?.position ?? -1,
    appliedAt: (id) => times.get(id),
    waitFor: (id) =>
      new Promise((resolve) => {
        const known = times.get(id)
        if (known === undefined) waiting.set(id, resolve)
        else resolve(known)
      }),
    drain() {
      const drained = fresh
      fresh = []
      return drained
    },
  }
}

const route = getRouteApi('/latency')

export function LatencyPage() {
  const { cell } = route.useSearch()
  useEffect(() => {
    if (!cell) return
    turnTo(cell)
    const { note, ...offered } = probe()
    window.celltwin = offered
    const stop = watchCell(socket, cell, note)
    return () => {
      stop()
      delete window.celltwin
    }
  }, [cell])
  return <pre>{cell ? `latency of ${cell}` : 'latency: say which cell with ?cell='}</pre>
}
