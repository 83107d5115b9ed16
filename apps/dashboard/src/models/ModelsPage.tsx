import type { ModelMetrics, ModelSummary, ProfileRecord } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../frame/cells.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { bytes, dayTime, shortHash } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { modelsApi } from './api.ts'
import { ModelCard } from './ModelCard.tsx'
import './models.css'
import { ProfilePlots } from './ProfilePlots.tsx'
import { RolloutsPanel } from './RolloutsPanel.tsx'
import { SlotsPanel } from './SlotsPanel.tsx'

/** Which model each module runs and tries, how roll-outs go, and what each package states of itself. */
export function ModelsPage() {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const { data, error, refetch } = useQuery({
    queryKey: ['models'],
    queryFn: modelsApi.list,
    refetchInterval: 10_000,
  })
  const [chosen, choose] = useState<string>()
  const digest = chosen ?? data?.[0]?.digest
  return (
    <main className="models">
      <h1 className="sr">{t('models.title')}</h1>
      {cell && <SlotsPanel cell={cell} packages={data ?? []} />}
      <RolloutsPanel />
      <Panel title={t('models.packages')} aside={t('models.packagesAside')} className="whole">
        {error ? (
          <div className="in">
            <Problem error={error} what={t('models.notRead')} retry={() => refetch()} />
          </div>
        ) : !data ? (
          <Skeleton rows={3} />
        ) : data.length === 0 ? (
          <p className="empty">{t('models.none')}</p>
        ) : (
          <PackageTable packages={data} chosen={digest} choose={choose} />
        )}
      </Panel>
      {digest && <Package key={digest} digest={digest} />}
    </main>
  )
}

function PackageTable({
  packages,
  chosen,
  choose,
}: {
  packages: readonly ModelSummary[]
  chosen: string | undefined
  choose: (digest: string) => void
}) {
  const { t } = useTranslation()
  return (
    <table>
      <thead>
        <tr>
          <th>{t('models.package')}</th>
          <th>{t('models.digest')}</th>
          <th>{t('models.signature')}</th>
          <th>{t('models.gate')}</th>
          <th>{t('models.registered')}</th>
          <th className="r">{t('models.size')}</th>
        </tr>
      </thead>
      <tbody>
        {packages.map(({ digest, name, version, signedBy, gate, registeredAt, registeredBy, bytes: size }) => (
          <tr key={digest} aria-selected={digest === chosen}>
            <td className="b">
              <button type="button" className="asrow" onClick={() => choose(digest)}>
                {name} {version}
              </button>
            </td>
            <td className="mono" title={digest}>
              {shortHash(digest)}
            </td>
            <td>
              <span className={signedBy ? 'st' : 'st hold'}>
                <Icon name={signedBy ? 'ok' : 'warn'} size={12} />
                {signedBy ?? t('models.unsigned')}
              </span>
            </td>
            <td className="wrap" title={gate.text}>
              <span className={gate.refusals.length > 0 ? 'st hold' : 'st'}>
                <Icon name={gate.refusals.length > 0 ? 'warn' : 'ok'} size={12} />
                {gate.text}
              </span>
            </td>
            <td className="mid">{t('models.registeredBy', { at: dayTime(registeredAt), by: registeredBy })}</td>
            <td className="r mid">{bytes(size)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What the package holds for people: figures and curves, profile, card. */
function Package({ digest }: { digest: string }) {
  const { t } = useTranslation()
  const { data } = useQuery({ queryKey: ['models', digest], queryFn: () => modelsApi.detail(digest) })
  if (!data) return <Skeleton rows={6} />
  const metrics = data.metrics as ModelMetrics | null
  const profile = data.profile as ProfileRecord | null
  return (
    <div className="whole package">
      {metrics && <ModelCard name={data.name} version={data.version} metrics={metrics} />}
      {profile && <ProfilePlots record={profile} />}
      {data.card && (
        <Panel title={t('models.card')} aside={t('models.cardAside')}>
          <pre className="in card">{data.card}</pre>
        </Panel>
      )}
    </div>
  )
}
