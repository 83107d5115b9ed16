import { type Vocabulary, vocabularyOf } from '@celltwin/inspection/condition'
import { useMemo } from 'react'
import { useCell } from '../../twin/hooks.ts'
import { type BreakpointView, breakpointsOf } from './breakpoints.ts'

const NONE: readonly BreakpointView[] = []

/** Names that a condition may use; undefined until the cell has told its recipe. */
export function useNames(): Vocabulary | undefined {
  const definition = useCell(({ live }) => live?.definition?.value.definition)
  return useMemo(() => definition && vocabularyOf(definition), [definition])
}

/** Breakpoints of the cell as it is now, whatever instant is shown. */
export function useBreakpoints(): readonly BreakpointView[] {
  const names = useNames()
  const { live } = useCell(({ live }) => ({ live }))
  return useMemo(() => (live && names ? breakpointsOf(live, names) : NONE), [live, names])
}
