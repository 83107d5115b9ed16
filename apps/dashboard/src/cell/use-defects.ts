/** Defects to show on the part in work. The twin keeps values only; where they are on the part the passport says. */
import type { CellTwin } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../api/api.ts'
import { defectsOf, type PartDefects } from './scene/part-defects.ts'
import { runningCycle } from './scene/shown.ts'

export function useDefects(twin: CellTwin | undefined): { cycleId: string; found: PartDefects } | undefined {
  const cycle = twin && runningCycle(twin)
  const bad = Object.entries(cycle?.modules ?? {}).filter(([, { inspected }]) =>
    inspected?.results.some((result) => /fail$/.test(result.conformance)),
  )
  const passport = useQuery({
    queryKey: ['defects', cycle?.cycleId, bad.map(([module]) => module).join()],
    queryFn: () => api.passport(cycle!.serial),
    enabled: bad.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const inspected = passport.data?.cycles.find((known) => known.cycleId === cycle?.cycleId)
  return useMemo(
    () => (inspected ? { cycleId: inspected.cycleId, found: defectsOf(inspected.results) } : undefined),
    [inspected],
  )
}
