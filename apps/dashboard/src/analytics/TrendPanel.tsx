import type { ProcessChart } from '@celltwin/contracts'
import { ENOUGH } from '@celltwin/locales'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { Answer } from './Answer.tsx'
import type { Span } from './brush.ts'
import { TrendChart } from './TrendChart.tsx'
import { useClock, useWindowWords } from './words.ts'

const HEIGHT = 232
const ROWS = 50

/** The run of the values, one sentence above it. */
export function TrendPanel({
  of,
  brush,
  onBrush,
}: {
  of: UseQueryResult<ProcessChart>
  brush: Span | undefined
  onBrush: (brush: Span | undefined) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const windowWords = useWindowWords()
  const chart = of.data
  return (
    <Panel
      className="trendp"
      title={chart ? told(chart.characteristic.title) : t('analytics.trend')}
      aside={
        chart &&
        [
          chart.characteristic.unit,
          chart.size > 1 ? t('analytics.ofEach', { count: chart.size }) : t('analytics.everyValue'),
          windowWords(chart),
          `n = ${number(chart.n)}`,
        ]
          .filter(Boolean)
          .join(' · ')
      }
    >
      <Answer of={of} height={HEIGHT + 30}>
        {(chart) => (
          <div className="in">
            <Sentence chart={chart} />
            <TrendChart chart={chart} height={HEIGHT} brush={brush} onBrush={onBrush} />
            <TrendTable chart={chart} />
          </div>
        )}
      </Answer>
    </Panel>
  )
}

/** What the chart says, before one looks at it. */
function Sentence({ chart }: { chart: ProcessChart }) {
  const { t } = useTranslation()
  const { n, missing, belowLower, aboveUpper, control } = chart
  if (n === 0) return <p className="said">{t('analytics.noValues', { count: missing })}</p>
  const beyond = control?.signals.filter(({ rules }) => rules.includes('beyond-limits')).length ?? 0
  const runs = (control?.signals.length ?? 0) - beyond
  const said = [
    t('analytics.outside', { count: belowLower + aboveUpper }),
    control
      ? beyond + runs > 0
        ? t('analytics.signals', { count: beyond, runs })
        : t('analytics.inControl')
      : t('analytics.noControl'),
    ...(missing > 0 ? [t('analytics.missing', { count: missing })] : []),
    ...(n < ENOUGH ? [t('analytics.few', { count: n })] : []),
  ]
  return <p className="said">{said.join(' ')}</p>
}

/** The same for those who do not see it: the points, and the rules that some of them break. */
function TrendTable({ chart: { points, control, characteristic } }: { chart: ProcessChart }) {
  const { t } = useTranslation()
  const told = useTold()
  const clock = useClock()
  const every = Math.max(1, Math.ceil(points.mean.length / ROWS))
  const broken = new Map(control?.signals.map(({ point, rules }) => [point, rules]))
  const shown = points.mean.flatMap((_, i) => (i % every === 0 || broken.get(i)?.includes('beyond-limits') ? [i] : []))
  const write = (value: number) => number(value, characteristic.decimals)
  return (
    <table className="sr">
      <caption>{t('analytics.trendTable', { title: told(characteristic.title), every })}</caption>
      <thead>
        <tr>
          {(['time', 'mean', 'lowest', 'highest', 'rules'] as const).map((head) => (
            <th key={head}>{t(`analytics.${head}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((i) => (
          <tr key={points.fromMs[i]}>
            <td>{clock.full(points.fromMs[i]!)}</td>
            <td>{write(points.mean[i]!)}</td>
            <td>{write(points.low[i]!)}</td>
            <td>{write(points.high[i]!)}</td>
            <td>{(broken.get(i) ?? []).map((rule) => t(`analytics.rule.${rule as 'beyond-limits'}`)).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
