import type { StudyVerdict } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon.tsx'

const LOOKS = {
  capable: { tone: 'pass', icon: 'pass' },
  conditional: { tone: 'hold', icon: 'warn' },
  'not-capable': { tone: 'reject', icon: 'reject' },
} as const

export function Verdict({ verdict }: { verdict: StudyVerdict }) {
  const { t } = useTranslation()
  return (
    <span className={`st ${LOOKS[verdict].tone}`}>
      <Icon name={LOOKS[verdict].icon} size={12} />
      {t(`studies.verdicts.${verdict}`)}
    </span>
  )
}

/** The verdict of one figure, beside it. */
export function VerdictIcon({ verdict }: { verdict: StudyVerdict }) {
  const { t } = useTranslation()
  return (
    <span className={`st ${LOOKS[verdict].tone}`} title={t(`studies.verdicts.${verdict}`)}>
      <Icon name={LOOKS[verdict].icon} size={12} />
      <span className="sr">{t(`studies.verdicts.${verdict}`)}</span>
    </span>
  )
}
