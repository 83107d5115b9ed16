/** `?at=`: the past in the address. The page shows the twin of that instant; the stream goes on behind it. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { api } from '../api/api.ts'
import { showLive, showPast } from '../twin/cell-store.ts'
import { serverNowMs } from '../twin/clock.ts'
import { useChosenCell } from './cells.ts'

export interface TimeTravel {
  readonly at: string | undefined
  /** Shows `atMs`; what lies in the future is live. */
  goTo(atMs: number): void
  live(): void
  readonly error: unknown
}

export function useTimeTravel(): TimeTravel {
  const { at } = useSearch({ strict: false })
  const navigate = useNavigate()
  const cell = useChosenCell()
  const past = useQuery({
    queryKey: ['twin', cell, at],
    queryFn: () => api.twinAt(cell!, at!),
    enabled: cell !== undefined && at !== undefined,
    staleTime: 60_000,
  })

  useEffect(() => {
    if (at === undefined) showLive()
    else if (past.data) showPast(at, past.data)
  }, [at, past.data])

  const live = () => navigate({ to: '.', search: ({ at: _, ...rest }) => ({ ...rest, at: undefined }), replace: true })
  return {
    at,
    live,
    goTo: (atMs) => {
      if (atMs >= serverNowMs()) live()
      else navigate({ to: '.', search: (search) => ({ ...search, at: new Date(atMs).toISOString() }), replace: true })
    },
    error: at === undefined ? undefined : past.error,
  }
}
