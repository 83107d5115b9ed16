import type { CellTwin } from '@celltwin/contracts'
import { modelSlot } from '@celltwin/twin'
import { useTranslation } from 'react-i18next'
import type { CellState } from '../twin/cell-store.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { type SourceTrust, trustOf } from '../twin/trust.ts'
import { Empty } from '../ui/Condition.tsx'
import { duration, number, signed } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'

/** Who tells us what we know: readiness, what waits at its edge, its clock, its stream, models and versions. */
export function SourcesPanel() {
  const { t } = useTranslation()
  const now = useNow(1000)
  const { live, telemetry, delays, presence } = useCell((state) => ({
    live: state.live,
    telemetry: state.telemetry,
    delays: state.delays,
    presence: state.presence,
  }))
  const sources = live ? trustOf(live, { telemetry, delays, presence }, now).sources : []
  return (
    <Panel title={t('settings.agents')} aside={t('settings.agentsAside')} className="whole agents">
      {!live || sources.length === 0 ? (
        <Empty>{t('settings.noAgents')}</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('settings.agent')}</th>
              <th>{t('settings.state')}</th>
              <th className="r">{t('settings.lastHeard')}</th>
              <th className="r">{t('settings.events')}</th>
              <th className="r">{t('settings.stream')}</th>
              <th className="r">{t('settings.backlog')}</th>
              <th className="r">{t('settings.evidence')}</th>
              <th className="r">{t('settings.skew')}</th>
              <th className="r">{t('settings.gaps')}</th>
              <th>{t('settings.model')}</th>
              <th>{t('settings.versionsOf')}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <SourceRow key={source.source} of={source} twin={live} telemetry={telemetry} presence={presence} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function SourceRow({
  of: { source, online, readiness, progress, ageMs, skewMs, gaps, trouble },
  twin,
  telemetry,
  presence,
}: { of: SourceTrust; twin: CellTwin } & Pick<CellState, 'telemetry' | 'presence'>) {
  const { t } = useTranslation()
  const { last, events = 0, presence: told } = twin.sources[source] ?? {}
  const values = telemetry[source]?.values
  const model = modelSlot(twin, source).running?.value.model
  const detail = presence[source]?.detail
  const state = !online ? 'offline' : (readiness ?? 'ready')
  return (
    <tr>
      <td className="b">{source}</td>
      <td>
        <span className={trouble ? 'st none' : 'st'} title={detail}>
          <Icon name={online ? 'live' : 'stale'} size={12} />
          {t(`settings.readiness.${state}` as 'settings.readiness.ready')}
          {progress !== undefined && readiness && ` ${number(100 * progress)} %`}
          {readiness && detail && <span className="dim">{detail}</span>}
        </span>
      </td>
      <td className="r mid">{ageMs === undefined ? '–' : duration(ageMs)}</td>
      <td className="r">{number(events)}</td>
      <td className="r mid">{last ? `${last.epoch} · ${number(last.seq)}` : '–'}</td>
      <td className="r">{values?.backlogEvents === undefined ? '–' : number(values.backlogEvents)}</td>
      <td className="r">{values?.evidenceOnItsWay === undefined ? '–' : number(values.evidenceOnItsWay)}</td>
      <td className={trouble === 'clock-skew' ? 'r b' : 'r mid'}>
        {skewMs === undefined ? '–' : `${signed(skewMs)} ms`}
      </td>
      <td className={gaps > 0 ? 'r b' : 'r mid'}>{number(gaps)}</td>
      <td className="mid" title={model?.digest}>
        {model ? `${model.name} ${model.version}` : '–'}
      </td>
      <td className="mid">
        {Object.entries(presence[source]?.versions ?? told?.value.versions ?? {})
          .map(([name, version]) => `${name} ${version}`)
          .join(', ')}
      </td>
    </tr>
  )
}
