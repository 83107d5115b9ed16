import { useTranslation } from 'react-i18next'
import { AlarmEntry } from '../alarms/AlarmEntry.tsx'
import { GaugeTrustEntry } from '../gauges/GaugeTrustEntry.tsx'
import type { Link } from '../twin/cell-store.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { OF_THE_PAST, type SourceTrust, trustOf } from '../twin/trust.ts'
import { dayTime, duration, number, signed, time } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'

/** Live or as it was; then what each source is worth. Only what is out of bounds turns bold. */
export function TrustLine() {
  const { t } = useTranslation()
  const now = useNow(1000)
  const { twin, link, at, replay, telemetry, delays, presence } = useCell((s) => s)
  const past = at !== undefined
  if (link.state !== 'live' && !past) return <NotLive link={link} position={twin?.position} />
  if (!twin) return <div className="trust" role="status" />
  const trust = trustOf(twin, past ? OF_THE_PAST : { telemetry, delays, presence }, now)
  const shownAt = dayTime(new Date(now).toISOString())
  return (
    <div className={past ? 'trust past' : 'trust'} role="status" aria-live="off">
      <span className="src b">
        <Icon name={replay ? 'replay' : past ? 'pause' : 'live'} size={12} />
        {replay
          ? t('time.playingAt', { rate: replay.rate, at: shownAt })
          : past
            ? t('time.pausedAt', { at: shownAt })
            : t('time.liveButton')}
      </span>
      <div className="fit">
        {trust.sources.toSorted(troubledFirst).map((source) => (
          <Source key={source.source} of={source} past={past} />
        ))}
        <GaugeTrustEntry twin={twin} now={now} />
        <i className="sep" />
        <Count name={t('frame.gaps')} n={trust.gaps} bad={trust.gaps > 0} />
        {!past && <Count name={t('frame.backlog')} n={trust.backlog} bad={trust.backlogHigh} />}
        {!past && <Count name={t('frame.onTheWay')} n={trust.onTheWay} />}
        <i className="sep" />
        <span>{t('frame.position', { position: number(trust.position) })}</span>
        {twin.occurredAt && <span className="dim">{t('frame.newest', { at: time(twin.occurredAt) })}</span>}
      </div>
      <AlarmEntry />
    </div>
  )
}

const troubledFirst = (a: SourceTrust, b: SourceTrust): number =>
  Number(b.trouble !== undefined) - Number(a.trouble !== undefined)

function Source({ of, past }: { of: SourceTrust; past: boolean }) {
  const { t } = useTranslation()
  const source = useTold()(of.source)
  const { ageMs, skewMs, trouble, progress, gaps, backlog } = of
  const says = [
    source,
    ageMs !== undefined && t('frame.age', { age: duration(ageMs) }),
    skewMs !== undefined && t('frame.skew', { ms: signed(skewMs) }),
    t('frame.missing', { count: gaps }),
    !past && t('frame.waits', { count: backlog }),
  ]
    .filter(Boolean)
    .join(' · ')
  // A source may have had nothing to tell; that it was alive it says beside the journal.
  if (trouble && !(past && trouble === 'quiet')) {
    const word = t(`frame.trouble.${trouble}` as 'frame.trouble.offline', {
      defaultValue: trouble.replaceAll('-', ' '),
      ms: signed(skewMs ?? 0),
    })
    return (
      <span className="src b" title={says}>
        <Icon name="warn" size={12} />
        {source} {word}
        {trouble === 'quiet' && ageMs !== undefined && ` ${duration(ageMs)}`}
        {progress !== undefined && progress < 1 && trouble !== 'offline' && ` ${Math.round(progress * 100)} %`}
      </span>
    )
  }
  return (
    <span className="src" title={says}>
      <span className="dim">{source}</span>
      {!past && ageMs !== undefined && duration(ageMs)}
      {!past && skewMs !== undefined && <span className="dim">{signed(skewMs)} ms</span>}
    </span>
  )
}

const Count = ({ name, n, bad = false }: { name: string; n: number; bad?: boolean }) => (
  <span className={bad ? 'b src' : ''}>
    {bad && <Icon name="warn" size={12} />}
    {name} <b>{number(n)}</b>
  </span>
)

function NotLive({ link, position }: { link: Exclude<Link, { state: 'live' }>; position: number | undefined }) {
  const { t } = useTranslation()
  const { offsetMs } = useCell(({ offsetMs }) => ({ offsetMs }))
  useNow(1000)
  const waited = Date.now() + offsetMs - link.since
  if (link.state === 'connecting')
    return (
      <div className="trust" role="status">
        {waited > 1500 && (
          <>
            <span className="src b">
              <Icon name="run" size={12} />
              {t('frame.connecting', { duration: duration(waited) })}
            </span>
            <span>{t('frame.nothingYet')}</span>
          </>
        )}
      </div>
    )
  return (
    <div className="trust off" role="status">
      <span className="src b">
        <Icon name="hold" size={12} />
        {t('frame.notConnected', { duration: duration(waited) })}
      </span>
      <span>
        {t('frame.showing', { at: time(link.shownAt) })}
        {position !== undefined && `, ${t('frame.position', { position: number(position) })}`}
      </span>
      <span>{link.reason ?? t('frame.retries')}</span>
      <span className="grow" />
      <span>{t('frame.cellGoesOn')}</span>
    </div>
  )
}
