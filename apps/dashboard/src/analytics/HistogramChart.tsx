import type { ProcessChart } from '@celltwin/contracts'
import { normalCurve } from '@celltwin/quality'
import { type PointerEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWidth } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { linear, tickDecimals, ticks } from '../ui/scale.ts'
import { brushProps, type Span } from './brush.ts'

const TOP = 30
const BOTTOM = 20
const SIDE = 14

/** Bars, the normal curve of the same mean and spread, limits of the drawing dashed, three deviations of the process dotted. */
export function HistogramChart({
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
  const [drag, setDrag] = useState<Span>()
  const { histogram, characteristic, mean, withinDeviation: within, standardDeviation: s, n } = chart
  const { decimals, lower, upper, unit, title } = characteristic
  const domain = domainOf(chart)
  const sx = linear(domain, [SIDE, width - SIDE])
  const most = Math.max(1, ...histogram.counts)
  const sy = linear([0, most * 1.06], [height - BOTTOM, TOP])
  const curve = mean !== null && s ? normalCurve(mean, s, n, histogram.step) : undefined
  const steps = Array.from({ length: 97 }, (_, i) => domain[0] + ((domain[1] - domain[0]) * i) / 96)
  const places = ticks(domain, Math.max(3, Math.floor(width / 90)))
  const valueAt = (event: PointerEvent<SVGSVGElement>) =>
    Math.min(
      domain[1],
      Math.max(domain[0], sx.invert(event.clientX - event.currentTarget.getBoundingClientRect().left)),
    )
  const ordered = ([a, b]: Span): Span => (a < b ? [a, b] : [b, a])
  const shown = drag ? ordered(drag) : brush
  const write = (value: number) => number(value, decimals)
  const edge = (at: number, name: string, kind: 'spec' | 'process', row: number) => (
    <g key={name} className={kind}>
      <path d={`M${sx(at)} ${row}V${height - BOTTOM}`} />
      <text className={kind === 'spec' ? 'axb' : 'ax'} x={sx(at)} y={row - 3} textAnchor={anchor(sx(at), width)}>
        {name} {write(at)}
      </text>
    </g>
  )
  return (
    <div
      ref={ref}
      className="hist"
      style={{ height }}
      {...brushProps(
        t('analytics.brushValue', { title }),
        shown ? `${write(shown[0])}–${write(shown[1])} ${unit}` : t('analytics.noBrush'),
        brush,
        domain,
        onBrush,
      )}
    >
      {width > 0 && (
        <svg
          width={width}
          height={height}
          aria-hidden="true"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            setDrag([valueAt(event), valueAt(event)])
          }}
          onPointerMove={(event) => drag && setDrag([drag[0], valueAt(event)])}
          onPointerUp={() => {
            setDrag(undefined)
            if (drag) onBrush(Math.abs(sx(drag[1]) - sx(drag[0])) > 3 ? ordered(drag) : undefined)
          }}
        >
          <path className="bl" d={`M${SIDE} ${height - BOTTOM + 0.5}H${width - SIDE}`} />
          {histogram.counts.map((count, i) => {
            const from = histogram.from + i * histogram.step
            const [x0, x1] = [sx(from), sx(from + histogram.step)]
            return (
              <rect
                key={from}
                className="bar"
                x={x0 + 0.5}
                width={Math.max(1, x1 - x0 - 1)}
                y={sy(count)}
                height={sy(0) - sy(count)}
              >
                <title>{`${write(from)}–${write(from + histogram.step)} ${unit}: ${number(count)}`}</title>
              </rect>
            )
          })}
          {curve && characteristic.kind === 'measure' && (
            <path
              className="curve"
              d={`M${steps.map((x) => `${sx(x).toFixed(1)} ${Math.max(TOP, sy(curve(x))).toFixed(1)}`).join('L')}`}
            />
          )}
          {shown && (
            <rect
              className="brushed"
              x={sx(shown[0])}
              width={Math.max(1, sx(shown[1]) - sx(shown[0]))}
              y={TOP}
              height={height - BOTTOM - TOP}
            />
          )}
          {mean !== null && within !== null && within > 0 && (
            <>
              {edge(mean - 3 * within, '−3σ', 'process', TOP)}
              {edge(mean + 3 * within, '+3σ', 'process', TOP)}
            </>
          )}
          {lower !== undefined && edge(lower, t('analytics.lsl'), 'spec', 14)}
          {upper !== undefined && edge(upper, t('analytics.usl'), 'spec', 14)}
          {places.map((at) => (
            <text key={at} className="ax" x={sx(at)} y={height - 6} textAnchor={anchor(sx(at), width)}>
              {number(at, tickDecimals(places))}
            </text>
          ))}
          <Beyond chart={chart} width={width} y={height - BOTTOM - 4} />
        </svg>
      )}
      <HistogramTable chart={chart} />
    </div>
  )
}

/** Text near an edge is turned inwards. */
const anchor = (x: number, width: number) => (x < 40 ? 'start' : x > width - 40 ? 'end' : 'middle')

/** Bins, limits of the drawing and of the process: all of them have a place. */
function domainOf({ histogram, characteristic: { lower, upper }, mean, withinDeviation }: ProcessChart): Span {
  const ends = [histogram.from, histogram.from + histogram.counts.length * histogram.step, lower, upper]
  if (mean !== null && withinDeviation !== null) ends.push(mean - 3 * withinDeviation, mean + 3 * withinDeviation)
  const known = ends.filter((end) => end !== undefined)
  const [from, to] = [Math.min(...known), Math.max(...known)]
  const room = (to - from || 1) * 0.03
  return [from - room, to + room]
}

/** Values that lie off the picture are counted at its edges. */
function Beyond({ chart: { histogram }, width, y }: { chart: ProcessChart; width: number; y: number }) {
  const { t } = useTranslation()
  return (
    <>
      {histogram.below > 0 && (
        <text className="axb" x={2} y={y}>
          {t('analytics.below', { count: histogram.below })}
        </text>
      )}
      {histogram.above > 0 && (
        <text className="axb" x={width - 2} y={y} textAnchor="end">
          {t('analytics.above', { count: histogram.above })}
        </text>
      )}
    </>
  )
}

function HistogramTable({ chart: { histogram, characteristic } }: { chart: ProcessChart }) {
  const { t } = useTranslation()
  const write = (value: number) => number(value, characteristic.decimals + 1)
  return (
    <table className="sr">
      <caption>{t('analytics.distribution')}</caption>
      <tbody>
        {histogram.counts.map((count, i) => (
          <tr key={histogram.from + i * histogram.step}>
            <th scope="row">{`${write(histogram.from + i * histogram.step)}–${write(histogram.from + (i + 1) * histogram.step)}`}</th>
            <td>{number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
