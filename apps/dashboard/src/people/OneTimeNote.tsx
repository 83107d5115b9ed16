import type { OneTimeCode } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { dayTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'

/** Shown once: the server keeps only its hash. */
export function OneTimeNote({ code, onClose }: { code: OneTimeCode; onClose: () => void }) {
  const { t } = useTranslation()
  const link = `${location.origin}/welcome#${encodeURIComponent(code.account)}:${code.code}`
  return (
    <Panel
      title={t('people.oneTimeFor', { account: code.account })}
      aside={t('people.until', { time: dayTime(code.expiresAt) })}
    >
      <div className="in" role="status">
        <p className="bigcode mono">{code.code}</p>
        <p className="mid">{t('people.oneTimeHow')}</p>
        <p className="mono link">{link}</p>
        <p className="row">
          <button type="button" className="btn" onClick={() => navigator.clipboard?.writeText(link)}>
            {t('people.copyLink')}
          </button>
          <button type="button" className="btn quiet" onClick={onClose}>
            {t('people.noted')}
          </button>
        </p>
      </div>
    </Panel>
  )
}
