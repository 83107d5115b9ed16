import type { CellTwin } from '@celltwin/contracts'
import { useMemo } from 'react'
import { useCell } from '../twin/hooks.ts'
import { isOpen, type RequestView, requestOfPart, viewOf } from './requests.ts'

const NONE: CellTwin['requests'] = {}

/** Requests of the cell by their id, as the stream tells them. */
const useRequests = () => useCell(({ live }) => live?.requests ?? NONE)

/** Requests that the cell has not yet carried out or refused. */
export function useOpenRequests(): readonly RequestView[] {
  const requests = useRequests()
  return useMemo(() => Object.values(requests).map(viewOf).filter(isOpen), [requests])
}

/** The request that moves this part: the one asked for, else the newest. */
export function useRequestOfPart(serial: string, requestId?: string | null): RequestView | undefined {
  const requests = useRequests()
  return useMemo(() => {
    const asked = requestId ? requests[requestId] : undefined
    return asked ? viewOf(asked) : requestOfPart(requests, serial)
  }, [requests, requestId, serial])
}
