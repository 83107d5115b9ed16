import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Nothing is at this address. */
export function NotFound() {
  const { t } = useTranslation()
  return (
    <main className="empty">
      <p>
        <b>{t('frame.noPage')}</b>
      </p>
      <p>
        <Link to="/">{t('frame.toCell')}</Link>
      </p>
    </main>
  )
}
