import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moved, rowKeys } from '../parts/rows.ts'
import { useMay } from '../people/me.ts'
import { useCell } from '../twin/hooks.ts'
import { useKeys } from '../ui/keys.tsx'
import { ActionDialog, type Asked } from './ActionDialog.tsx'
import { AlarmDetail } from './AlarmDetail.tsx'
import { AlarmFacets } from './AlarmFacets.tsx'
import { AlarmList } from './AlarmList.tsx'
import '../parts/parts.css'
import './alarms.css'
import { JournalTab } from './JournalTab.tsx'
import { matches, parseQuery, type Query, writeQuery } from './query.ts'
import { type AlarmView, isWaiting, justBefore, useAct, useAlarms } from './use-alarms.ts'
import { detailOf } from './words.ts'

const route = getRouteApi('/frame/alarms')
const NONE: ReadonlySet<string> = new Set()
const without = (ids: ReadonlySet<string>, id: string) => new Set([...ids].filter((each) => each !== id))

interface Asking {
  readonly q?: string | undefined
  readonly alarm?: string | undefined
  readonly tab?: 'journal' | undefined
  /** The alarm whose journal is shown. */
  readonly of?: string | undefined
}

export const queriedOf = ({ state, priority, source, words, id, alarm }: AlarmView) => ({
  ...{ state, priority, source },
  words: [words.title, id, source, alarm.answer?.by, alarm.answer?.note, alarm.shelved?.reason]
    .concat(alarm.raised?.detail && detailOf(alarm.raised.detail))
    .filter(Boolean)
    .join(' '),
})

export function AlarmsPage() {
  const { t } = useTranslation()
  const { q = '', alarm: asked, tab, of } = route.useSearch()
  const navigate = useNavigate()
  const alarms = useAlarms()
  const past = useCell(({ at }) => at !== undefined)
  const act = useAct()
  const [dialog, setDialog] = useState<Asked>()
  const search = useRef<HTMLInputElement>(null)
  const query = parseQuery(q)
  const shown = alarms.filter((view) => matches(query, queriedOf(view)))
  const current = shown.find(({ id }) => id === asked) ?? shown[0]
  const may = {
    answer: useMay('answerAlarms') && !past,
    setAside: useMay('setAlarmsAside') && !past,
  }

  const go = (to: Asking) => navigate({ to: '/alarms', search: (s) => ({ ...s, ...to }), replace: true })
  const move = (by: number) => {
    const id = moved(
      shown.map((view) => view.id),
      current?.id,
      by,
    )
    go({ alarm: id })
    document.querySelector(`[data-key="${CSS.escape(id ?? '')}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const replay = (at: string | undefined) => {
    if (at) navigate({ to: '/', search: (s) => ({ cell: s.cell, at: justBefore(at) }) })
  }
  const acknowledge = (view: AlarmView | undefined) => {
    if (view && may.answer && isWaiting(view.state, view.alarm.acknowledged))
      act.mutate({ action: 'acknowledge', alarm: view.id })
  }
  const ask = (action: Exclude<Asked['action'], 'acknowledge'>) => current && setDialog({ action, view: current })
  const [ticked, setTicked] = useState(NONE)
  const tick = (id: string) => setTicked((ids) => (ids.has(id) ? without(ids, id) : new Set([...ids, id])))
  const waiting = shown.filter(({ state, alarm }) => isWaiting(state, alarm.acknowledged))
  const chosen = waiting.filter(({ id }) => ticked.has(id))
  const acknowledgeChosen = () => may.answer && chosen.length > 0 && setDialog({ action: 'acknowledge', views: chosen })
  useKeys(t('alarms.title'), [
    ...rowKeys(t('alarms.nextAlarm'), t('alarms.previousAlarm'), move),
    { keys: 'x', label: t('alarms.select'), run: () => current && tick(current.id) },
    { keys: 'Escape', label: t('alarms.clear'), run: () => setTicked(NONE) },
    { keys: 'Enter', label: t('alarms.replayKey'), run: () => replay(current?.alarm.raised?.since) },
    {
      keys: 'a',
      label: t('alarms.acknowledge'),
      run: () => (chosen.length > 0 ? acknowledgeChosen() : acknowledge(current)),
    },
    { keys: 's', label: t('alarms.shelve'), run: () => may.setAside && ask('shelve') },
    { keys: 'f', label: t('alarms.filterKey'), run: () => search.current?.focus() },
  ])

  const find = (next: Query) => go({ q: writeQuery(next) || undefined, alarm: undefined })
  return (
    <main className="alarms">
      <AlarmFacets alarms={alarms} query={query} onQuery={find} />
      <section className="p list" aria-label={t('alarms.title')}>
        <div className="tabs" role="tablist">
          {([undefined, 'journal'] as const).map((each) => (
            <button
              key={each ?? 'list'}
              type="button"
              role="tab"
              aria-selected={tab === each}
              onClick={() => go({ tab: each })}
            >
              {t(each ? 'alarms.journal' : 'alarms.listTab')}
            </button>
          ))}
        </div>
        {tab === 'journal' ? (
          <JournalTab of={of} onEvery={() => go({ of: undefined })} onReplay={replay} />
        ) : (
          <AlarmList
            {...{ alarms, shown, query, search, current, ticked, chosen }}
            mayAnswer={may.answer}
            onTick={tick}
            onTickAll={() => setTicked(ticked.size > 0 ? NONE : new Set(waiting.map(({ id }) => id)))}
            onAcknowledge={acknowledgeChosen}
            onQuery={find}
            onSelect={(id) => go({ alarm: id })}
            onReplay={(view) => replay(view.alarm.raised?.since)}
          />
        )}
      </section>
      {current && (
        <AlarmDetail
          key={current.id}
          view={current}
          may={may}
          busy={act.isPending}
          error={act.variables?.alarm === current.id ? act.error : null}
          onAcknowledge={() => acknowledge(current)}
          onAsk={ask}
          onReplay={() => replay(current.alarm.raised?.since)}
        />
      )}
      {dialog && (
        <ActionDialog
          asked={dialog}
          onClose={() => {
            setDialog(undefined)
            setTicked(NONE)
          }}
        />
      )}
    </main>
  )
}
