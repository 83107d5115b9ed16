import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../frame/cells.ts'
import { serverNowMs } from '../twin/clock.ts'
import { useCell } from '../twin/hooks.ts'
import { Empty, Problem, Skeleton } from '../ui/Condition.tsx'
import { dayTime } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Older } from '../ui/Older.tsx'
import { type AlarmSearch, alarmApi } from './api.ts'
import { alarmWords, PRIORITIES, whoOf, whyOf } from './words.ts'

const DAY_MS = 86_400_000
const WINDOWS = { lastDay: DAY_MS, lastWeek: 7 * DAY_MS, ever: undefined } as const
const EVENTS = [
  ...(['alarm-raised', 'alarm-returned', 'alarm-acknowledged', 'alarm-reset', 'alarm-shelved'] as const),
  ...(['alarm-unshelved', 'alarm-suppressed', 'alarm-unsuppressed', 'alarm-out-of-service'] as const),
  'alarm-in-service' as const,
]

interface JournalProps {
  /** The one alarm that is asked for; every one where absent. */
  readonly of: string | undefined
  readonly onEvery: () => void
  readonly onReplay: (at: string) => void
}

/** Every change of every alarm, searched, and exported as it is searched. */
export function JournalTab({ of, onEvery, onReplay }: JournalProps) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const alarms = useCell(({ live }) => live?.alarms)
  const [text, setText] = useState('')
  const [type, setType] = useState('')
  const [priority, setPriority] = useState('')
  const [since, setSince] = useState<keyof typeof WINDOWS>('lastDay')
  const windowMs = WINDOWS[since]
  const search: AlarmSearch = {
    alarm: of,
    text: text.trim() || undefined,
    type: type || undefined,
    priority: priority || undefined,
    from:
      windowMs === undefined
        ? undefined
        : new Date(Math.floor((serverNowMs() - windowMs) / 60_000) * 60_000).toISOString(),
  }
  const pages = useInfiniteQuery({
    queryKey: ['alarm-journal', cell, search, alarms],
    queryFn: ({ pageParam }) => alarmApi.journal(cell!, search, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
    enabled: cell !== undefined,
    placeholderData: (before) => before,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <div className="bar journal">
        <div className="find">
          <Icon name="search" />
          {of && <OneAlarm alarm={of} onRemove={onEvery} />}
          <input
            aria-label={t('alarms.search')}
            placeholder={t('alarms.search')}
            maxLength={100}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <select
          className="field"
          aria-label={t('alarms.change')}
          value={type}
          onChange={(event) => setType(event.target.value)}
        >
          <option value="">{t('alarms.anyChange')}</option>
          {EVENTS.map((each) => (
            <option key={each} value={each}>
              {t(`alarms.event.${each}`)}
            </option>
          ))}
        </select>
        <select
          className="field"
          aria-label={t('alarms.priority')}
          value={priority}
          onChange={(event) => setPriority(event.target.value)}
        >
          <option value="">{t('alarms.priority')}</option>
          {PRIORITIES.map((each) => (
            <option key={each} value={each}>
              {t(`alarms.priorities.${each}`)}
            </option>
          ))}
        </select>
        <select
          className="field"
          aria-label={t('alarms.from')}
          value={since}
          onChange={(event) => setSince(event.target.value as keyof typeof WINDOWS)}
        >
          {(Object.keys(WINDOWS) as (keyof typeof WINDOWS)[]).map((each) => (
            <option key={each} value={each}>
              {t(`alarms.${each}`)}
            </option>
          ))}
        </select>
        {cell &&
          (['csv', 'ndjson'] as const).map((format) => (
            <a
              key={format}
              className="btn"
              href={alarmApi.exportUrl(cell, search, format)}
              download
              aria-label={`${t('alarms.export')} ${format.toUpperCase()}`}
            >
              {format.toUpperCase()}
            </a>
          ))}
      </div>
      <div className="scroll">
        {pages.error ? (
          <Problem error={pages.error} what={t('alarms.journalFailed')} retry={() => pages.refetch()} />
        ) : pages.isPending ? (
          <Skeleton rows={12} height={30} />
        ) : items.length === 0 ? (
          <Empty>{t('alarms.journalEmpty')}</Empty>
        ) : (
          <JournalTable items={items} onReplay={onReplay} />
        )}
        <Older of={pages}>{t('alarms.older')}</Older>
      </div>
      <div className="legend">
        <span className="dim count">
          {t('alarms.loaded', { count: items.length })}
          {pages.hasNextPage ? `, ${t('alarms.moreBelow')}` : ''}
        </span>
      </div>
    </>
  )
}

function OneAlarm({ alarm, onRemove }: { alarm: string; onRemove: () => void }) {
  const { t } = useTranslation()
  const twin = useCell(({ live }) => live)
  const title = twin ? alarmWords(t, twin, alarm).title : alarm
  return (
    <button type="button" className="tok" aria-label={t('alarms.removeToken', { token: title })} onClick={onRemove}>
      {title} <Icon name="no" size={12} />
    </button>
  )
}

type Items = Awaited<ReturnType<typeof alarmApi.journal>>['items']

function JournalTable({ items, onReplay }: { items: Items; onReplay: (at: string) => void }) {
  const { t } = useTranslation()
  const twin = useCell(({ live }) => live)
  return (
    <table>
      <thead>
        <tr>
          <th>{t('alarms.when')}</th>
          <th>{t('alarms.change')}</th>
          <th>{t('alarms.alarm')}</th>
          <th>{t('alarms.who')}</th>
          <th>{t('alarms.why')}</th>
          <th aria-label={t('alarms.replayKey')} />
        </tr>
      </thead>
      <tbody>
        {items.map((change) => {
          const { id, at, type, alarm, data } = change
          const said = data as { since?: string }
          const why = whyOf(t, twin, change)
          const raised = type === 'alarm-raised' ? said : twin?.alarms?.[alarm]?.raised
          return (
            <tr key={id}>
              <td className="mono">{dayTime(at)}</td>
              <td>{t(`alarms.event.${type as 'alarm-raised'}`, { defaultValue: type })}</td>
              <td className="what">{twin ? alarmWords(t, twin, alarm, raised).title : alarm}</td>
              <td className="mid">{whoOf(change)}</td>
              <td className="mid why" title={why}>
                {why}
              </td>
              <td>
                <button
                  type="button"
                  className="btn sq"
                  aria-label={t('alarms.replay', { time: dayTime(said.since ?? at) })}
                  onClick={() => onReplay(said.since ?? at)}
                >
                  <Icon name="play" size={12} />
                </button>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
