import { columnValues, type PassportCycle } from '@celltwin/contracts'
import type { StatedSample } from '@celltwin/twin'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { fullScaleOf, Sound } from '../../evidence/Sound.tsx'
import { useSeries } from '../../evidence/use-series.ts'
import { Chart } from '../../ui/Chart.tsx'
import { number } from '../../ui/format.ts'
import { Panel } from '../../ui/Panel.tsx'
import { extent } from '../../ui/scale.ts'
import { useTold } from '../../ui/told.ts'
import type { Step } from '../steps.ts'
import { ExpiredSamples } from './ExpiredSamples.tsx'
import { SampleCaption } from './SampleCaption.tsx'
import { SignSample } from './SignSample.tsx'
import { useSamples } from './use-samples.ts'

type Evidence = PassportCycle['evidence'][number]

/** The limit sample of a recording under the part's own: at the same scale to the eye and as loud to the ear. */
export function HeardSamples({ step, cycle, evidence }: { step: Step; cycle: PassportCycle; evidence: Evidence }) {
  const told = useTold()
  const about = useMemo(() => new Set(step.rows.map(({ characteristic }) => characteristic.id)), [step])
  const { good, expired } = useSamples(about, evidence.kind)
  const titleOf = (id: string) =>
    told(step.rows.find(({ characteristic }) => characteristic.id === id)?.characteristic.title ?? id)
  const first = step.rows[0]?.characteristic
  return (
    <>
      {good.map((sample) => (
        <Heard key={sample.sampleId} sample={sample} own={evidence} />
      ))}
      <ExpiredSamples samples={expired} titleOf={titleOf} />
      {first && evidence.stored && (
        <SignSample
          of={{ characteristic: first.id, cycleId: cycle.cycleId, sha256: evidence.sha256 }}
          title={titleOf(first.id)}
        />
      )}
    </>
  )
}

function Heard({ sample, own }: { sample: StatedSample; own: Evidence }) {
  const { t } = useTranslation()
  const series = useSeries({ ...sample.evidence, stored: true }).data
  const ownSeries = useSeries(own).data
  const column = series?.columns[0]
  const samples = useMemo(() => (series && column ? columnValues(series, column.name) : undefined), [series, column])
  const ownSamples = useMemo(
    () => (ownSeries?.columns[0] ? columnValues(ownSeries, ownSeries.columns[0].name) : undefined),
    [ownSeries],
  )
  if (!series || !samples) return null
  const rate = Number(series.meta.sampleRateHz)
  const seconds = samples.length / rate
  return (
    <Panel
      title={t(`review.sample.title_${sample.kind}`)}
      aside={`${column?.unit ?? ''} · ${number(rate / 1000, 1)} kHz, ${number(seconds, 1)} s`}
      className="heard"
    >
      <div className="charts">
        <Sound samples={samples} rate={rate} fullScale={ownSamples && fullScaleOf(ownSamples)} keys={false}>
          <Chart
            label={t(`review.sample.title_${sample.kind}`)}
            height={130}
            x={[0, seconds]}
            y={extent(ownSamples ?? samples)}
            xUnit="s"
            lines={[{ key: 'a', length: samples.length, x: (i) => i / rate, y: samples }]}
          />
        </Sound>
      </div>
      <p className="in caption">
        <SampleCaption sample={sample} />
      </p>
    </Panel>
  )
}
