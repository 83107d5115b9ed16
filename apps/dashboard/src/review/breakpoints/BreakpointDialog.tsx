import { useTranslation } from 'react-i18next'
import type { Row } from '../../part/results.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { useTold } from '../../ui/told.ts'
import { BreakpointForm } from './BreakpointForm.tsx'
import { BreakpointTable } from './BreakpointTable.tsx'
import type { BreakpointView } from './breakpoints.ts'
import { conditionFrom } from './from-value.ts'

/** A breakpoint written from a value that somebody looks at, above those that look at it already. */
export function BreakpointDialog({
  row,
  already,
  onClose,
}: {
  row: Row
  already: readonly BreakpointView[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const { title, unit } = row.characteristic
  const what = t('review.breakpoints.at', { what: told(title) })
  return (
    <Dialog label={what} onClose={onClose}>
      <div className="breakpoint-at">
        <h2>{what}</h2>
        {unit && <p className="mid">{t('review.breakpoints.unit', { unit })}</p>}
        <BreakpointForm begin={conditionFrom(row)} onClose={onClose} />
        {already.length > 0 && <BreakpointTable breakpoints={already} />}
      </div>
    </Dialog>
  )
}
