import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../part/results.ts'
import { useNeeds } from '../../people/me.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useTold } from '../../ui/told.ts'
import { useBreakpointsAt } from './AtValues.tsx'

const TO: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 }

/** Before a value: a mark where the cell stops because of it, and the way to a breakpoint on it. Arrows go on to other rows. */
export function Gutter({ row }: { row: Row }) {
  const { t } = useTranslation()
  const told = useTold()
  const needs = useNeeds('setBreakpoints')
  const { meant, on, focus, open } = useBreakpointsAt()
  const breakpoints = on(row)
  const title = told(row.characteristic.title)
  const conditions = breakpoints
    .map(({ condition, set }) => (set ? condition : `${condition} (${t('review.breakpoints.asked')})`))
    .join('; ')
  const what = conditions
    ? `${title}: ${t('review.breakpoints.stopsAt', { conditions })}`
    : t('review.breakpoints.at', { what: title })
  const moveOn = (event: KeyboardEvent<HTMLButtonElement>) => {
    const to = TO[event.key]
    if (to === undefined) return
    event.preventDefault()
    const all = [...(event.currentTarget.closest('table')?.querySelectorAll<HTMLElement>('.gutter') ?? [])]
    all[all.indexOf(event.currentTarget) + to]?.focus()
  }
  return (
    <button
      type="button"
      className="gutter"
      aria-label={what}
      title={[what, needs].filter(Boolean).join('; ')}
      disabled={needs !== undefined}
      // Tab leads to one row of a table.
      tabIndex={row.characteristic.id === meant?.characteristic.id ? 0 : -1}
      // The focus stays where it is: Enter goes on to the next step.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => open(row)}
      onFocus={() => focus(row)}
      onKeyDown={moveOn}
    >
      {conditions ? <Icon name={breakpoints.some(({ set }) => set) ? 'breakpoint' : 'asked'} size={12} /> : <i />}
    </button>
  )
}
