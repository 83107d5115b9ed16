/** What a station knows of itself: how far to trust it, what it found last, what it measures with, what is wrong with it. */
import type { CellDefinition, CellTwin, Station } from '@celltwin/contracts'
import { expectedOf, gaugeStates } from '@celltwin/twin'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { kindTitle } from '../evidence/kinds.ts'
import { useCell, useSpeed } from '../twin/hooks.ts'
import { trustOf } from '../twin/trust.ts'
import { dayTime, duration, minutes, number, signed, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useKeys } from '../ui/keys.tsx'
import { lookOfCycle, lookOfResult, State } from '../ui/State.tsx'
import { Origin, TrustMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'
import { markOf } from './LastParts.tsx'
import { type StationLook, sourceOf } from './looks.ts'
import { RackThere } from './RackThere.tsx'
import { runningCycle } from './scene/shown.ts'
import { moduleSays, stationSays } from './status.ts'
import { useShownNow } from './use-shown-now.ts'

interface Props {
  readonly definition: CellDefinition
  readonly twin: CellTwin
  readonly station: Station
  readonly look: StationLook | undefined
  readonly onClose: () => void
}

export function StationDrawer({ definition, twin, station, look, onClose }: Props) {
  const { t } = useTranslation()
  const told = useTold()
  const now = useShownNow(1000)
  const speed = useSpeed()
  const box = useRef<HTMLElement>(null)
  useKeys(t('cell.station'), [{ keys: 'Escape', label: t('frame.close'), run: onClose }])
  useEffect(() => box.current?.focus(), [station.id])
  const source = sourceOf(definition, station)
  return (
    <aside className="p drawer" ref={box} tabIndex={-1} aria-label={told(station.title)}>
      <header>
        <h2>{told(station.title)}</h2>
        <TrustMark trust={look?.trust ?? 'stale'} words="shown" />
        <button type="button" className="btn quiet sq" aria-label={t('frame.close')} onClick={onClose}>
          <Icon name="no" />
        </button>
      </header>
      <div className="body">
        <p className="lead">{stationSays(definition, twin, station, now, speed)}</p>
        {look?.trust === 'stale' && <p className="stale">{t('trust.why.stale')}</p>}
        {source && <SourceFacts source={source} twin={twin} now={now} />}
        {station.module && definition.modules[station.module] && (
          <ModuleFacts definition={definition} twin={twin} module={station.module} now={now} speed={speed} />
        )}
        {station.kind === 'rack' ? (
          <RackThere definition={definition} twin={twin} />
        ) : (
          <PartsThere twin={twin} station={station} now={now} />
        )}
        {source && <FaultsThere source={source} />}
      </div>
    </aside>
  )
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function SourceFacts({ source, twin, now }: { source: string; twin: CellTwin; now: number }) {
  const { t } = useTranslation()
  const known = useCell(({ telemetry, delays, presence }) => ({ telemetry, delays, presence }))
  const trust = trustOf(twin, known, now).sources.find((entry) => entry.source === source)
  const facts = twin.sources[source]
  const versions = Object.entries(facts?.presence?.value.versions ?? known.presence[source]?.versions ?? {})
  if (!trust || !facts) return <p className="dim">{t('overview.silent')}</p>
  return (
    <Facts title={t('cell.drawer.source', { source: words(source) })}>
      <dl className="kv">
        <dt>{t('cell.drawer.presence')}</dt>
        <dd className={trust.online ? '' : 'stale'}>
          {words(trust.online ? (trust.readiness ?? 'ready') : 'offline')}
        </dd>
        <dt>{t('cell.drawer.heard')}</dt>
        <dd>{trust.ageMs === undefined ? '–' : t('cell.drawer.ago', { time: duration(trust.ageMs) })}</dd>
        <dt>{t('cell.drawer.clock')}</dt>
        <dd>{trust.skewMs === undefined ? '–' : `${signed(trust.skewMs)} ms`}</dd>
        <dt>{t('cell.drawer.events')}</dt>
        <dd>
          {number(facts.events)}
          {facts.last && ` · ${t('cell.drawer.place', { epoch: facts.last.epoch, seq: number(facts.last.seq) })}`}
          {trust.gaps > 0 && <b> · {t('frame.missing', { count: trust.gaps })}</b>}
          {trust.backlog > 0 && ` · ${t('frame.waits', { count: trust.backlog })}`}
        </dd>
        <dt>{t('cell.drawer.devices')}</dt>
        <dd>
          {facts.simulated || facts.replayed ? (
            <Origin simulated={facts.simulated} replayed={facts.replayed} />
          ) : (
            t('cell.drawer.real')
          )}
        </dd>
        {versions.map(([name, version]) => (
          <Pair key={name} name={name} value={version} />
        ))}
      </dl>
    </Facts>
  )
}

const Pair = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt>{name}</dt>
    <dd className="mono" title={value}>
      {value.length > 22 ? `${value.slice(0, 20)}…` : value}
    </dd>
  </>
)

function ModuleFacts({
  definition,
  twin,
  module,
  now,
  speed,
}: {
  definition: CellDefinition
  twin: CellTwin
  module: string
  now: number
  speed: number
}) {
  const { t } = useTranslation()
  const told = useTold()
  const owes = definition.modules[module]!
  const running = runningCycle(twin)
  const last = Object.values(twin.cycles)
    .filter((cycle) => cycle.modules[module]?.inspected)
    .sort((a, b) => b.cycleNumber - a.cycleNumber)[0]
  const inspected = last?.modules[module]?.inspected
  const gauge = gaugeStates(twin, now).find((one) => one.module === module)
  const expected = expectedOf(last?.challenge, definition)
  const says = moduleSays(definition, running, module, now, speed)
  return (
    <>
      <Facts title={t('cell.drawer.measures')}>
        <dl className="kv">
          <dt>{t('cell.drawer.gauge')}</dt>
          <dd>{owes.gauge ?? '–'}</dd>
          <dt>{t('cell.drawer.calibration')}</dt>
          <dd>{gauge?.calibration?.id ?? owes.calibration ?? '–'}</dd>
          <dt>{t('cell.drawer.takes')}</dt>
          <dd>{owes.takes.map((take) => kindTitle(take.evidence)).join(', ')}</dd>
          <dt>{t('cell.drawer.now')}</dt>
          <dd>{says.text}</dd>
        </dl>
      </Facts>
      {last && inspected && (
        <Facts title={t('cell.drawer.results')}>
          <p className="sub">
            <Link to="/parts/$serial" params={{ serial: last.serial }}>
              {last.serial}
            </Link>{' '}
            · {dayTime(inspected.at)} · {t('cell.drawer.computed', { ms: number(inspected.computeMs) })}
          </p>
          <table>
            <tbody>
              {inspected.results.map((result) => {
                const { characteristic, value } = result
                const known = definition.recipe.characteristics.find((c) => c.id === characteristic)
                const { text, unit } = shownIn(known ?? { unit: '', decimals: 2 })
                const look = lookOfResult(result, known && expected(known))
                return (
                  <tr key={characteristic} className={look.tone === 'reject' ? 'bad' : ''}>
                    <td>{told(known?.title ?? characteristic)}</td>
                    <td className="r">
                      {value === null ? '–' : text(value)} <span className="u">{unit}</span>
                    </td>
                    <td>
                      <State look={look} />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </Facts>
      )}
    </>
  )
}

const WHERE = { hold: 'hold', bin: 'reject', chute: 'accept' } as const
const LISTED = 8

/** Parts that lie at the station, or the one in work. */
function PartsThere({ twin, station, now }: { twin: CellTwin; station: Station; now: number }) {
  const { t } = useTranslation()
  const told = useTold()
  const where = station.kind in WHERE ? WHERE[station.kind as keyof typeof WHERE] : undefined
  const running = runningCycle(twin)
  const there = where
    ? Object.values(twin.cycles)
        .filter((cycle) => cycle.arrived?.where === where)
        .sort((a, b) => b.cycleNumber - a.cycleNumber)
    : running && !running.arrived
      ? [running]
      : []
  return (
    <Facts title={t(where ? 'cell.drawer.partsHere' : 'cell.drawer.partInWork')}>
      {there.length === 0 && <p className="dim">{t('cell.noLoss')}</p>}
      <ul className="parts">
        {there.slice(0, LISTED).map((cycle) => (
          <li key={cycle.cycleId}>
            <State look={lookOfCycle(cycle)} size={12}>
              <Link to="/parts/$serial" params={{ serial: cycle.serial }}>
                {cycle.serial}
              </Link>
            </State>
            <span className="why">{told(markOf(cycle).reason ?? '')}</span>
            <span className="dim">
              {cycle.arrived?.place !== undefined && `${t('cell.drawer.nest', { n: cycle.arrived.place + 1 })} · `}
              {cycle.arrived && minutes(now - Date.parse(cycle.arrived.at))}
            </span>
          </li>
        ))}
      </ul>
      {there.length > LISTED && <p className="dim">{t('cell.drawer.more', { count: there.length - LISTED })}</p>}
    </Facts>
  )
}

/** Faults in force that concern the source. Simulated cells only. */
function FaultsThere({ source }: { source: string }) {
  const { t } = useTranslation()
  const faults = useCell((state) => state.faults?.items) ?? []
  const here = faults.filter((fault) => fault.source === undefined || fault.source === source)
  if (here.length === 0) return null
  return (
    <Facts title={t('cell.drawer.faults')}>
      <ul className="parts">
        {here.map((fault) => (
          <li key={fault.id}>
            <span className="st sim">
              <Icon name="sim" size={12} /> {words(fault.kind)}
            </span>
            <span className="dim">
              {t('cell.drawer.fault', { severity: number(fault.severity, 1), cycle: fault.fromCycle })}
            </span>
          </li>
        ))}
      </ul>
    </Facts>
  )
}
