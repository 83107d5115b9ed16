import { useTranslation } from 'react-i18next'
import { useCell, useNow } from '../../twin/hooks.ts'
import { duration } from '../../ui/format.ts'
import { useOperator } from '../operator.ts'
import { decidedBy, paceOf, shiftBegan } from './pace.ts'

/** Workload and pace of who sits here, shown to them and kept nowhere else. */
export function OwnPace() {
  const { t } = useTranslation()
  const [by] = useOperator()
  const shifts = useCell(({ live }) => live?.definition?.value.definition.shifts)
  const now = useNow(5000)
  const { count, medianMs } = paceOf(decidedBy(by), shiftBegan(shifts, now))
  if (by.trim() === '' || medianMs === undefined) return null
  return (
    <p className="pace" title={t('review.pace.own')}>
      {t('review.pace.decided', { count })}, {t('review.pace.median', { time: duration(medianMs) })}.{' '}
      <span className="dim">{t('review.pace.own')}</span>
    </p>
  )
}
