import { acrossGrooves } from '@celltwin/inspection/pictures'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { extent } from '../ui/scale.ts'
import { PlainSeries } from './PlainSeries.tsx'
import type { SeriesPanelProps } from './SeriesPanels.tsx'

/** The outline across the grooves, with the room in which it moves over a turn. */
export function GroovePanel(props: SeriesPanelProps) {
  const { t } = useTranslation()
  const section = useMemo(() => acrossGrooves(props.series), [props.series])
  if (!section) return <PlainSeries {...props} />
  const { fromMm, stepMm, middle, low, high, profiles } = section
  const x = (i: number) => fromMm + i * stepMm
  return (
    <Panel title={t('evidence.grooves')} aside={t('evidence.groovesAside', { count: profiles })}>
      <div className="charts">
        <Chart
          label={t('evidence.groovesLabel')}
          height={props.height}
          x={[fromMm, fromMm + middle.length * stepMm]}
          y={extent(middle)}
          xUnit="mm"
          lines={[
            { key: 'low', length: low.length, x, y: low, weight: 3 },
            { key: 'high', length: high.length, x, y: high, weight: 3 },
            { key: 'middle', length: middle.length, x, y: middle },
          ]}
          reading={(at) => {
            const value = middle[Math.round((at - fromMm) / stepMm)]
            return `${number(at, 2)} mm  ${value === undefined || Number.isNaN(value) ? t('evidence.noReading') : `r ${number(value, 3)}`}`
          }}
        />
      </div>
    </Panel>
  )
}
