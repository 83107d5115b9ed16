import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { useNeeds } from '../people/me.ts'
import { useCell } from '../twin/hooks.ts'
import { Problem } from '../ui/Condition.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import './held.css'
import { useOperator } from './operator.ts'
import { useOpenRequests } from './use-requests.ts'

/** Why the cell is held, and the request to go on: the cell goes on when its own inputs allow. */
export function HeldNote() {
  const { t } = useTranslation()
  const told = useTold()
  const cell = useChosenCell()
  const [operator] = useOperator()
  const needs = useNeeds('askState')
  const state = useCell(({ live }) => live?.state?.value)
  const asked = useOpenRequests().some(({ to }) => to === 'execute')
  const asking = useMutation({ mutationFn: () => api.askState(cell!, 'execute', operator.trim() || 'Operator') })
  if (state?.state !== 'held' || cell === undefined) return null
  return (
    <div className="held" role="status">
      <Icon name="hold" size={20} />
      <span className="grow">
        <b>{t('review.held.is')}</b> {told(state.reason)}
      </span>
      <button
        type="button"
        className="btn"
        title={needs}
        disabled={needs !== undefined || asked || asking.isPending}
        onClick={() => asking.mutate()}
      >
        {t(asked ? 'review.held.asked' : 'review.held.ask')}
      </button>
      {asking.error && <Problem error={asking.error} what={t('review.held.failed')} />}
    </div>
  )
}
