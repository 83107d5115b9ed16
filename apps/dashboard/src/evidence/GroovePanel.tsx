import { acrossGrooves } from '@celltwin/inspection/pictures'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '../ui/Chart.tsx'
import { Panel } from '../ui/Panel.tsx'
import { extent } from '../ui/scale.ts'
import { shownIn } from '../ui/units.ts'
import { PlainSeries } from './PlainSeries.tsx'
import type { SeriesPanelProps } from './SeriesPanels.tsx'

/** The outline across the grooves, with the room in which it moves over a turn. */
export function GroovePanel(props: SeriesPanelProps) {
  const { t } = useTranslation()
  const { unit, of, back, text } = shownIn({ unit: 'mm', decimals: 3 })
  const along = shownIn({ unit: 'mm', decimals: 2 })
  const section = useMemo(() => acrossGrooves(props.series), [props.series])
  if (!section) return <PlainSeries {...props} />
  const { fromMm, stepMm, profiles } = section
  const [middle, low, high] = [section.middle.map(of), section.low.map(of), section.high.map(of)]
  const x = (i: number) => of(fromMm + i * stepMm)
  return (
    <Panel title={t('evidence.grooves')} aside={t('evidence.groovesAside', { count: profiles, unit })}>
      <div className="charts">
        <Chart
          label={t('evidence.groovesLabel')}
          height={props.height}
          x={[x(0), x(middle.length)]}
          y={extent(middle)}
          xUnit={unit}
          lines={[
            { key: 'low', length: low.length, x, y: low, weight: 3 },
            { key: 'high', length: high.length, x, y: high, weight: 3 },
            { key: 'middle', length: middle.length, x, y: middle },
          ]}
          reading={(at) => {
            const value = section.middle[Math.round((back(at) - fromMm) / stepMm)]
            const radius = value === undefined || Number.isNaN(value) ? t('evidence.noReading') : `r ${text(value)}`
            return `${along.text(back(at))} ${unit}  ${radius}`
          }}
        />
      </div>
    </Panel>
  )
}
