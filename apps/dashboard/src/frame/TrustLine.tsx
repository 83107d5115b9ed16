import { AlarmEntry } from '../alarms/AlarmEntry.tsx'
import { GaugeTrustEntry } from '../gauges/GaugeTrustEntry.tsx'
import type { Link } from '../twin/cell-store.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { duration, number, signed, time } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { type SourceTrust, trustOf } from './trust.ts'

/** Live or as known; then what each source is worth. Only what is out of bounds turns bold. */
export function TrustLine() {
  const now = useNow(1000)
  const { twin, link, at, telemetry, delays, presence } = useCell((s) => s)
  if (link.state !== 'live') return <NotLive link={link} position={twin?.position} />
  if (!twin) return <div className="trust" role="status" />
  const trust = trustOf(twin, { telemetry, delays, presence }, now)
  return (
    <div className="trust" role="status" aria-live="off">
      <span className="src b">
        <Icon name={at ? 'pause' : 'live'} size={12} />
        {at ? `Paused at ${time(at)}` : 'Live'}
      </span>
      <span>position {number(trust.position)}</span>
      <AlarmEntry />
      <i className="sep" />
      {trust.sources.map((source) => (
        <Source key={source.source} of={source} past={at !== undefined} />
      ))}
      <i className="sep" />
      <Count name="gaps" n={trust.gaps} bad={trust.gaps > 0} />
      {!at && <Count name="backlog" n={trust.backlog} bad={trust.backlogHigh} />}
      {!at && <Count name="evidence on its way" n={trust.onTheWay} />}
      <GaugeTrustEntry twin={twin} now={now} />
      <span className="grow" />
      {twin.occurredAt && <span className="dim wide">newest event {time(twin.occurredAt)}</span>}
    </div>
  )
}

function Source({ of: { source, ageMs, skewMs, trouble, progress }, past }: { of: SourceTrust; past: boolean }) {
  if (trouble)
    return (
      <span className="src b" title={`${source}: ${trouble}`}>
        <Icon name="warn" size={12} />
        {source} {trouble === 'clock skew' ? `skew ${signed(skewMs ?? 0)} ms` : trouble}
        {trouble === 'quiet' && ageMs !== undefined && ` for ${duration(ageMs)}`}
        {progress !== undefined && progress < 1 && trouble !== 'offline' && ` ${Math.round(progress * 100)} %`}
      </span>
    )
  return (
    <span
      className="src"
      title={`${source}: age of its newest message${skewMs === undefined ? '' : ', and its clock against the server’s, from the least delay of its last messages'}`}
    >
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
              Connecting for {duration(waited)}
            </span>
            <span>nothing is known of this cell yet</span>
          </>
        )}
      </div>
    )
  return (
    <div className="trust off" role="status">
      <span className="src b">
        <Icon name="hold" size={12} />
        Not connected for {duration(waited)}
      </span>
      <span>
        showing {time(link.shownAt)}
        {position !== undefined && `, position ${number(position)}`}
      </span>
      <span>{link.reason ?? 'tries again by itself'}</span>
      <span className="grow" />
      <span>the cell goes on without this page</span>
    </div>
  )
}
