import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useNow } from '../twin/hooks.ts'
import { minutes, number } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { calling, useAlarms } from './use-alarms.ts'

/** How many alarms nobody has acknowledged; nothing where there are none. */
export function AlarmCount() {
  const { t } = useTranslation()
  const count = calling(useAlarms()).length
  if (count === 0) return null
  return (
    <span className="n al" title={t('alarms.waiting', { count })}>
      {number(count)}
    </span>
  )
}

/** The most urgent of them, on every page, with the time left to respond. */
export function AlarmEntry() {
  const { t } = useTranslation()
  const now = useNow(1000)
  const first = calling(useAlarms())[0]
  if (!first) return null
  const leftMs = (first.dueMs ?? now) - now
  return (
    <Link
      className="src b alarm-entry"
      to="/alarms"
      search={(s) => ({ ...s, alarm: first.id })}
      title={t('alarms.open')}
    >
      <Icon name={first.state === 'returned-unacknowledged' ? 'alRet' : 'alUn'} size={12} />
      <span className="what">{first.words.title}</span>
      <span className={leftMs < 0 ? 'reject' : 'dim'}>{`${leftMs < 0 ? '−' : ''}${minutes(Math.abs(leftMs))}`}</span>
    </Link>
  )
}
