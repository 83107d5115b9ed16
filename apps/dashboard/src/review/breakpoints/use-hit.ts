import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useCell } from '../../twin/hooks.ts'

/** Opens the part in Debug Mode at which the cell has just stopped, where somebody has the queue before them. */
export function useOpenAtHit(): void {
  const navigate = useNavigate()
  const newest = useCell(({ live }) =>
    Object.values(live?.breakpoints ?? {})
      .flatMap(({ hit }) => (hit ? [hit] : []))
      .reduce<{ occurredAt: string; value: { serial: string } } | undefined>(
        (last, hit) => (last && last.occurredAt >= hit.occurredAt ? last : hit),
        undefined,
      ),
  )
  const known = useCell(({ live }) => live !== undefined)
  const seen = useRef<string | null>(null)
  useEffect(() => {
    if (!known) return
    const before = seen.current
    seen.current = newest?.occurredAt ?? ''
    // What had happened before the page was opened is in the list.
    if (before !== null && newest && newest.occurredAt > before)
      navigate({ to: '/review/$serial', params: { serial: newest.value.serial } })
  }, [known, newest, navigate])
}
