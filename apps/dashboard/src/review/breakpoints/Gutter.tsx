import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNeeds } from '../../people/me.ts'
import { Icon } from '../../ui/Icon.tsx'
import type { BreakpointView } from './breakpoints.ts'

const TO: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 }

/** Before a value: a mark where the cell stops because of it, and the way to a breakpoint on it. Arrows go on to other rows. */
export function Gutter({
  title,
  breakpoints,
  tabbed,
  onFocus,
  onOpen,
}: {
  /** The characteristic, in words. */
  title: string
  /** Those that look at this value. */
  breakpoints: readonly BreakpointView[]
  /** Tab leads to one row of a table. */
  tabbed: boolean
  onFocus: () => void
  onOpen: () => void
}) {
  const { t } = useTranslation()
  const needs = useNeeds('setBreakpoints')
  const inForce = breakpoints.some(({ set }) => set !== undefined)
  const said = breakpoints.map(({ condition, set }) =>
    set ? condition : `${condition} (${t('review.breakpoints.asked')})`,
  )
  const what =
    said.length > 0
      ? `${title}: ${t('review.breakpoints.stopsAt', { conditions: said.join('; ') })}`
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
      tabIndex={tabbed ? 0 : -1}
      // The focus stays where it is: Enter goes on to the next step.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
      onFocus={onFocus}
      onKeyDown={moveOn}
    >
      {breakpoints.length > 0 ? <Icon name={inForce ? 'breakpoint' : 'asked'} size={12} /> : <i />}
    </button>
  )
}
