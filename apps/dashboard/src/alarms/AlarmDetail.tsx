import type { AlarmRates } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../frame/cells.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { useWidth } from '../ui/Chart.tsx'
import { Problem } from '../ui/Condition.tsx'
import { dayTime, duration, minutes, shortTime, time } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { State } from '../ui/State.tsx'
import type { Asked } from './ActionDialog.tsx'
import { alarmApi } from './api.ts'
import { type AlarmView, isWaiting, useRates } from './use-alarms.ts'
import { figure, lookOfAlarm, suppressedBy, whoOf, whyOf } from './words.ts'

interface DetailProps {
  readonly view: AlarmView
  readonly may: { readonly answer: boolean; readonly setAside: boolean }
  readonly busy: boolean
  readonly error: unknown
  readonly onAcknowledge: () => void
  readonly onAsk: (action: Exclude<Asked['action'], 'acknowledge'>) => void
  readonly onReplay: () => void
}

/** Cause, consequence, response, time to respond: what a person needs to answer, and the answers they can give. */
export function AlarmDetail({ view, may, busy, error, onAcknowledge, onAsk, onReplay }: DetailProps) {
  const { t } = useTranslation()
  const now = useNow(1000)
  const twin = useCell((s) => s.twin)
  const { alarm, state, words } = view
  const { raised, returnedAt, latched, shelved, outOfService, suppressed } = alarm
  const sinceMs = raised && Date.parse(raised.since)
  const value = twin && figure(twin, view.id, raised?.value)
  const limit = twin && figure(twin, view.id, raised?.limit)
  const why = outOfService ?? shelved
  return (
    <section className="p det" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className="row">
        <State look={lookOfAlarm(t, state)} />
        <span className="dim">
          {sinceMs !== undefined &&
            (alarm.active || !returnedAt
              ? t('alarms.forTime', { time: duration(now - sinceMs) })
              : t('alarms.lasted', { time: duration(Date.parse(returnedAt) - sinceMs) }))}
        </span>
      </p>
      <dl>
        {value && (
          <Line name={t('alarms.now')}>
            <b>{value}</b>
            {limit && `, ${t('alarms.limitIs', { limit })}`}
          </Line>
        )}
        {why && (
          <Line name={t('alarms.why')}>
            {why.reason} <span className="dim">{`${why.by}, ${dayTime(why.at)}`}</span>
          </Line>
        )}
        {suppressed && <Line name={t('alarms.why')}>{suppressedBy(t, twin, suppressed.condition)}</Line>}
        <Line name={t('alarms.cause')}>{words.cause}</Line>
        <Line name={t('alarms.consequence')}>{words.consequence}</Line>
        <Line name={t('alarms.response')}>{words.response}</Line>
        <Line name={t('alarms.timeToRespond')}>
          <Countdown view={view} now={now} />
        </Line>
      </dl>
      {Boolean(error) && <Problem error={error} what={t('alarms.failed')} />}
      <div className="act">
        <button
          type="button"
          className="btn prime"
          disabled={!may.answer || busy || !isWaiting(state, alarm.acknowledged)}
          onClick={onAcknowledge}
        >
          {t('alarms.acknowledge')} <kbd>A</kbd>
        </button>
        {state === 'shelved' ? (
          <button type="button" className="btn" disabled={!may.setAside} onClick={() => onAsk('unshelve')}>
            {t('alarms.unshelve')}
          </button>
        ) : (
          <button type="button" className="btn" disabled={!may.setAside} onClick={() => onAsk('shelve')}>
            {t('alarms.shelve')} <kbd>S</kbd>
          </button>
        )}
        {latched && (
          <button
            type="button"
            className="btn whole"
            disabled={!may.answer || state !== 'latched'}
            onClick={() => onAsk('reset')}
          >
            {t('alarms.reset')}
          </button>
        )}
        {raised && (
          <button type="button" className="btn whole" onClick={onReplay}>
            <Icon name="play" />
            {t('alarms.replay', { time: time(raised.since) })} <kbd>Enter</kbd>
          </button>
        )}
        <button
          type="button"
          className="btn quiet whole"
          disabled={!may.setAside}
          onClick={() => onAsk(outOfService ? 'in-service' : 'out-of-service')}
        >
          {t(outOfService ? 'alarms.inService' : 'alarms.outOfService')}
        </button>
      </div>
      <Changes alarm={view.id} position={twin?.position ?? 0} />
      <RaisedChart />
    </section>
  )
}

const Line = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Countdown({ view: { alarm, dueMs, timeToRespondMs }, now }: { view: AlarmView; now: number }) {
  const { t } = useTranslation()
  const of = duration(timeToRespondMs).replace(/ 0 s$/, '')
  if (alarm.acknowledged || dueMs === undefined) return <>{t('alarms.given', { of })}</>
  const leftMs = dueMs - now
  return leftMs >= 0 ? (
    <b>{t('alarms.left', { time: minutes(leftMs), of })}</b>
  ) : (
    <b className="reject">{t('alarms.over', { time: minutes(-leftMs), of })}</b>
  )
}

const CHANGES = 12

/** What was said of this alarm up to the instant shown, newest first. */
function Changes({ alarm, position }: { alarm: string; position: number }) {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const twin = useCell((s) => s.twin)
  const changed = twin?.alarms?.[alarm]
  const journal = useQuery({
    queryKey: ['alarm-journal', cell, 'changes', alarm, changed],
    queryFn: () => alarmApi.journal(cell!, { alarm }, position + 1, CHANGES),
    enabled: cell !== undefined && position > 0,
    placeholderData: (before) => before,
  })
  return (
    <div className="hist">
      <h3>{t('alarms.changes')}</h3>
      <ol>
        {journal.data?.items.map((change) => (
          <li key={change.id}>
            <span className="mono dim">{time(change.at)}</span>
            <span>
              {[t(`alarms.event.${change.type as 'alarm-raised'}`), whoOf(change), whyOf(t, twin, change)]
                .filter(Boolean)
                .join(', ')}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

const HEIGHT = 44
const FLOOD = 10

/** Bars of ten minutes, against what is a flood. */
function RaisedChart() {
  const { t } = useTranslation()
  const rates = useRates().data
  const [ref, width] = useWidth<HTMLDivElement>()
  return (
    <div className="hist" ref={ref}>
      <h3>{t('alarms.perTen')}</h3>
      {rates && width > 0 && <Bars rates={rates} width={width - 28} />}
    </div>
  )
}

function Bars({ rates: { buckets }, width }: { rates: AlarmRates; width: number }) {
  const { t } = useTranslation()
  const most = Math.max(FLOOD + 1, ...buckets.map(({ count }) => count))
  const step = (width - 52) / buckets.length
  const y = (count: number) => HEIGHT - (count / most) * HEIGHT
  const highest = Math.max(0, ...buckets.map(({ count }) => count))
  return (
    <svg width={width} height={HEIGHT + 18} role="img" aria-label={`${t('alarms.perTen')}: ≤ ${highest}`}>
      {buckets.map(({ from, count }, n) => (
        <rect
          key={from}
          x={n * step}
          y={count > 0 ? y(count) : HEIGHT - 1}
          width={Math.max(1, step - 1)}
          height={count > 0 ? HEIGHT - y(count) : 1}
          fill={count > FLOOD ? 'var(--data)' : 'var(--data-2)'}
        />
      ))}
      <path d={`M0 ${y(FLOOD)}H${width - 52}`} className="lim" />
      <text x={width - 48} y={y(FLOOD) + 4} className="ax">
        {t('alarms.flood', { count: FLOOD })}
      </text>
      <text x="0" y={HEIGHT + 14} className="ax">
        {buckets[0] && shortTime(buckets[0].from)}
      </text>
      <text x={width - 52} y={HEIGHT + 14} textAnchor="end" className="ax">
        {buckets.length > 0 && shortTime(Date.parse(buckets.at(-1)!.from) + 600_000)}
      </text>
    </svg>
  )
}
