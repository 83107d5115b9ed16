import { columnValues } from '@celltwin/contracts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { extent } from '../ui/scale.ts'
import { shownIn } from '../ui/units.ts'
import { kindTitle } from './kinds.ts'
import type { SeriesPanelProps } from './SeriesPanels.tsx'

/** Every column of a recording over its samples, or over time where its rate is known. */
export function PlainSeries({ series, height }: SeriesPanelProps) {
  const { t } = useTranslation()
  const rate = Number(series.meta.sampleRateHz)
  const timed = rate > 0
  const columns = useMemo(
    () =>
      series.columns.map((column) => {
        const { unit, of } = shownIn({ unit: column.unit })
        return { name: column.name, unit, values: columnValues(series, column.name).map(of) }
      }),
    [series],
  )
  return (
    <Panel title={kindTitle(series.kind)} aside={timed ? `${number(rate)} Hz` : t('evidence.overSamples')}>
      <div className="charts">
        {columns.map(({ name, unit, values }) => {
          const x = (i: number) => (timed ? i / rate : i)
          return (
            <div key={name}>
              <span className="cap">
                {name}, {unit || t('evidence.noUnit')} · n = {number(values.length)}
              </span>
              <Chart
                label={`${kindTitle(series.kind)}: ${name}`}
                height={Math.round(height * 0.7)}
                x={[0, x(Math.max(1, values.length - 1))]}
                y={extent(values)}
                {...(timed ? { xUnit: 's' } : {})}
                lines={[{ key: name, length: values.length, x, y: values }]}
              />
            </div>
          )
        })}
      </div>
    </Panel>
  )
}
