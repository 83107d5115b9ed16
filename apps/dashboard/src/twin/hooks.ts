import type { Source } from '@celltwin/contracts'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { type CellState, cellStore } from './cell-store.ts'
import { nowMs } from './clock.ts'
import { type Standing, standingOf } from './trust.ts'

/** A piece of the cell's state; renders when it changes (compared one level deep). */
export function useCell<T>(selector: (state: CellState) => T): T {
  return useStore(cellStore, useShallow(selector))
}

/** Server time, or the past instant shown, renewed every `periodMs` and whenever another instant is chosen. */
export function useNow(periodMs = 1000): number {
  const [now, setNow] = useState(nowMs)
  const at = useCell((state) => state.at)
  useEffect(() => {
    setNow(nowMs())
    const timer = setInterval(() => setNow(nowMs()), periodMs)
    return () => clearInterval(timer)
  }, [periodMs, at])
  return now
}

/** How much faster than real time the cell runs. */
export const useSpeed = (): number => useCell((state) => state.clock?.speed ?? 1)

/** What a value is worth that rests on these sources. */
export function useStanding(sources: readonly Source[]): Standing {
  const now = useNow(1000)
  return standingOf(
    useCell(({ twin, link, at, telemetry, delays, presence }) => ({ twin, link, at, telemetry, delays, presence })),
    sources,
    now,
  )
}
