/** The four answers of the cell, most urgent first, then the two quality figures, kept apart. */
import type { CellDefinition, CellStatistics, CellTwin, CycleTwin, PackMLState, ShiftReport } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useRunningShift } from '../shift/use-running-shift.ts'
import { useCell, useSpeed } from '../twin/hooks.ts'
import { waitingIn } from '../twin/per-twin.ts'
import { duration, minutes, number, plural, shortTime, words } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import { markOf } from './LastParts.tsx'
import { useShownNow } from './use-shown-now.ts'
import { begunAt, useStatistics } from './use-statistics.ts'

interface Props {
  readonly definition: CellDefinition
  readonly twin: CellTwin
}

export function Figures({ definition, twin }: Props) {
  const { data } = useStatistics()
  return (
    <aside className="p fig" aria-label="Figures">
      <StateFigure twin={twin} />
      <GoodParts definition={definition} twin={twin} statistics={data} />
      <TopLoss statistics={data} />
      <Waiting twin={twin} />
      <Quality statistics={data} />
    </aside>
  )
}

function Caption({ left, right }: { left: ReactNode; right?: ReactNode }) {
  return (
    <div className="cap">
      <span>{left}</span>
      <span>{right}</span>
    </div>
  )
}

const STATE_ICONS: Readonly<Record<PackMLState, IconName>> = {
  execute: 'play',
  starting: 'run',
  idle: 'pause',
  suspended: 'pause',
  held: 'hold',
  stopping: 'stop',
  stopped: 'stop',
  aborted: 'alUn',
}

function StateFigure({ twin }: { twin: CellTwin }) {
  const told = useTold()
  const now = useShownNow(1000)
  const { state } = twin
  if (!state) {
    return (
      <section>
        <Caption left="State" />
        <div className="state dim">Unknown</div>
      </section>
    )
  }
  const { value } = state
  const ordinary = value.state === 'execute'
  return (
    <section className={`st-${value.state}`}>
      <Caption left="State" right={`for ${duration(now - Date.parse(state.occurredAt))}`} />
      <div className="state">
        <Icon name={STATE_ICONS[value.state]} />
        {words(value.state)}
      </div>
      {!ordinary && <div className="sub">{told(value.reason)}</div>}
      {value.suspects && value.suspects.length > 0 && (
        <div className="sub">
          {plural(value.suspects.length, 'suspect part')}: {value.suspects.slice(-3).join(', ')}
        </div>
      )}
    </section>
  )
}

function GoodParts({ definition, twin, statistics }: Props & { statistics: CellStatistics | undefined }) {
  const speed = useSpeed()
  const { taktMs } = definition.cycle
  const { cell, past } = useCell(({ cell, at }) => ({ cell, past: at !== undefined }))
  const shift = useRunningShift(cell, !past)
  if (shift) return <GoodOfShift report={shift} statistics={statistics} />
  if (!statistics || statistics.inspected === 0) {
    return (
      <section>
        <Caption left="Good parts" right="last 8 h" />
        <div className="big dim">{statistics ? '0' : '\u2013'}</div>
        <div className="sub">{statistics ? 'No part judged yet.' : 'Counts are on their way.'}</div>
      </section>
    )
  }
  const since = begunAt(statistics, twin)
  const elapsed = (Date.parse(statistics.to) - Date.parse(since)) * speed
  const due = taktMs ? Math.floor(elapsed / taktMs) : undefined
  const behind = due === undefined ? 0 : due - statistics.pass
  return (
    <section>
      <Caption left="Good parts" right={`${shortTime(since)} to now`} />
      <div className="gt">
        <div className="big">
          {number(statistics.pass)} {due !== undefined && <small>of {number(due)} due</small>}
        </div>
        <Spark statistics={statistics} />
      </div>
      {due !== undefined && (
        <>
          <div className="bar" role="img" aria-label={`${statistics.pass} good, ${due} due by takt`}>
            <i style={{ width: `${share(statistics.pass, due)}%` }} />
            <b style={{ left: `${share(due, Math.max(due, statistics.pass))}%` }} />
          </div>
          <div className="sub">
            {behind > 0 ? `${number(behind)} behind` : behind < 0 ? `${number(-behind)} ahead` : 'on time'} · takt{' '}
            {(taktMs! / 1000).toFixed(1)} s{speed === 1 ? '' : ` at ×${speed}`}
          </div>
        </>
      )}
    </section>
  )
}

/** Of the running shift: good parts, what is due by now, and what the shift is to make. */
function GoodOfShift({ report, statistics }: { report: ShiftReport; statistics: CellStatistics | undefined }) {
  const { t } = useTranslation()
  const { good, due, target } = report.figures.production
  const missing = due === null ? 0 : due - good
  const whole = Math.max(target ?? 0, good, 1)
  return (
    <section>
      <Caption
        left={t('cell.goodOfShift', { shift: report.title })}
        right={target !== null && t('cell.target', { target: number(target) })}
      />
      <div className="gt">
        <div className="big">
          {number(good)} {due !== null && <small>{t('shift.dueNow', { count: due })}</small>}
        </div>
        {statistics && <Spark statistics={statistics} />}
      </div>
      {due !== null && (
        <>
          <div className="bar" role="img" aria-label={t('cell.goodOfDue', { good, due })}>
            <i style={{ width: `${share(good, whole)}%` }} />
            <b style={{ left: `${share(due, whole)}%` }} />
          </div>
          <div className="sub">
            {missing > 0
              ? t('cell.behind', { count: missing })
              : missing < 0
                ? t('shift.ahead', { count: -missing })
                : t('shift.onTarget')}
            {report.taktMs !== null && ` · ${t('cell.takt', { seconds: number(report.taktMs / 1000, 1) })}`}
          </div>
        </>
      )}
    </section>
  )
}

const share = (part: number, whole: number) => (whole > 0 ? Math.min(100, (part / whole) * 100) : 0)

const SPARK = { bars: 12, width: 128, height: 40 }

/** Good parts over the window's buckets; all bars share one weight, the last one is under way. */
function Spark({ statistics: { buckets } }: { statistics: CellStatistics }) {
  const shown = buckets.slice(-SPARK.bars)
  const top = Math.max(1, ...shown.map((bucket) => bucket.pass))
  const pitch = SPARK.width / SPARK.bars
  return (
    <svg className="spark" width={SPARK.width} height={SPARK.height} role="img" aria-label="Good parts over time">
      {shown.map(({ from, pass }, i) => {
        const height = (pass / top) * (SPARK.height - 2)
        return (
          <rect
            key={from}
            x={(i + SPARK.bars - shown.length) * pitch}
            y={SPARK.height - height}
            width={pitch - 3}
            height={Math.max(1, height)}
            fill={i === shown.length - 1 ? 'var(--data-2)' : 'var(--data-3)'}
          >
            <title>
              {shortTime(from)}: {pass} good
            </title>
          </rect>
        )
      })}
    </svg>
  )
}

function TopLoss({ statistics }: { statistics: CellStatistics | undefined }) {
  const told = useTold()
  const [first, second] = statistics?.losses ?? []
  const lost = statistics ? statistics.reject + statistics.hold : 0
  return (
    <section>
      <Caption left="Top loss" right={statistics && `${plural(lost, 'part')} rejected or held`} />
      {first ? (
        <>
          <div className="md loss-name" title={first.title}>
            {told(first.title)}
          </div>
          <div className="sub">
            {plural(first.count, 'part')}
            {second && ` · next: ${told(second.title)}, ${second.count}`}
          </div>
        </>
      ) : (
        <>
          <div className="md dim">None</div>
          <div className="sub">Every part judged has passed.</div>
        </>
      )}
    </section>
  )
}

const LISTED = 2

function Waiting({ twin }: { twin: CellTwin }) {
  const told = useTold()
  const now = useShownNow(1000)
  const waiting = waitingIn(twin)
  const [oldest] = waiting
  const held = waiting.filter(({ arrived }) => arrived?.where !== 'reject' && arrived?.where !== 'out').length
  if (!oldest) {
    return (
      <section>
        <Caption left="Waiting for a person" />
        <div className="md dim">Nobody is needed</div>
      </section>
    )
  }
  const where = [held > 0 && `${held} held`, waiting.length > held && `${waiting.length - held} rejected`]
  return (
    <section className="wait">
      <Caption left="Waiting for a person" right={`oldest ${duration(now - sinceOf(oldest))}`} />
      <Link to="/review" className="big">
        <Icon name="hold" size={28} />
        {waiting.length} <small>{where.filter(Boolean).join(', ')}</small>
      </Link>
      <ul>
        {waiting.slice(0, LISTED).map((cycle) => (
          <li key={cycle.cycleId}>
            <Icon name={markOf(cycle).icon} size={12} />
            <Link to="/review/$serial" params={{ serial: cycle.serial }}>
              {cycle.serial}
            </Link>
            <span className="why">{told(markOf(cycle).reason ?? markOf(cycle).word)}</span>
            <span>{minutes(now - sinceOf(cycle))}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const sinceOf = ({ verdict, dispatched, inserted }: CycleTwin): number =>
  Date.parse(verdict?.at ?? dispatched?.at ?? inserted?.at ?? '')

/** Below this many parts a percentage says less than its count. */
const ENOUGH = 30

function Quality({ statistics }: { statistics: CellStatistics | undefined }) {
  const inspected = statistics?.inspected ?? 0
  const own = statistics ? statistics.falseRejects + statistics.notInspected : 0
  const failed = statistics ? statistics.reject + statistics.hold : 0
  const percent = (value: number | null | undefined) =>
    value === null || value === undefined ? '\u2013' : (value * 100).toFixed(1)
  return (
    <section>
      <div className="two">
        <div>
          <Caption left="Product first-pass yield" />
          <div className="md">
            {percent(statistics?.firstPassYield)} <small>%</small>
          </div>
          <div className="sub">
            {number(failed)} of {plural(inspected, 'part')}
            {inspected > 0 && inspected < ENOUGH && ', few'}
          </div>
        </div>
        <div>
          <Caption left="Cell's own losses" />
          <div className="md">
            {percent(inspected > 0 ? own / inspected : null)} <small>%</small>
          </div>
          <div className="sub">
            {number(statistics?.falseRejects ?? 0)} false, {number(statistics?.notInspected ?? 0)} not judged
          </div>
        </div>
      </div>
    </section>
  )
}
