import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../people/me.ts'
import { sectionsFor } from './sections.ts'
import './settings.css'

/** The sections left, one of them right. */
export function SettingsPage() {
  const { t } = useTranslation()
  const admin = useMay('keepPeople')
  return (
    <main className="settings">
      <nav className="rail" aria-label={t('settings.sections')}>
        {sectionsFor(admin).map(({ title, entries }) => (
          <div key={title}>
            <h2>{t(title)}</h2>
            {entries.map(({ to, name }) => (
              <Link key={to} to={to} activeOptions={{ exact: to === '/settings', includeSearch: false }}>
                {t(name)}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <div className="section">
        <Outlet />
      </div>
    </main>
  )
}
