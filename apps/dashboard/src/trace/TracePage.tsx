import type { Genealogy } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { useNeeds } from '../people/me.ts'
import { OpenRecallDialog } from '../recall/Dialogs.tsx'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { useKeys } from '../ui/keys.tsx'
import { CriteriaBar } from './CriteriaBar.tsx'
import { Made, PartsColumn, Shipped } from './columns.tsx'
import { type Criteria, criteriaOf, isEmpty } from './criteria.ts'
import './trace.css'

const route = getRouteApi('/frame/trace')

/** From lots and means through parts to containers and shipments; whatever is chosen narrows all of it. */
export function TracePage() {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const criteria = criteriaOf(route.useSearch())
  const navigate = useNavigate()
  const needs = useNeeds('recall')
  const [recalling, setRecalling] = useState(false)
  const add = useRef<HTMLSelectElement>(null)
  const change = (to: Criteria) => navigate({ to: '/trace', search: (s) => ({ ...s, ...to }) })
  const found = useQuery({
    queryKey: ['genealogy', cell, criteria],
    queryFn: () => api.genealogy(cell!, criteria),
    enabled: cell !== undefined,
    placeholderData: (before) => before,
  })
  const genealogy = found.data
  const recallable = needs === undefined && !isEmpty(criteria) && (genealogy?.parts ?? 0) > 0
  useKeys(t('trace.title'), [
    { keys: 'f', label: t('trace.key.focus'), run: () => add.current?.focus() },
    {
      keys: 'p',
      label: t('trace.key.parts'),
      run: () => navigate({ to: '/parts', search: (s) => ({ ...s, ...criteria }) }),
    },
    { keys: 'r', label: t('trace.key.recall'), run: () => recallable && setRecalling(true) },
  ])
  return (
    <main className="trace-page">
      <header className="head">
        <h1>{t('trace.title')}</h1>
        <CriteriaBar criteria={criteria} onChange={change} known={genealogy} focus={add} />
        <nav className="acts">
          <Link className="btn" to="/recall" search={(s) => s}>
            {t('recall.list')}
          </Link>
          <button type="button" className="btn" title={needs} disabled={!recallable} onClick={() => setRecalling(true)}>
            {t('trace.recall')}
          </button>
        </nav>
      </header>
      {isEmpty(criteria) && <p className="mid lead">{t('trace.nothingChosen')}</p>}
      {found.error && <Problem error={found.error} what={t('trace.readFailed')} retry={() => found.refetch()} />}
      {genealogy && genealogy.parts === 0 && <p className="empty">{t('trace.noParts')}</p>}
      {!genealogy && !found.error && <Skeleton rows={12} height={30} />}
      {genealogy && genealogy.parts > 0 && <Columns {...{ genealogy, criteria, change }} />}
      {recalling && genealogy && cell && (
        <OpenRecallDialog {...{ cell, criteria, genealogy }} onClose={() => setRecalling(false)} />
      )}
    </main>
  )
}

export interface ColumnProps {
  readonly genealogy: Genealogy
  readonly criteria: Criteria
  readonly change: (to: Criteria) => void
}

function Columns(props: ColumnProps) {
  return (
    <div className="columns">
      <Made {...props} />
      <PartsColumn {...props} />
      <Shipped {...props} />
    </div>
  )
}
