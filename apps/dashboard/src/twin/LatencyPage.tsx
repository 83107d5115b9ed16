/** Folds the stream and draws nothing: what is measured here is the way from the edge to the state in a browser. */
import type { JournalEntry } from '@celltwin/contracts'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { cellStore, turnTo } from './cell-store.ts'
import { socket } from './socket.ts'
import { watchCell } from './stream.ts'

const KEPT = 200_000

declare global {
  interface Window {
    /** Set by the /latency page: wall-clock milliseconds at which each event was applied, by event id. */
    celltwin?: { appliedAt: Map<string, number>; position: number }
  }
}

const route = getRouteApi('/latency')

export function LatencyPage() {
  const { cell } = route.useSearch()
  useEffect(() => {
    if (!cell) return
    turnTo(cell)
    const appliedAt = new Map<string, number>()
    const note = (entries: readonly JournalEntry[]) => {
      const now = performance.timeOrigin + performance.now()
      for (const { event } of entries) appliedAt.set(event.id, now)
      for (const id of appliedAt.keys()) {
        if (appliedAt.size <= KEPT) break
        appliedAt.delete(id)
      }
    }
    window.celltwin = {
      appliedAt,
      get position() {
        return cellStore.getState().live?.position ?? 0
      },
    }
    const stop = watchCell(socket, cell, note)
    return () => {
      stop()
      delete window.celltwin
    }
  }, [cell])
  return <pre>{cell ? `latency of ${cell}` : 'latency: say which cell with ?cell='}</pre>
}
