import { columnValues } from '@celltwin/contracts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart, Limit } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { extent } from '../ui/scale.ts'
import { PlainSeries } from './PlainSeries.tsx'
import type { SeriesPanelProps } from './SeriesPanels.tsx'

/** Torque of the rotor with the limit of breakaway, and below on the same time axis its speed. */
export function TracePanel(props: SeriesPanelProps) {
  const { t } = useTranslation()
  const { series, definition, height } = props
  const names = new Set(series.columns.map(({ name }) => name))
  const known = names.has('timeMs') && names.has('torqueNm') && names.has('rpm')
  const { seconds, torque, rpm } = useMemo(
    () => ({
      seconds: known ? columnValues(series, 'timeMs').map((ms) => ms / 1000) : new Float64Array(),
      torque: known ? columnValues(series, 'torqueNm') : new Float64Array(),
      rpm: known ? columnValues(series, 'rpm') : new Float64Array(),
    }),
    [series, known],
  )
  if (!known) return <PlainSeries {...props} />
  const running = definition.recipe.characteristics.find(({ id }) => id === 'running-torque')
  const span = [seconds[0] ?? 0, seconds.at(-1) ?? 1] as const
  const nearest = (at: number) =>
    Math.min(seconds.length - 1, Math.max(0, Math.round(((at - span[0]) / (span[1] - span[0])) * (seconds.length - 1))))
  const x = (i: number) => seconds[i]!
  return (
    <Panel
      title={t('evidence.torqueSpeed')}
      aside={t('evidence.torqueAside', {
        seconds: number(span[1] - span[0], 1),
        count: series.columns[0]?.data.length ?? 0,
      })}
    >
      <div className="charts">
        <Chart
          label={t('evidence.torqueLabel')}
          height={Math.round(height * 0.62)}
          x={span}
          y={extent([...torque, 0])}
          lines={[{ key: 'torque', length: torque.length, x, y: torque }]}
          xTicks={[]}
          reading={(at) => `${number(at, 2)} s  ${number(torque[nearest(at)] ?? 0, 3)} N·m`}
          behind={(scales) =>
            running?.upper !== undefined && (
              <Limit at={running.upper} text={t('evidence.runningLimit')} scales={scales} />
            )
          }
        />
        <Chart
          label={t('evidence.speedLabel')}
          height={Math.round(height * 0.5)}
          topRoom={8}
          x={span}
          y={extent([...rpm, 0])}
          xUnit="s"
          lines={[{ key: 'rpm', length: rpm.length, x, y: rpm, weight: 2 }]}
          reading={(at) => `${number(rpm[nearest(at)] ?? 0)} 1/min`}
        />
      </div>
    </Panel>
  )
}
