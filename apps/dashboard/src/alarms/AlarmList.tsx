import { type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell, useNow } from '../twin/hooks.ts'
import { Empty, Skeleton } from '../ui/Condition.tsx'
import { dayTime, minutes, number, shortTime } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Keys } from '../ui/keys.tsx'
import { State } from '../ui/State.tsx'
import { StandingMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { parseQuery, type Query, toggled, writeQuery } from './query.ts'
import type { AlarmView } from './use-alarms.ts'
import { figure, lookOfAlarm, suppressedBy } from './words.ts'

interface ListProps {
  readonly alarms: readonly AlarmView[]
  readonly shown: readonly AlarmView[]
  readonly query: Query
  readonly search: RefObject<HTMLInputElement | null>
  readonly current: AlarmView | undefined
  readonly onQuery: (query: Query) => void
  readonly onSelect: (id: string) => void
  readonly onReplay: (view: AlarmView) => void
  readonly ticked: ReadonlySet<string>
  /** Those ticked that wait to be acknowledged. */
  readonly chosen: readonly AlarmView[]
  readonly mayAnswer: boolean
  readonly onTick: (id: string) => void
  readonly onTickAll: () => void
  readonly onAcknowledge: () => void
}

/** One row an alarm, however often it came: unacknowledged first. */
export function AlarmList(props: ListProps) {
  const { alarms, shown, query, search, current, onQuery, onSelect, onReplay } = props
  const { ticked, chosen, mayAnswer, onTick, onTickAll, onAcknowledge } = props
  const { t } = useTranslation()
  const known = useCell(({ twin }) => twin !== undefined)
  return (
    <>
      <div className="bar">
        <QueryField query={query} field={search} onQuery={onQuery} />
        {chosen.length > 0 && (
          <button type="button" className="btn prime" disabled={!mayAnswer} onClick={onAcknowledge}>
            {t('alarms.acknowledgeCount', { count: chosen.length })} <kbd>A</kbd>
          </button>
        )}
      </div>
      <div className="scroll">
        {!known ? (
          <Skeleton rows={12} height={30} />
        ) : alarms.length === 0 ? (
          <Empty>{t('alarms.none')}</Empty>
        ) : shown.length === 0 ? (
          <Empty>
            {t('alarms.noneMatch')}{' '}
            <button type="button" className="btn" onClick={() => onQuery(parseQuery(''))}>
              {t('alarms.showAll')}
            </button>
          </Empty>
        ) : (
          <table>
            <thead>
              <tr>
                <th className="tick">
                  <input
                    type="checkbox"
                    aria-label={t('alarms.selectAll')}
                    checked={ticked.size > 0}
                    onChange={onTickAll}
                  />
                </th>
                <th>{t('alarms.state')}</th>
                <th>{t('alarms.raisedAt')}</th>
                <th className="r">{t('alarms.age')}</th>
                <th>{t('alarms.alarm')}</th>
                <th>{t('alarms.source')}</th>
                <th>{t('alarms.priority')}</th>
                <th className="r value">{t('alarms.value')}</th>
                <th className="wide">{t('alarms.byNote')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((view) => (
                <AlarmRow
                  key={view.id}
                  view={view}
                  selected={view === current}
                  ticked={ticked.has(view.id)}
                  onTick={() => onTick(view.id)}
                  onSelect={() => onSelect(view.id)}
                  onReplay={() => onReplay(view)}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <div className="legend">
        {(
          [
            ['j k', 'move'],
            ['a', 'acknowledge'],
            ['x', 'select'],
            ['s', 'shelve'],
            ['Enter', 'replayKey'],
            ['f', 'filterKey'],
          ] as const
        ).map(([keys, name]) => (
          <span key={name}>
            <Keys of={keys} />
            {t(`alarms.${name}`)}
          </span>
        ))}
        <span className="dim count">{t('alarms.rows', { count: shown.length })}</span>
      </div>
    </>
  )
}

/** Whether its source can be believed now; the server's own alarms have no other. */
function SourceMark({ source }: { source: string }) {
  const known = useCell(({ twin }) => twin?.sources[source] !== undefined)
  return known && source !== 'server' ? <StandingMark of={[source]} words="read" /> : null
}

interface RowProps {
  readonly view: AlarmView
  readonly selected: boolean
  readonly ticked: boolean
  readonly onTick: () => void
  readonly onSelect: () => void
  readonly onReplay: () => void
}

function AlarmRow({ view, selected, ticked, onTick, onSelect, onReplay }: RowProps) {
  const { id, alarm, state, words, priority, source } = view
  const { t } = useTranslation()
  const told = useTold()
  const now = useNow(1000)
  const twin = useCell((s) => s.twin)
  const { raised, returnedAt, answer, shelved, outOfService, suppressed } = alarm
  const endMs = alarm.active || !returnedAt ? now : Date.parse(returnedAt)
  const calls = state === 'unacknowledged' || state === 'latched-unacknowledged'
  const note = outOfService?.by ?? shelved?.by ?? answer?.by ?? ''
  return (
    <tr
      data-key={id}
      className={calls ? 'calls' : ''}
      aria-selected={selected}
      onClick={onSelect}
      onDoubleClick={onReplay}
    >
      <td className="tick">
        <input
          type="checkbox"
          aria-label={t('alarms.selectOne', { alarm: words.title })}
          checked={ticked}
          onChange={onTick}
        />
      </td>
      <td>
        <State look={lookOfAlarm(t, state)}>
          <span className={calls ? 'b' : ''}>
            {state === 'shelved'
              ? `${t('alarms.shelvedUntil', { time: shortTime(shelved!.until) })} · ${minutes(Date.parse(shelved!.until) - now)}`
              : lookOfAlarm(t, state).word}
          </span>
        </State>
      </td>
      <td className="mono">{raised ? dayTime(raised.since, now) : '–'}</td>
      <td className="r">{raised ? minutes(endMs - Date.parse(raised.since)) : ''}</td>
      <td className={state === 'normal' ? 'what mid' : calls ? 'what b' : 'what'} title={words.title}>
        {words.title}
      </td>
      <td className="mid">
        {told(source)} <SourceMark source={source} />
      </td>
      <td className={priority === 'high' ? 'b' : 'mid'}>{t(`alarms.priorities.${priority}`)}</td>
      <td className="r mid value">{twin && figure(twin, id, raised?.value)}</td>
      <td className="dim wide note" title={outOfService?.reason ?? shelved?.reason ?? answer?.note}>
        {suppressed ? suppressedBy(t, twin, suppressed.condition) : note}
        {alarm.raises > 1 && ` ${t('alarms.repeats', { count: number(alarm.raises) })}`}
      </td>
    </tr>
  )
}

/** Tokens as chips; what is typed becomes one as soon as it is one. */
function QueryField({
  query,
  field,
  onQuery,
}: {
  query: Query
  field: RefObject<HTMLInputElement | null>
  onQuery: (query: Query) => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState(query.text)
  const take = (written: string) => {
    const next = parseQuery(`${writeQuery({ ...query, text: '' })} ${written}`)
    setText(/\s$/.test(written) && next.text ? `${next.text} ` : next.text)
    onQuery(next)
  }
  return (
    <div className="find">
      <Icon name="search" />
      {query.tokens.map((token) => {
        const written = `${t(`alarms.${token.key}`)}: ${wordOf(t, token)}`
        return (
          <button
            key={`${token.key}:${token.value}`}
            type="button"
            className="tok"
            aria-label={t('alarms.removeToken', { token: written })}
            onClick={() => onQuery(toggled(query, token))}
          >
            {written} <Icon name="no" size={12} />
          </button>
        )
      })}
      <input
        ref={field}
        aria-label={t('alarms.query')}
        placeholder={t('alarms.queryHint')}
        spellCheck={false}
        value={text}
        // Half a token is text until the space or Enter after it.
        onChange={(event) =>
          /(^|\s)(state|priority|source):\S*$/.test(event.target.value)
            ? setText(event.target.value)
            : take(event.target.value)
        }
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(text)
          const last = query.tokens.at(-1)
          if (event.key === 'Backspace' && text === '' && last) onQuery(toggled(query, last))
        }}
      />
      <kbd>F</kbd>
    </div>
  )
}

type TokenName = (key: `alarms.${'is.normal' | 'priorities.high'}`, options: { defaultValue: string }) => string

function wordOf(t: TokenName, { key, value }: Query['tokens'][number]): string {
  if (key === 'state') return t(`alarms.is.${value as 'normal'}`, { defaultValue: value })
  return key === 'priority' ? t(`alarms.priorities.${value as 'high'}`, { defaultValue: value }) : value
}
