import type { ProcessChart } from '@celltwin/contracts'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useWidth } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { brushProps, type Span } from './brush.ts'
import { timeSpan, trendData, trendOptions } from './trend-plot.ts'
import { useInk } from './use-ink.ts'
import { useClock } from './words.ts'

/** Values over time; drag or arrow keys choose a stretch of it. */
export function TrendChart({
  chart,
  height,
  brush,
  onBrush,
}: {
  chart: ProcessChart
  height: number
  brush: Span | undefined
  onBrush: (brush: Span | undefined) => void
}) {
  const { t } = useTranslation()
  const [ref, width] = useWidth<HTMLDivElement>()
  const reading = useRef<HTMLSpanElement>(null)
  const plot = useRef<uPlot>(undefined)
  const ink = useInk()
  const clock = useClock()
  const domain = timeSpan(chart)
  const { decimals, unit, title, id } = chart.characteristic
  const latest = useRef({ onBrush, clock, t })
  latest.current = { onBrush, clock, t }

  useEffect(() => {
    const place = ref.current
    if (!place || width === 0) return
    const data = trendData(chart)
    const say = (point: number | null) => {
      const value = point === null ? null : data[3]![point]
      const at = point === null ? 0 : data[0][point]! * 1000
      const ends = [data[1]![point!], data[2]![point!]].map((end) => (end == null ? '' : number(end, decimals)))
      if (reading.current)
        reading.current.textContent =
          value == null
            ? ''
            : `${latest.current.clock.full(at)}  ${number(value, decimals)} ${unit}${ends[0] ? `  (${ends.join('–')})` : ''}`
    }
    const drawn = new uPlot(
      trendOptions(
        chart,
        { width, height, domain: timeSpan(chart) },
        {
          ink,
          clock: (ms, stepMs) => latest.current.clock.tick(ms, stepMs),
          words: {
            lsl: latest.current.t('analytics.lsl'),
            usl: latest.current.t('analytics.usl'),
            lcl: latest.current.t('analytics.lcl'),
            ucl: latest.current.t('analytics.ucl'),
          },
        },
        {
          brush: (span) => latest.current.onBrush(span),
          hover: say,
          // Once the frame that shows it has begun: what the benchmark waits for.
          painted: () => requestAnimationFrame(() => (place.dataset.painted = `${chart.characteristic.id} ${chart.n}`)),
        },
      ),
      data,
      place,
    )
    plot.current = drawn
    return () => {
      delete place.dataset.painted
      plot.current = undefined
      drawn.destroy()
    }
  }, [ref, chart, width, height, ink, decimals, unit])

  useEffect(() => {
    const drawn = plot.current
    if (!drawn) return
    const [from, to] = brush ? brush.map((ms) => drawn.valToPos(ms / 1000, 'x')) : [0, 0]
    drawn.setSelect({ left: from!, width: to! - from!, top: 0, height: drawn.over.clientHeight }, false)
  }, [brush?.[0], brush?.[1], chart, width, height, ink])

  const said = brush ? `${clock.full(brush[0])} – ${clock.full(brush[1])}` : t('analytics.noBrush')
  return (
    <div className="trend" {...brushProps(t('analytics.brushTime', { title }), said, brush, domain, onBrush)}>
      <span className="reading" aria-hidden="true" ref={reading} />
      <div ref={ref} style={{ height }} data-chart={id} />
    </div>
  )
}
