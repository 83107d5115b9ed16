import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import { useRackName } from './rack-name.ts'
import './gauges.css'

/** A challenge failed after this part: its verdict is not to be believed until a person answers for it. */
export function SuspectMark({ reason }: { reason: string }) {
  const { t } = useTranslation()
  const told = useTold()
  return (
    <span className="st hold b trust-mark" title={told(reason)}>
      <Icon name="warn" size={12} />
      {t('gauges.suspect')}
    </span>
  )
}

/** A part from the rack is no production. */
export function ChallengeMark({ id }: { id: string }) {
  const nameOf = useRackName()
  return (
    <span className="st sim trust-mark">
      <Icon name="flask" size={12} />
      {nameOf(id)}
    </span>
  )
}
