import type { CapabilityIndex, ProcessChart } from '@celltwin/contracts'
import { ENOUGH } from '@celltwin/locales'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Answer } from './Answer.tsx'
import type { Span } from './brush.ts'
import { HistogramChart } from './HistogramChart.tsx'
import { useWindowWords, withInterval } from './words.ts'

const HEIGHT = 214

/** How the values are spread between the limits of the drawing and those of the process. */
export function HistogramPanel({
  of,
  brush,
  onBrush,
}: {
  of: UseQueryResult<ProcessChart>
  brush: Span | undefined
  onBrush: (brush: Span | undefined) => void
}) {
  const { t } = useTranslation()
  const windowWords = useWindowWords()
  const chart = of.data
  return (
    <Panel
      className="histp"
      title={t('analytics.distribution')}
      aside={
        chart && [chart.characteristic.unit, windowWords(chart), `n = ${number(chart.n)}`].filter(Boolean).join(' · ')
      }
    >
      <Answer of={of} height={HEIGHT + 60}>
        {(chart) => (
          <div className="in">
            <HistogramChart chart={chart} height={HEIGHT} brush={brush} onBrush={onBrush} />
            <Capability chart={chart} />
          </div>
        )}
      </Answer>
    </Panel>
  )
}

function Capability({
  chart: { capability, n, mean, standardDeviation, skewness, characteristic },
}: {
  chart: ProcessChart
}) {
  const { t } = useTranslation()
  const { normal, ...indices } = capability
  const write = (value: number | null) => (value === null ? '–' : number(value, characteristic.decimals + 1))
  const doubts = [
    ...(n > 0 && n < ENOUGH ? [t('analytics.few', { count: n })] : []),
    ...(normal === false ? [t('analytics.notNormal', { skewness: number(skewness ?? 0, 1) })] : []),
  ]
  return (
    <>
      <dl className="figures">
        {(Object.entries(indices) as [keyof typeof indices, CapabilityIndex | null][]).map(([name, index]) => (
          <div key={name} className={doubts.length > 0 ? 'doubtful' : ''}>
            <dt title={t(`analytics.about.${name}`)}>{name.replace(/^./, (letter) => letter.toUpperCase())}</dt>
            <dd>{index ? withInterval(index) : '–'}</dd>
          </div>
        ))}
        <div>
          <dt>{t('analytics.meanShort')}</dt>
          <dd>{write(mean)}</dd>
        </div>
        <div>
          <dt>s</dt>
          <dd>{write(standardDeviation)}</dd>
        </div>
      </dl>
      <p className="cap">{doubts.length > 0 ? doubts.join(' ') : t('analytics.interval')}</p>
    </>
  )
}
