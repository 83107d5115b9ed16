/** Which shift the page speaks of, its report, and what people add to it. */
import type { ShiftReport } from '@celltwin/contracts'
import { shiftAt } from '@celltwin/quality'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { nowMs } from '../twin/clock.ts'
import { useCell } from '../twin/hooks.ts'

/** The shift of the address, else the one that runs at the instant shown, else the last one that was closed. */
export function useShiftId(): string | undefined {
  const cell = useChosenCell()
  const { shift } = useParams({ strict: false })
  const { calendar, at } = useCell(({ live, at }) => ({ calendar: live?.definition?.value.definition.shifts, at }))
  const running = calendar && shiftAt(calendar, at === undefined ? nowMs() : Date.parse(at))?.id
  const past = usePastShifts(shift === undefined && calendar !== undefined && running === undefined ? cell : undefined)
  return shift ?? running ?? past.data?.[0]?.id
}

function usePastShifts(cell: string | undefined) {
  return useQuery({ queryKey: ['shifts', cell], queryFn: () => api.shifts(cell!), enabled: cell !== undefined })
}

export function useReport(shift: string | undefined) {
  const cell = useChosenCell()
  const { knownAt } = useSearch({ strict: false })
  return useQuery({
    queryKey: ['shift', cell, shift, knownAt],
    queryFn: () => api.shift(cell!, shift!, knownAt),
    enabled: cell !== undefined && shift !== undefined,
    refetchInterval: 5000,
    placeholderData: keepPreviousData,
  })
}

/** Tells the server, then reads the report again. */
export function useSay({ cell, id }: Pick<ShiftReport, 'cell' | 'id'>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ what, body }: { what: 'counts' | 'comments' | 'signature'; body: object }) =>
      api.sayOfShift(cell, id, what, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['shift', cell, id] }),
  })
}
