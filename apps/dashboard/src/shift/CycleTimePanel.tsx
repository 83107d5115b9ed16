import type { ShiftReport } from '@celltwin/contracts'
import { overrunsTexts } from '@celltwin/locales'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartScales } from '../ui/Chart.tsx'
import { formats } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { secondsOf, usePlantFormats } from './words.ts'

const HOUR_MS = 3_600_000
const BIN_MS = 15 * 60_000
/** Room at the right for the whole shift's distribution and the labels. */
const MARGIN = 0.22

/** The cycles of the shift in bins of 15 minutes, all of them at the right, and what ate the time beyond the budget. */
export function CycleTimePanel({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const { cycleTime } = report.figures
  return (
    <Panel className="cy" title={t('shift.cycleTime')} aside={t('shift.cycleAside', { count: cycleTime.measured })}>
      <div className="in">
        {cycleTime.measured === 0 ? <p className="dim">{t('shift.noCycles')}</p> : <CycleTimeChart report={report} />}
        <Overruns report={report} />
      </div>
    </Panel>
  )
}

function CycleTimeChart({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const { shortTime } = usePlantFormats(report)
  const { from, to, budgetMs, taktMs, figures } = report
  const { bins, histogram, p50Ms, p95Ms } = figures.cycleTime
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const endMs = toMs + (toMs - fromMs) * MARGIN
  // A cycle that waited for a person runs off the plot and does not flatten it; its bar is cut, its number is in the table.
  const top = Math.max(budgetMs, taktMs ?? 0, Math.min(p95Ms ?? 0, 2 * budgetMs)) * 1.1
  const bottom = Math.max(0, Math.min(budgetMs, ...bins.map(({ p5Ms }) => p5Ms)) - 2000)
  const hours = Math.max(1, Math.round((toMs - fromMs) / HOUR_MS / 8))
  const ticks = Array.from({ length: 49 }, (_, n) => fromMs + n * hours * HOUR_MS).filter((at) => at <= toMs)
  return (
    <Chart
      label={t('shift.cycleTime')}
      height={214}
      x={[fromMs, endMs]}
      y={[bottom / 1000, top / 1000]}
      lines={[]}
      xTicks={ticks.map((at) => ({ at, text: shortTime(at).slice(0, hours > 1 || ticks.length > 6 ? 2 : 5) }))}
      reading={(x) => {
        const bin = bins.find(({ from }) => x >= Date.parse(from) && x < Date.parse(from) + BIN_MS)
        return bin ? `${shortTime(bin.from)}  ${secondsOf(bin.p50Ms)} s  n = ${bin.n}` : ''
      }}
      behind={(scales) => (
        <>
          {bins.map((bin) => (
            <BinBar key={bin.from} {...bin} scales={scales} />
          ))}
          <Histogram bins={histogram.bins} stepMs={histogram.stepMs} fromX={toMs} toX={endMs} scales={scales} />
        </>
      )}
      before={(scales) => (
        <>
          <Level
            atMs={budgetMs}
            text={t('shift.budget', { s: secondsOf(budgetMs) })}
            className="budget"
            scales={scales}
          />
          {taktMs !== null && (
            <Level atMs={taktMs} text={t('shift.takt', { s: secondsOf(taktMs) })} className="lim" scales={scales} />
          )}
          {p50Ms !== null && (
            <text className="axb halo" x={scales.right} y={scales.sy(p50Ms / 1000) + 4} textAnchor="end">
              p50 {secondsOf(p50Ms)}
            </text>
          )}
        </>
      )}
    />
  )
}

interface BinProps {
  readonly from: string
  readonly p5Ms: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly scales: ChartScales
}

function BinBar({ from, p5Ms, p50Ms, p95Ms, scales: { sx, sy, top } }: BinProps) {
  const at = Date.parse(from)
  const [x, width] = [sx(at) + 1, Math.max(1, sx(at + BIN_MS) - sx(at) - 2)]
  const [high, low] = [Math.max(top, sy(p95Ms / 1000)), Math.max(top, sy(p5Ms / 1000))]
  return (
    <g>
      <rect x={x} y={high} width={width} height={Math.max(1, low - high)} fill="var(--data-3)" />
      {sy(p50Ms / 1000) >= top && (
        <path d={`M${x} ${sy(p50Ms / 1000)}h${width}`} stroke="var(--data)" strokeWidth="2" />
      )}
    </g>
  )
}

interface HistogramProps {
  readonly bins: ShiftReport['figures']['cycleTime']['histogram']['bins']
  readonly stepMs: number
  readonly fromX: number
  readonly toX: number
  readonly scales: ChartScales
}

/** All cycles of the shift on the same axis of seconds. */
function Histogram({ bins, stepMs, fromX, toX, scales: { sx, sy, top, bottom } }: HistogramProps) {
  const most = Math.max(...bins.map(({ n }) => n))
  const x = sx(fromX) + 8
  return (
    <g>
      <path d={`M${x - 0.5} ${top}V${bottom}`} className="bl" />
      {bins.map(({ fromMs, n }) => {
        const [high, low] = [sy((fromMs + stepMs) / 1000), sy(fromMs / 1000)]
        if (low < top || low > bottom + 1) return null
        const width = Math.max(1, ((sx(toX) - x) * 0.45 * n) / most)
        return (
          <rect
            key={fromMs}
            x={x}
            y={high + 0.5}
            width={width}
            height={Math.max(1, low - high - 1)}
            fill="var(--data-2)"
          >
            <title>{`${secondsOf(fromMs)}–${secondsOf(fromMs + stepMs)} s: ${n}`}</title>
          </rect>
        )
      })}
    </g>
  )
}

function Level({
  atMs,
  text,
  className,
  scales,
}: {
  atMs: number
  text: string
  className: string
  scales: ChartScales
}) {
  const y = Math.round(scales.sy(atMs / 1000)) + 0.5
  return (
    <g>
      <path d={`M${scales.left} ${y}H${scales.right}`} className={className} />
      <text className={className === 'budget' ? 'axb halo' : 'ax halo'} x={scales.right} y={y - 4} textAnchor="end">
        {text}
      </text>
    </g>
  )
}

function Overruns({ report: { figures } }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const told = useTold()
  const [all, most] = overrunsTexts(t, told, figures.cycleTime, formats())
  return (
    <p className="eaten">
      {figures.cycleTime.overBudget === 0 ? <span className="dim">{all}</span> : <b>{all}</b>}
      {most && <span className="mid"> · {most}</span>}
    </p>
  )
}
