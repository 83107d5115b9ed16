import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/api.ts'
import { useCell } from '../twin/hooks.ts'
import { socket } from '../twin/socket.ts'

/** A passport, asked again when the twin tells something new of the part or bytes that were on their way have come. */
export function usePassport(serial: string) {
  const client = useQueryClient()
  const news = useCell(({ live }) => {
    if (!live) return ''
    const cycles = Object.values(live.cycles).filter((cycle) => cycle.serial === serial)
    const requests = Object.values(live.requests).filter(
      ({ made }) => made && 'serial' in made.target && made.target.serial === serial,
    )
    return JSON.stringify([
      cycles.map(({ modules, verdict, arrived, reviews, stepped }) => [
        stepped,
        Object.values(modules).map(({ inspected, captured, failed, missing, late }) => [
          inspected?.at,
          captured?.at,
          failed?.at,
          missing?.at,
          late?.at,
        ]),
        verdict?.at,
        arrived?.at,
        reviews.map(({ id, undone }) => [id, undone?.at]),
      ]),
      requests.map(({ requestId, cell, server }) => [requestId, cell?.seq, server?.seq]),
    ])
  })
  useEffect(() => {
    if (news !== '') client.invalidateQueries({ queryKey: ['passport', serial] })
  }, [client, serial, news])

  const passport = useQuery({
    queryKey: ['passport', serial],
    queryFn: () => api.passport(serial),
    placeholderData: (before) => before,
  })
  const awaited = passport.data?.cycles.some(({ evidence }) => evidence.some(({ stored }) => !stored)) ?? false
  useEffect(() => {
    if (!awaited) return
    const ask = () => client.invalidateQueries({ queryKey: ['passport', serial] })
    socket.on('evidence', ask)
    return () => void socket.off('evidence', ask)
  }, [client, serial, awaited])
  return passport
}
