import type { Passport } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/api.ts'

/** How many good parts are looked at: the recipe seldom changes. */
const LOOKED_AT = 5

/** Serial of the last part before this one that passed under the same recipe; null where there is none. */
export function useLastGood(of: Passport | undefined) {
  const cycle = of?.cycles[0]
  return useQuery({
    queryKey: ['last-good', of?.cell, cycle?.cycleId],
    enabled: cycle !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { items } = await api.parts(
        { cell: of!.cell, verdict: 'pass', to: cycle!.insertedAt },
        undefined,
        LOOKED_AT,
      )
      for (const { serial, challenge } of items) {
        if (serial === of!.serial || challenge !== null) continue
        const candidate = await api.passport(serial)
        if (candidate.cycles[0]?.recipe.id === cycle!.recipe.id) return serial
      }
      return null
    },
  })
}
