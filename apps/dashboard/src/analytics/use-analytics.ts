/** What the page asks of the server, and of which window. */
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { get, query } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import type { AnalyticsSearch } from '../search-params.ts'
import { useNow } from '../twin/hooks.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
export const DEFAULT_HOURS = 24

const route = getRouteApi('/frame/analytics')

export function useAnalyticsSearch() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const change = (values: Partial<AnalyticsSearch>) =>
    navigate({ to: '/analytics', search: (before) => ({ ...before, ...values }), replace: true })
  return { search, change }
}

/** The window of the address: an exact one, else so many hours up to the one clock. */
export function useWindow(): { readonly from: string; readonly to: string } {
  const { from, to, hours = DEFAULT_HOURS, at } = route.useSearch()
  const now = useNow(15_000)
  if (from && to) return { from, to }
  const endMs = at === undefined ? Math.ceil(now / MINUTE_MS) * MINUTE_MS : now
  return { from: new Date(endMs - hours * HOUR_MS).toISOString(), to: new Date(endMs).toISOString() }
}

const asAnswered = <T>(answer: T): T => answer

/** An answer of `…/analytics/{name}` for the window; the one before stays until it is there. */
export function useAnalytics<T>(
  name: string,
  values: Readonly<Record<string, string | number | undefined>> = {},
  wanted = true,
  select: (answer: T) => T = asAnswered,
): UseQueryResult<T> {
  const cell = useChosenCell()
  const window = { ...useWindow(), ...values }
  return useQuery<T>({
    queryKey: ['analytics', cell, name, window],
    queryFn: () => get<T>(`/api/cells/${encodeURIComponent(cell!)}/analytics${name}${query(window)}`),
    enabled: cell !== undefined && wanted,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    select,
  })
}
