import { decodeSeries, type EvidenceRef, type Series } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/api.ts'

/** The samples of a piece of evidence. They never change: the hash is the address. */
export function useSeries(evidence: EvidenceRef & { stored: boolean }) {
  return useQuery<Series>({
    queryKey: ['series', evidence.sha256],
    queryFn: async () => decodeSeries(await api.evidence(evidence.sha256)),
    enabled: evidence.stored,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
}
