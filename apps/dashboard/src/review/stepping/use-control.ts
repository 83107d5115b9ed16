import { controlAt } from '@celltwin/twin'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useCell, useNow } from '../../twin/hooks.ts'
import { steppingApi } from './api.ts'

/** Renewed when so much of its time is left, while the page is looked at. */
const RENEW_MS = 45_000

/** Who is in control, and whether that is this panel, which keeps it as long as its page is looked at. */
export function useControl(cell: string | undefined, by: string) {
  const now = useNow(1000)
  const register = useCell(({ live }) => live?.control)
  const held = controlAt(register ? { control: register } : {}, now)
  const taking = useMutation({ mutationFn: () => steppingApi.take(cell!, by) })
  const releasing = useMutation({ mutationFn: () => steppingApi.release(cell!, by), onSuccess: () => taking.reset() })
  const mine = held !== undefined && taking.data?.controlId === held.controlId
  const runsOut = mine && Date.parse(held.expiresAt) - now < RENEW_MS
  const { mutate, isPending } = taking
  useEffect(() => {
    if (runsOut && !isPending && document.visibilityState === 'visible') mutate()
  }, [runsOut, isPending, mutate])
  return { held, mine, taking, releasing, leftMs: held ? Date.parse(held.expiresAt) - now : 0 }
}
