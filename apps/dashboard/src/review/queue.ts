import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { useCell } from '../twin/hooks.ts'

/** Parts of the cell that wait for a person, oldest first. Asked anew when a verdict or a decision was made. */
export function useQueue() {
  const cell = useChosenCell()
  const client = useQueryClient()
  const waiting = useCell(({ live }) =>
    live ? `${live.counters.judged.reject + live.counters.judged.hold} ${live.counters.reviewed}` : '',
  )
  useEffect(() => {
    if (waiting !== '') client.invalidateQueries({ queryKey: ['review-queue'] })
  }, [client, waiting])
  return useQuery({
    queryKey: ['review-queue', cell],
    queryFn: () => api.reviewQueue(cell),
    enabled: cell !== undefined,
    refetchInterval: 15_000,
  })
}
