import { useMutation } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { useCell } from '../twin/hooks.ts'
import { Problem } from '../ui/Condition.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useOperator } from './operator.ts'
import { useOpenRequests } from './use-requests.ts'

/** Why the cell is held, and the request to go on: the cell goes on when its own inputs allow. */
export function HeldNote() {
  const cell = useChosenCell()
  const [operator] = useOperator()
  const state = useCell(({ live }) => live?.state?.value)
  const asked = useOpenRequests().some(({ to }) => to === 'execute')
  const asking = useMutation({ mutationFn: () => api.askState(cell!, 'execute', operator.trim() || 'Operator') })
  if (state?.state !== 'held' || cell === undefined) return null
  return (
    <div className="held" role="status">
      <Icon name="hold" size={20} />
      <span className="grow">
        <b>The cell is held:</b> {state.reason}
      </span>
      <button type="button" className="btn" disabled={asked || asking.isPending} onClick={() => asking.mutate()}>
        {asked ? 'Asked to go on' : 'Ask the cell to go on'}
      </button>
      {asking.error && <Problem error={asking.error} what="The cell was not asked." />}
    </div>
  )
}
