import type { AnalyticsOverview, ProcessChart } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { CellMark, Origin } from '../ui/TrustMark.tsx'
import { shownIn } from '../ui/units.ts'
import { AgreementPanel } from './AgreementPanel.tsx'
import './analytics.css'
import { BrushedPanel } from './BrushedPanel.tsx'
import type { Span } from './brush.ts'
import { CharacteristicList } from './CharacteristicList.tsx'
import { CorrelationPanel } from './CorrelationPanel.tsx'
import { DefectMapPanel } from './DefectMapPanel.tsx'
import { HistogramPanel } from './HistogramPanel.tsx'
import { chartInUnits } from './in-units.ts'
import { ScatterPanel } from './ScatterPanel.tsx'
import { SpectraPanel } from './SpectraPanel.tsx'
import { TrendPanel } from './TrendPanel.tsx'
import { DEFAULT_HOURS, useAnalytics, useAnalyticsSearch } from './use-analytics.ts'

const HOURS = [8, 24, 168, 720] as const

/** One characteristic at a time as a run and as a distribution, then how all of them hang together. */
export function AnalyticsPage() {
  const { search, change } = useAnalyticsSearch()
  const overview = useAnalytics<AnalyticsOverview>('')
  const characteristics = overview.data?.characteristics ?? []
  const chosen = characteristics.find(({ id }) => id === search.characteristic) ?? mostTelling(characteristics)
  const process = useAnalytics<ProcessChart>(
    '/process',
    { characteristic: chosen?.id },
    chosen !== undefined,
    chartInUnits,
  )
  const { of, back } = shownIn(chosen ?? { unit: '' })
  const { since, until, low, high } = search
  const time: Span | undefined = since && until ? [Date.parse(since), Date.parse(until)] : undefined
  const value: Span | undefined = low !== undefined && high !== undefined ? [low, high] : undefined
  const brushTime = (brush: Span | undefined) =>
    change({
      characteristic: chosen?.id,
      since: brush && new Date(brush[0]).toISOString(),
      until: brush && new Date(brush[1]).toISOString(),
    })
  const brushValue = (brush: Span | undefined) =>
    change({ characteristic: chosen?.id, low: brush?.[0], high: brush?.[1] })

  return (
    <main className="analytics">
      <CharacteristicList
        of={overview}
        chosen={chosen?.id}
        choose={(characteristic) => change({ characteristic, low: undefined, high: undefined })}
      />
      <div className="charts-grid">
        <Head overview={overview.data} />
        <TrendPanel of={process} brush={time} onBrush={brushTime} />
        <HistogramPanel
          of={process}
          brush={value && [of(value[0]), of(value[1])]}
          onBrush={(brush) => brushValue(brush && [back(brush[0]), back(brush[1])])}
        />
        <BrushedPanel characteristic={chosen} time={time} value={value} />
        <CorrelationPanel
          overview={overview.data}
          chosen={chosen?.id}
          choose={(characteristic, against) => change({ characteristic, against, low: undefined, high: undefined })}
        />
        <ScatterPanel
          overview={overview.data}
          x={chosen?.id}
          y={search.against}
          choose={(against) => change({ characteristic: chosen?.id, against })}
        />
        <DefectMapPanel overview={overview.data} />
        <SpectraPanel />
        <AgreementPanel />
      </div>
    </main>
  )
}

/** What fails most; else the first that is measured. */
function mostTelling(characteristics: AnalyticsOverview['characteristics']) {
  const worst = characteristics.toSorted((a, b) => b.nonconforming - a.nonconforming)[0]
  return worst && worst.nonconforming > 0 ? worst : (characteristics.find(({ kind }) => kind === 'measure') ?? worst)
}

function Head({ overview }: { overview: AnalyticsOverview | undefined }) {
  const { t } = useTranslation()
  const { search, change } = useAnalyticsSearch()
  const exact = search.from !== undefined && search.to !== undefined
  return (
    <header className="head">
      <h1>{t('analytics.title')}</h1>
      <fieldset className="seg" aria-label={t('analytics.window')}>
        {HOURS.map((hours) => {
          const on = !exact && (search.hours ?? DEFAULT_HOURS) === hours
          return (
            <button
              key={hours}
              type="button"
              className={on ? 'btn on' : 'btn'}
              aria-pressed={on}
              onClick={() => change({ hours, from: undefined, to: undefined, since: undefined, until: undefined })}
            >
              {hours < 48 ? t('analytics.hours', { count: hours }) : t('analytics.days', { count: hours / 24 })}
            </button>
          )
        })}
      </fieldset>
      {exact && (
        <button type="button" className="btn" onClick={() => change({ from: undefined, to: undefined })}>
          {t('analytics.leaveExact')}
        </button>
      )}
      {search.since && search.until && (
        <button
          type="button"
          className="btn"
          onClick={() => change({ from: search.since, to: search.until, since: undefined, until: undefined })}
        >
          {t('analytics.zoom')}
        </button>
      )}
      {overview && (
        <span className="mid">
          {t('analytics.cycles', { count: overview.cycles })}
          {overview.recipe && ` · ${t('analytics.recipe', { recipe: overview.recipe })}`}
        </span>
      )}
      {overview && <Origin simulated={overview.simulated} replayed={overview.replayed} />}
      <CellMark />
    </header>
  )
}
