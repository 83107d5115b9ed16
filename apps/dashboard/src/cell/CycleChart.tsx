import type { CellDefinition, CellTwin } from '@celltwin/contracts'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell, useSpeed } from '../twin/hooks.ts'
import { standingOf } from '../twin/trust.ts'
import { duration, number, phrase, words } from '../ui/format.ts'
import type { IconName } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { TRUST_ICONS } from '../ui/TrustMark.tsx'
import { type Bar, type CycleChart as Chart, cycleChart } from './cycle-chart.ts'
import { runningCycle } from './scene/shown.ts'
import { handlingSays, moduleSays, type Saying, verifierSays } from './status.ts'
import { useShownNow } from './use-shown-now.ts'
import { useSize } from './viewport/use-size.ts'
import { useWall, wallUnit } from './viewport/use-theme.ts'

const DESK = { row: 23, bar: 15, label: 92, says: 168, top: 18, bottom: 18, font: 11, text: 12 }
const WALL = { row: 32, bar: 22, label: 150, says: 300, top: 28, bottom: 30, font: 20, text: 20 }
type Metrics = typeof DESK

const onWall = (): Metrics =>
  Object.fromEntries(Object.entries(WALL).map(([of, px]) => [of, px * wallUnit()])) as Metrics

interface Props {
  readonly definition: CellDefinition
  readonly twin: CellTwin | undefined
}

/** Where the running cycle stands against its budget, and what each module still owes. */
export function CycleChart({ definition, twin }: Props) {
  const now = useShownNow(200)
  const speed = useSpeed()
  const wall = useWall()
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const { t } = useTranslation()
  const known = useCell(({ link, at, telemetry, delays, presence }) => ({
    ...{ twin, link, at, telemetry, delays, presence },
  }))
  const cycle = twin && runningCycle(twin)
  const chart = cycleChart(definition, twin, cycle, now, speed)
  const says = (lane: string): Saying => {
    const { trust, sinceMs } = standingOf(known, [lane], now)
    if (trust === 'stale' && sinceMs !== undefined)
      return { icon: TRUST_ICONS.stale, text: t('trust.staleFor', { age: duration(Math.max(0, now - sinceMs)) }) }
    if (lane === 'handling') return twin ? handlingSays(definition, twin, now, speed) : { text: '' }
    if (lane === 'verifier') return verifierSays(definition, cycle)
    return moduleSays(definition, cycle, lane, now, speed)
  }
  const recipe = `${definition.recipe.id} v${definition.recipe.version}`
  return (
    <Panel
      className="cyc"
      title={t('cell.cycle.title')}
      sub={
        <>
          <span>{cycle?.serial ?? t('cell.says.noPart')}</span>
          <span className="dim desk">{t('cell.cycle.recipe', { recipe })}</span>
        </>
      }
      aside={[t('cell.cycle.seconds'), speed !== 1 && t('cell.cycle.speed', { speed })].filter(Boolean).join(' · ')}
    >
      <div className="in">
        <div ref={box}>
          {width > 0 && <ChartSvg chart={chart} width={width} m={wall ? onWall() : DESK} says={says} />}
        </div>
      </div>
    </Panel>
  )
}

function ChartSvg({
  chart,
  width,
  m,
  says,
}: {
  chart: Chart
  width: number
  m: Metrics
  says: (lane: string) => Saying
}) {
  const left = m.label
  const right = width - m.says
  const bottom = m.top + chart.lanes.length * m.row
  const x = (s: number) => left + (Math.min(s, chart.span) / chart.span) * (right - left - 8)
  const ticks = Array.from({ length: Math.floor(chart.span) + 1 }, (_, s) => s)
  const { t } = useTranslation()
  const outOf = t('cell.cycle.outOf', { now: number(chart.now, 1), budget: number(chart.budget, 1) })
  const slack = Math.max(0, chart.budget - chart.plannedEnd)
  return (
    <svg width={width} height={bottom + m.bottom} role="img" aria-label={outOf} style={{ fontSize: m.font }}>
      {ticks.map((s) => (
        <path key={s} d={`M${x(s)} ${m.top}V${bottom}`} className="gr" />
      ))}
      {ticks
        .filter((s) => s % 5 === 0)
        .map((s) => (
          <text key={s} x={x(s)} y={m.top - 6} textAnchor="middle" className="ax">
            {s === 0 ? '0' : `${s} s`}
          </text>
        ))}
      {slack > 0.05 && (
        <rect
          x={x(chart.plannedEnd)}
          y={m.top}
          width={x(chart.budget) - x(chart.plannedEnd)}
          height={bottom - m.top}
          fill="url(#hatchn)"
          opacity=".5"
        />
      )}
      {chart.lanes.map(({ id, bars, due }, i) => (
        <g key={id} transform={`translate(0 ${m.top + i * m.row})`}>
          <path d={`M0 ${m.row - 0.5}H${width}`} className="gr" />
          <text x="0" y={m.row / 2 + 4} fill="var(--ink)" fontSize={m.text}>
            {words(id)}
          </text>
          {bars.map((bar) => (
            <BarShape key={`${bar.kind}${bar.from}`} bar={bar} x={x} m={m} />
          ))}
          {due !== undefined && due < chart.span && <path d={`M${x(due)} 4V${m.row - 4}`} className="due" />}
          <Owes saying={says(id)} x={right + 14} m={m} />
        </g>
      ))}
      {slack > 1 && (
        <text
          x={(x(chart.plannedEnd) + x(chart.budget)) / 2}
          y={(m.top + bottom) / 2 + 4}
          textAnchor="middle"
          className="ax halo"
        >
          {t('cell.cycle.slack', { s: number(slack, 1) })}
        </text>
      )}
      <path d={`M${x(chart.budget)} ${m.top - 4}V${bottom}`} className="budget" />
      {chart.takt !== undefined && <path d={`M${x(chart.takt)} ${m.top - 4}V${bottom}`} className="lim" />}
      <path d={`M${x(chart.now)} ${m.top - 2}V${bottom + 3}`} className="now" />
      <path d={`M${x(chart.now) - 4.5} ${m.top - 2}h9l-4.5 6z`} fill="var(--ink)" />
      <Feet chart={chart} x={x} y={bottom + m.bottom - 4} font={m.font} />
    </svg>
  )
}

/** Words under the axis; the instant itself comes first, and what would touch it gives way. */
function Feet({ chart, x, y, font }: { chart: Chart; x: (s: number) => number; y: number; font: number }) {
  const width = (text: string) => text.length * font * 0.56
  const { t } = useTranslation()
  const nowText = `${number(chart.now, 1)} s`
  const nowX = x(chart.now)
  const half = width(nowText) / 2 + font * 0.6
  const clear = (end: number, text: string) => end < nowX - half || end - width(text) > nowX + half
  const budgetText = t('cell.cycle.budget', { s: number(chart.budget, 1) })
  const budgetX = x(chart.budget)
  const endText = t(chart.done ? 'cell.cycle.ended' : 'cell.cycle.plannedEnd', { s: number(chart.plannedEnd, 1) })
  const endX = x(chart.plannedEnd)
  const taktText = chart.takt === undefined ? '' : t('shift.takt', { s: number(chart.takt, 1) })
  return (
    <>
      {clear(endX, endText) && endX < budgetX - width(budgetText) - font && (
        <text x={endX} y={y} textAnchor="end" className="ax">
          {endText}
        </text>
      )}
      {clear(budgetX, budgetText) && (
        <text x={budgetX} y={y} textAnchor="end" className="axb">
          {budgetText}
        </text>
      )}
      {chart.takt !== undefined && clear(x(chart.takt) + width(taktText) / 2, taktText) && (
        <text x={x(chart.takt)} y={y} textAnchor="middle" className="ax">
          {taktText}
        </text>
      )}
      <text x={nowX} y={y} textAnchor="middle" className="axb halo">
        {nowText}
      </text>
    </>
  )
}

function BarShape({ bar, x, m }: { bar: Bar; x: (s: number) => number; m: Metrics }) {
  const thin = bar.kind === 'analysed' || bar.kind === 'to-analyse'
  const height = thin ? m.bar / 2 : m.bar
  const y = (m.row - height) / 2
  const from = x(bar.from)
  const width = Math.max(1, x(bar.to) - from - 1)
  const fits = bar.label !== undefined && width > phrase(bar.label).length * m.font * 0.52 + 7
  return (
    <>
      <rect className={`bar-${bar.kind}`} x={from + 0.5} y={y} width={width} height={height} />
      {fits && (
        <text className={`on-${bar.kind}`} x={from + 5} y={m.row / 2 + m.font * 0.36}>
          {phrase(bar.label ?? '')}
        </text>
      )}
    </>
  )
}

function Owes({ saying: { icon, text }, x, m }: { saying: { icon?: IconName; text: string }; x: number; m: Metrics }) {
  return (
    <>
      {icon && <use href={`#i-${icon}`} x={x} y={m.row / 2 - m.text / 2} width={m.text} height={m.text} />}
      <text x={icon ? x + m.text + 6 : x} y={m.row / 2 + 4} fill="var(--ink-2)" fontSize={m.text}>
        {text}
      </text>
    </>
  )
}
