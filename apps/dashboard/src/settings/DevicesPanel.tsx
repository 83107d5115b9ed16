import type { CellTwin } from '@celltwin/contracts'
import { modelSlot } from '@celltwin/twin'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CellState } from '../twin/cell-store.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { type SourceTrust, trustOf } from '../twin/trust.ts'
import { Empty } from '../ui/Condition.tsx'
import { duration, number, shortHash, signed } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { type Device, devicesOf, urgency } from './devices.ts'
import './devices.css'

type Known = { readonly twin: CellTwin } & Pick<CellState, 'telemetry' | 'presence'>

/** Every device with what runs in it: whether it is ready and why not, what waits there, what it runs; the troubled first. */
export function DevicesPanel() {
  const { t } = useTranslation()
  const now = useNow(1000)
  const { live, telemetry, delays, presence } = useCell((state) => ({
    live: state.live,
    telemetry: state.telemetry,
    delays: state.delays,
    presence: state.presence,
  }))
  const inForce = live?.definition?.value
  const sources = live ? trustOf(live, { telemetry, delays, presence }, now).sources : []
  const ageOf = (source: string) => telemetry[source]?.values.backlogAgeMs
  const devices = devicesOf(inForce?.definition.agents ?? {}, sources, ageOf)
  const runs = inForce && `${inForce.definition.recipe.id} v${inForce.definition.recipe.version}`
  return (
    <Panel
      title={t('settings.devices')}
      sub={live && <Verdict sources={sources} ageOf={ageOf} />}
      aside={inForce && t('settings.underRecipe', { recipe: runs, description: shortHash(inForce.hash) })}
      className="whole devices"
    >
      {!live || sources.length === 0 ? (
        <Empty>{t('settings.noAgents')}</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('settings.agent')}</th>
              <th>{t('settings.state')}</th>
              <th className="r">{t('settings.lastHeard')}</th>
              <th className="r">{t('settings.backlog')}</th>
              <th className="r">{t('settings.evidence')}</th>
              <th className="r">{t('settings.skew')}</th>
              <th className="r">{t('settings.gaps')}</th>
              <th className="r" title={t('settings.agentsAside')}>
                {t('settings.stream')}
              </th>
              <th>{t('settings.model')}</th>
            </tr>
          </thead>
          {devices.map((device) => (
            <DeviceRows key={device.agent} device={device} known={{ twin: live, telemetry, presence }} />
          ))}
        </table>
      )}
    </Panel>
  )
}

/** The answer before the rows. */
function Verdict({
  sources,
  ageOf,
}: {
  sources: readonly SourceTrust[]
  ageOf: (source: string) => number | undefined
}) {
  const { t } = useTranslation()
  const troubled = sources.filter((one) => urgency(one, ageOf(one.source)) > 0).length
  return (
    <span className={troubled > 0 ? 'st none b' : 'st'}>
      <Icon name={troubled > 0 ? 'warn' : 'ok'} size={12} />
      {troubled > 0 ? t('settings.troubled', { count: troubled }) : t('settings.allWell')}
    </span>
  )
}

function DeviceRows({ device: { agent, sources }, known }: { device: Device; known: Known }) {
  const { t } = useTranslation()
  const [{ source: first } = { source: agent }] = sources
  const versions = known.presence[first]?.versions ?? known.twin.sources[first]?.presence?.value.versions ?? {}
  const memoryMb = known.telemetry[first]?.values.rssMb
  const said = [
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
    ...(memoryMb === undefined ? [] : [t('settings.memory', { mb: number(memoryMb) })]),
  ]
  return (
    <tbody>
      <tr className="gh">
        <th scope="rowgroup">{agent}</th>
        <th colSpan={8} className="r">
          {said.join(' · ')}
        </th>
      </tr>
      {sources.map((source) => (
        <SourceRow key={source.source} of={source} known={known} />
      ))}
    </tbody>
  )
}

function SourceRow({ of, known: { twin, telemetry, presence } }: { of: SourceTrust; known: Known }) {
  const { t } = useTranslation()
  const told = useTold()
  const { source, ageMs, skewMs, gaps, trouble } = of
  const { last, events = 0 } = twin.sources[source] ?? {}
  const { backlogEvents, backlogAgeMs, evidenceOnItsWay } = telemetry[source]?.values ?? {}
  const slot = modelSlot(twin, source)
  const model = slot.running?.value.model
  const backend = slot.ready?.value.model.digest === model?.digest ? slot.ready?.value.backend : undefined
  const waits = backlogEvents !== undefined && backlogEvents > 0
  return (
    <tr className={urgency(of, backlogAgeMs) > 2 ? 'bad' : ''}>
      <td className="b">
        <Link to="/alarms" search={{ q: `source:${source}` }} title={t('settings.alarmsOf', { source: told(source) })}>
          {told(source)}
        </Link>
      </td>
      <td className="why">
        <State of={of} detail={presence[source]?.detail} />
      </td>
      <td className={trouble === 'quiet' || trouble === 'offline' ? 'r b' : 'r mid'}>
        {ageMs === undefined ? '–' : duration(ageMs)}
      </td>
      <td className={waits ? 'r' : 'r mid'}>
        {backlogEvents === undefined ? '–' : number(backlogEvents)}
        {waits && backlogAgeMs !== undefined && <p className="cap">{duration(backlogAgeMs)}</p>}
      </td>
      <td className="r mid">{evidenceOnItsWay === undefined ? '–' : number(evidenceOnItsWay)}</td>
      <td className={trouble === 'clock-skew' ? 'r b' : 'r mid'}>
        {skewMs === undefined ? '–' : `${signed(skewMs)} ms`}
      </td>
      <td className={gaps > 0 ? 'r b' : 'r mid'}>{number(gaps)}</td>
      <td className="r mid" title={t('settings.eventsOf', { count: events, n: number(events) })}>
        {last ? `${last.epoch} · ${number(last.seq)}` : '–'}
      </td>
      <td className="mid" title={model?.digest}>
        {model ? `${model.name} ${model.version}` : '–'}
        {backend && <p className="cap">{backend}</p>}
      </td>
    </tr>
  )
}

/** Its state, and in one line why and what to do about it. */
function State({ of, detail }: { of: SourceTrust; detail: string | undefined }) {
  const { t } = useTranslation()
  const told = useTold()
  const { online, readiness, progress, trouble, gaps } = of
  const state = !online ? 'offline' : trouble === 'quiet' ? 'quiet' : (readiness ?? 'ready')
  const why = [
    ...(detail && (readiness || !online) ? [told(detail)] : []),
    ...(trouble === 'offline' || trouble === 'quiet' || trouble === 'failed' || trouble === 'clock-skew'
      ? [t(`settings.doAbout.${trouble}`)]
      : []),
    ...(gaps > 0 ? [t('settings.doAbout.gaps')] : []),
  ]
  return (
    <>
      <span className={trouble ? 'st none b' : 'st'}>
        <Icon name={trouble ? (online ? 'warn' : 'stale') : 'ok'} size={12} />
        {t(`settings.readiness.${state}` as 'settings.readiness.ready')}
        {progress !== undefined && readiness && ` ${number(100 * progress)} %`}
      </span>
      {why.length > 0 && <p className="cap">{why.join(' ')}</p>}
    </>
  )
}
