import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { homeOf, useMe } from '../people/me.ts'
import { Icon } from '../ui/Icon.tsx'
import { SearchDialog } from './SearchDialog.tsx'

/** Where somebody ends who asked for what there is not: what that was, why that may be, and where to go on. */
export function Lost({ title, asked, why }: { title: string; asked: string; why: string }) {
  const { t } = useTranslation()
  const { data: me } = useMe()
  const [searching, setSearching] = useState(false)
  return (
    <main className="alone lost">
      <h1>{title}</h1>
      <p className="mono">{asked}</p>
      <p className="mid">{why}</p>
      <div className="row">
        <Link className="btn prime" to={homeOf(me?.roles ?? [])}>
          {t('frame.toHome')}
        </Link>
        <button type="button" className="btn" onClick={() => setSearching(true)}>
          <Icon name="search" /> {t('frame.searchSerial')} <kbd>/</kbd>
        </button>
      </div>
      {searching && <SearchDialog onClose={() => setSearching(false)} />}
    </main>
  )
}
