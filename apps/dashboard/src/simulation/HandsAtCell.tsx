import type { Faults } from '@celltwin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { send } from '../api/api.ts'
import { useNeeds } from '../people/me.ts'
import { cellStore } from '../twin/cell-store.ts'
import { useCell } from '../twin/hooks.ts'

const APART = { manualSelected: false, enablingHeld: false }

/** The hands of the person at the simulated cell. A real cell has its own, and no page reaches them. */
export function HandsAtCell({ cell }: { cell: string }) {
  const { t } = useTranslation()
  const needs = useNeeds('injectFaults')
  const faults = useCell((state) => state.faults)
  const hands = faults?.hands ?? APART
  const moving = useMutation({
    mutationFn: (next: typeof hands) =>
      send<Faults>('PUT', `/api/cells/${encodeURIComponent(cell)}/faults`, { items: faults?.items ?? [], hands: next }),
    onSuccess: (answer) => cellStore.setState({ faults: answer }),
  })
  return (
    <fieldset className="seg" aria-label={t('simulation.hands.title')}>
      {(['manualSelected', 'enablingHeld'] as const).map((input) => (
        <button
          key={input}
          type="button"
          className={hands[input] ? 'btn on' : 'btn'}
          aria-pressed={hands[input]}
          title={needs}
          disabled={needs !== undefined}
          onClick={() => moving.mutate({ ...hands, [input]: !hands[input] })}
        >
          {t(`simulation.hands.${input}`)}
        </button>
      ))}
    </fieldset>
  )
}
