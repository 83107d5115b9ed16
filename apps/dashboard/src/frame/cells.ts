/** Which cell the pages speak of: `?cell=`, else the first one. */
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { api } from '../api/api.ts'

export function useCells() {
  return useQuery({ queryKey: ['cells'], queryFn: api.cells, refetchInterval: 15_000 })
}

export function useChosenCell(): string | undefined {
  const { cell } = useSearch({ strict: false })
  const first = useCells().data?.[0]?.cell
  return cell ?? first
}
