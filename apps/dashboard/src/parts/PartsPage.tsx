import type { PartSummary } from '@celltwin/contracts'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { useChosenCell } from '../frame/cells.ts'
import { CriteriaBar } from '../trace/CriteriaBar.tsx'
import { type Criteria, criteriaOf, isEmpty, NONE } from '../trace/criteria.ts'
import { serverNowMs } from '../twin/clock.ts'
import { useCell } from '../twin/hooks.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { number } from '../ui/format.ts'
import { Keys, useKeys } from '../ui/keys.tsx'
import { Older } from '../ui/Older.tsx'
import { Facets } from './Facets.tsx'
import { PartPeek } from './PartPeek.tsx'
import { PartRow } from './PartRow.tsx'
import './parts.css'
import { moved, rowKeys } from './rows.ts'

const route = getRouteApi('/frame/parts')

export function PartsPage() {
  const cell = useChosenCell()
  const { t } = useTranslation()
  const asked = route.useSearch()
  const { hours, at } = asked
  const criteria = criteriaOf({ ...asked })
  const said = JSON.stringify(criteria)
  const navigate = useNavigate()
  const [selected, setSelected] = useState<string>()
  const table = useRef<HTMLTableElement>(null)
  const add = useRef<HTMLSelectElement>(null)
  const change = (to: Criteria) => navigate({ to: '/parts', search: (s) => ({ ...s, ...to }), replace: true })

  const filter = useMemo(() => {
    const criteria = JSON.parse(said) as Criteria
    const minute = Math.floor(serverNowMs() / 60_000) * 60_000
    return {
      ...criteria,
      cell,
      from: hours ? new Date(minute - hours * 3_600_000).toISOString() : criteria.from,
      to: at ?? criteria.to,
    }
  }, [cell, said, hours, at])
  const pages = useInfiniteQuery({
    queryKey: ['parts', filter],
    queryFn: ({ pageParam }) => api.parts(filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: cell !== undefined,
    placeholderData: (before) => before,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  useFreshRows(pages.data?.pages.length === 1 && at === undefined)

  const keys = items.map(({ cycleId }) => cycleId)
  const current = items.find(({ cycleId }) => cycleId === selected) ?? items.find(({ verdict }) => verdict) ?? items[0]
  const move = (by: number) => {
    const key = moved(keys, current?.cycleId, by)
    setSelected(key)
    if (key === keys.at(-1) && pages.hasNextPage && !pages.isFetchingNextPage) pages.fetchNextPage()
    table.current?.querySelector(`[data-key="${key}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const open = (part: PartSummary | undefined) => {
    if (part) navigate({ to: '/parts/$serial', params: { serial: part.serial } })
  }
  useKeys(t('parts.title'), [
    ...rowKeys(t('parts.key.next'), t('parts.key.previous'), move),
    { keys: 'Enter', label: t('parts.key.open'), run: () => open(current) },
    {
      keys: 'd',
      label: t('parts.key.debug'),
      run: () => current && navigate({ to: '/review/$serial', params: { serial: current.serial } }),
    },
    { keys: 'f', label: t('parts.key.filter'), run: () => add.current?.focus() },
  ])

  return (
    <main className="parts">
      <Facets cell={cell} />
      <section className="p list" aria-label={t('parts.title')}>
        <div className="bar">
          <CriteriaBar criteria={criteria} onChange={change} focus={add} />
          <span className="cap">
            {t('parts.cycles', { count: items.length, n: number(items.length) })}
            {pages.hasNextPage ? `, ${t('parts.more')}` : ''}
          </span>
          <Link className="btn" to="/trace" search={({ cell, at }) => ({ cell, at, ...criteria })}>
            {t('parts.trace')}
          </Link>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it, and its rows take no focus */}
        <div className="scroll" tabIndex={0}>
          {pages.error ? (
            <Problem error={pages.error} what={t('parts.failed')} retry={() => pages.refetch()} />
          ) : pages.isPending ? (
            <Skeleton rows={14} height={30} />
          ) : items.length === 0 ? (
            <NoParts filtered={!isEmpty(criteria) || Boolean(hours)} />
          ) : (
            <table ref={table}>
              <thead>
                <tr>
                  <th>{t('parts.verdict')}</th>
                  <th>{t('parts.serial')}</th>
                  <th>{t('parts.inserted')}</th>
                  <th>{t('parts.reason')}</th>
                  <th className="r wide">{t('parts.judgedIn')}</th>
                  <th>{t('parts.now')}</th>
                  <th>{t('parts.decision')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((part) => (
                  <PartRow
                    key={part.cycleId}
                    part={part}
                    selected={part === current}
                    onSelect={() => setSelected(part.cycleId)}
                    onOpen={() => open(part)}
                  />
                ))}
              </tbody>
            </table>
          )}
          <Older of={pages}>{t('parts.older')}</Older>
        </div>
        <div className="legend">
          {(
            [
              ['j k', t('parts.key.move')],
              ['Enter', t('parts.key.passport')],
              ['d', t('parts.key.debug')],
              ['f', t('parts.key.filter')],
            ] as const
          ).map(([name, what]) => (
            <span key={name}>
              <Keys of={name} /> {what}
            </span>
          ))}
        </div>
      </section>
      {current ? <PartPeek part={current} enter="passport" /> : <section className="p peek" />}
    </main>
  )
}

/** Asks again when a part came in or was judged or decided; not while the reader is deep in older pages. */
function useFreshRows(wanted: boolean): void {
  const client = useQueryClient()
  const counted = useCell(({ live }) => {
    const counters = live?.counters
    return counters ? JSON.stringify([counters.inserted, counters.judged, counters.arrived, counters.reviewed]) : ''
  })
  useEffect(() => {
    if (wanted && counted !== '') client.invalidateQueries({ queryKey: ['parts'] })
  }, [client, wanted, counted])
}

function NoParts({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return filtered ? (
    <div className="empty">
      <p>{t('parts.noMatch')}</p>
      <button
        type="button"
        className="btn"
        onClick={() => navigate({ to: '/parts', search: (s) => ({ ...s, ...NONE, hours: undefined }) })}
      >
        {t('parts.showAll')}
      </button>
    </div>
  ) : (
    <p className="empty">{t('parts.none')}</p>
  )
}
