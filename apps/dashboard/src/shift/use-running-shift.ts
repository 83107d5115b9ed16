import type { ShiftReport } from '@celltwin/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../api/api.ts'

const SHIFTS_MS = 60_000
const REPORT_MS = 5_000

/** The report of the shift that runs now; undefined where none does, or the cell keeps no shifts. */
export function useRunningShift(cell: string | undefined, wanted = true): ShiftReport | undefined {
  const shifts = useQuery({
    queryKey: ['shifts', cell],
    queryFn: () => api.shifts(cell!),
    enabled: wanted && cell !== undefined,
    refetchInterval: SHIFTS_MS,
  })
  const running = shifts.data?.find(({ state }) => state === 'running')
  const report = useQuery({
    queryKey: ['shift', cell, running?.id, undefined],
    queryFn: () => api.shift(cell!, running!.id),
    enabled: wanted && cell !== undefined && running !== undefined,
    refetchInterval: REPORT_MS,
    placeholderData: keepPreviousData,
  })
  return wanted && running ? report.data : undefined
}
