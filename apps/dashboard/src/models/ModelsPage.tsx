import type { ModelMetrics, ProfileRecord } from '@celltwin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../frame/cells.ts'
import { useCell } from '../twin/hooks.ts'
import { Problem, Skeleton } from '../ui/Condition.tsx'
import { Panel } from '../ui/Panel.tsx'
import { modelsApi } from './api.ts'
import { ModelCard } from './ModelCard.tsx'
import './models.css'
import { PackageTable } from './PackagesPanel.tsx'
import { ProfilePlots } from './ProfilePlots.tsx'
import { RolloutsPanel } from './RolloutsPanel.tsx'
import { SlotsPanel } from './SlotsPanel.tsx'

/** Which model each module runs and tries, how roll-outs go, and what each package states of itself. */
export function ModelsPage() {
  const { t } = useTranslation()
  const cell = useChosenCell()
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'of', cell],
    queryFn: () => modelsApi.list(cell),
    refetchInterval: 10_000,
  })
  const [chosen, choose] = useState<string>()
  const slots = Object.values(useCell(({ live }) => live?.models ?? {}))
  // What the cell really runs comes first.
  const runs = (digest: string) => slots.some(({ running }) => running?.value.model.digest === digest)
  const digest = chosen ?? (data?.find((each) => runs(each.digest)) ?? data?.[0])?.digest
  return (
    <main className="models">
      <h1 className="sr">{t('models.title')}</h1>
      {cell && <SlotsPanel cell={cell} packages={data ?? []} choose={choose} />}
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
