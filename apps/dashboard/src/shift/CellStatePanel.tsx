import type { ShiftReport, ShiftSpan } from '@celltwin/contracts'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useWidth } from '../ui/Chart.tsx'
import { Panel } from '../ui/Panel.tsx'
import { linear, type Scale } from '../ui/scale.ts'
import { useTold } from '../ui/told.ts'
import { minutesOf, usePlantFormats } from './words.ts'

const ROWS = ['execute', 'held', 'suspended', 'stopped'] as const
type Row = (typeof ROWS)[number]
const ROW = { pitch: 26, height: 20, top: 16 }
const LEFT = 96
const RIGHT = 124
const HOUR_MS = 3_600_000

/** What neither runs, waits for a person nor for parts, stands. */
const rowOf = ({ state }: ShiftSpan): Row | undefined =>
  state === 'unknown' ? undefined : (ROWS.find((row) => row === state) ?? 'stopped')

/** PackML states over the shift, a row each; planned stops stand behind them, reasons beside the long ones. */
export function CellStatePanel({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const [ref, width] = useWidth<HTMLDivElement>()
  const { time } = report.figures
  const aside = t('shift.stateAside', {
    scheduled: minutesOf(time.scheduledMs),
    available: minutesOf(time.availableMs),
  })
  return (
    <Panel className="ga" title={t('shift.cellState')} aside={aside}>
      <div className="in" ref={ref}>
        {width > 0 && <Gantt report={report} width={width} />}
      </div>
    </Panel>
  )
}

function Gantt({ report, width }: { report: ShiftReport; width: number }) {
  const { t } = useTranslation()
  const told = useTold()
  const { shortTime } = usePlantFormats(report)
  const { from, to, figures } = report
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const x = linear([fromMs, toMs], [LEFT, width - RIGHT])
  const bottom = ROW.top + ROWS.length * ROW.pitch
  const step = HOUR_MS * Math.max(1, Math.ceil((toMs - fromMs) / HOUR_MS / ((width - LEFT - RIGHT) / 64)))
  const hours = Array.from({ length: 60 }, (_, n) => fromMs + n * step).filter((at) => at <= toMs)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture of buttons is a group; an SVG has no fieldset.
    <svg width={width} height={bottom + 20} role="group" aria-label={t('shift.cellState')}>
      {hours.map((at) => (
        <g key={at}>
          <path className="gr" d={`M${Math.round(x(at)) + 0.5} ${ROW.top - 4}V${bottom}`} />
          <text className="ax" x={x(at)} y={bottom + 14} textAnchor="middle">
            {shortTime(at)}
          </text>
        </g>
      ))}
      {figures.planned.map(({ title, from, to }) => (
        <g key={from}>
          <rect
            className="planned"
            x={x(Date.parse(from))}
            y={ROW.top - 4}
            width={x(Date.parse(to)) - x(Date.parse(from))}
            height={bottom - ROW.top + 4}
          />
          <text className="ax" x={(x(Date.parse(from)) + x(Date.parse(to))) / 2} y={10} textAnchor="middle">
            {told(title)}
          </text>
        </g>
      ))}
      {ROWS.map((row, n) => (
        <g key={row} transform={`translate(0 ${ROW.top + n * ROW.pitch})`}>
          <StateRow row={row} spans={figures.spans.filter((span) => rowOf(span) === row)} x={x} width={width} />
        </g>
      ))}
    </svg>
  )
}

function StateRow({ row, spans, x, width }: { row: Row; spans: readonly ShiftSpan[]; x: Scale; width: number }) {
  const { t } = useTranslation()
  const timeMs = spans.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
  const total =
    row === 'execute' ? minutesOf(timeMs) : t('shift.rowTotal', { time: minutesOf(timeMs), count: spans.length })
  return (
    <>
      <text className="rowname" x={0} y={ROW.height / 2 + 4}>
        {t(`shift.packml.${row}`)}
      </text>
      <text className="rowtotal" x={width} y={ROW.height / 2 + 4} textAnchor="end">
        {total}
      </text>
      {spans.map((span, n) => {
        const next = spans[n + 1]
        const room = (next ? x(Date.parse(next.from)) : width - RIGHT) - x(Date.parse(span.to))
        return <Bar key={span.from} span={span} row={row} x={x} room={room} />
      })}
    </>
  )
}

function Bar({ span, row, x, room }: { span: ShiftSpan; row: Row; x: Scale; room: number }) {
  const { t } = useTranslation()
  const told = useTold()
  const navigate = useNavigate()
  const { from, to, state } = span
  const reason = told(span.reason)
  const width = Math.max(1.5, x(Date.parse(to)) - x(Date.parse(from)))
  const name = `${t(`shift.packml.${state}`)}: ${reason}, ${minutesOf(Date.parse(to) - Date.parse(from))}`
  const open = () => navigate({ to: '/', search: (s) => ({ ...s, at: from }) })
  const fits = row !== 'execute' && room > reason.length * 5.6 + 12
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button.
    <g
      className="span"
      role="button"
      tabIndex={row === 'execute' ? -1 : 0}
      aria-label={name}
      onClick={open}
      onKeyDown={(event) => event.key === 'Enter' && open()}
    >
      <title>{name}</title>
      <rect className={`pack-${row}`} x={x(Date.parse(from))} y={0} width={width} height={ROW.height} />
      {fits && (
        <text className="ax" x={x(Date.parse(to)) + 5} y={ROW.height / 2 + 4}>
          {reason}
        </text>
      )}
    </g>
  )
}
