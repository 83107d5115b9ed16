import { createContext, type ReactNode, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { byGravity, type Row } from '../../part/results.ts'
import { useMay } from '../../people/me.ts'
import { useKeys } from '../../ui/keys.tsx'
import { BreakpointDialog } from './BreakpointDialog.tsx'
import type { BreakpointView } from './breakpoints.ts'
import { useBreakpoints } from './use-breakpoints.ts'

interface AtValues {
  /** The row that a stroke means: the one with the focus, else the gravest. */
  readonly meant: Row | undefined
  readonly gravest: Row | undefined
  /** Those that look at this value. */
  readonly on: (row: Row) => readonly BreakpointView[]
  readonly focus: (row: Row) => void
  readonly open: (row: Row) => void
}

const NOWHERE: AtValues = { meant: undefined, gravest: undefined, on: () => [], focus: () => {}, open: () => {} }
const Context = createContext(NOWHERE)
export const useBreakpointsAt = (): AtValues => useContext(Context)

/** Where values are looked at, breakpoints are set from them: by key, or at each value's gutter. */
export function BreakpointsAtValues({ rows, children }: { rows: readonly Row[]; children: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay('setBreakpoints')
  const breakpoints = useBreakpoints()
  const [focused, focus] = useState<Row>()
  const [opened, open] = useState<Row>()
  const gravest = byGravity(rows)[0]
  const meant = rows.find(({ characteristic }) => characteristic.id === focused?.characteristic.id) ?? gravest
  const on = ({ characteristic }: Row) => breakpoints.filter(({ looksAt }) => looksAt.includes(characteristic.id))
  useKeys(
    t('review.breakpoints.title'),
    may && meant ? [{ keys: 'F9', label: t('review.breakpoints.key'), run: () => open(meant) }] : [],
  )
  return (
    <Context value={{ meant, gravest, on, focus, open }}>
      {children}
      {opened && <BreakpointDialog row={opened} already={on(opened)} onClose={() => open(undefined)} />}
    </Context>
  )
}
