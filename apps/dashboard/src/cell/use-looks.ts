import type { CellDefinition } from '@celltwin/contracts'
import { useRef } from 'react'
import type { Shown } from '../twin/trust.ts'
import { type Looks, looksOf } from './looks.ts'

const NONE: Looks = {}

/** `looksOf`, the same object until a station looks different: what is drawn from it stays as long. */
export function useLooks(definition: CellDefinition | undefined, shown: Shown, nowMs: number): Looks {
  const kept = useRef(NONE)
  const looks = definition ? looksOf(definition, shown, nowMs) : NONE
  if (!alike(kept.current, looks)) kept.current = looks
  return kept.current
}

function alike(a: Looks, b: Looks): boolean {
  const ids = Object.keys(b)
  return (
    ids.length === Object.keys(a).length &&
    ids.every((id) => a[id]?.trust === b[id]!.trust && a[id].awaited === b[id]!.awaited)
  )
}
