/** Good parts against what is due by now: of the running shift, else since parts were judged within the last hours. */
import type { CellDefinition, CellStatistics, CellTwin, ShiftReport, Source } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { useSpeed } from '../twin/hooks.ts'
import { number, shortTime } from '../ui/format.ts'
import { Figure } from './Figure.tsx'
import { begunAt, WINDOW_HOURS } from './use-statistics.ts'

interface Props {
  readonly definition: CellDefinition
  readonly twin: CellTwin
  readonly statistics: CellStatistics | undefined
  readonly shift: ShiftReport | undefined
  readonly of: readonly Source[]
}

export function GoodParts({ definition, twin, statistics, shift, of }: Props) {
  const { t } = useTranslation()
  const speed = useSpeed()
  if (shift) {
    const { good, due, target } = shift.figures.production
    return (
      <Figure
        of={of}
        name={t('cell.goodOfShift', { shift: shift.title })}
        aside={target !== null && t('cell.target', { target: number(target) })}
      >
        <Against {...{ good, due, statistics }} whole={target ?? 0} taktMs={shift.taktMs} speed={speed} />
      </Figure>
    )
  }
  if (!statistics || statistics.inspected === 0) {
    return (
      <Figure of={of} name={t('cell.goodParts')} aside={t('cell.lastHours', { count: WINDOW_HOURS })}>
        <div className="big dim">{statistics ? '0' : '\u2013'}</div>
        <div className="sub">{t(statistics ? 'cell.noneJudged' : 'cell.countsComing')}</div>
      </Figure>
    )
  }
  const since = begunAt(statistics, twin)
  const taktMs = definition.cycle.taktMs ?? null
  const elapsedMs = (Date.parse(statistics.to) - Date.parse(since)) * speed
  const due = taktMs === null ? null : Math.floor(elapsedMs / taktMs)
  return (
    <Figure of={of} name={t('cell.goodParts')} aside={t('cell.since', { at: shortTime(since) })}>
      <Against good={statistics.pass} whole={due ?? 0} {...{ due, statistics, taktMs, speed }} />
    </Figure>
  )
}

interface AgainstProps {
  readonly good: number
  readonly due: number | null
  /** What the bar ends at, where that is more than either. */
  readonly whole: number
  readonly taktMs: number | null
  readonly speed: number
  readonly statistics: CellStatistics | undefined
}

export function Against({ good, due, whole, taktMs, speed, statistics }: AgainstProps) {
  const { t } = useTranslation()
  const missing = due === null ? 0 : due - good
  const share = (part: number) => `${Math.min(100, (part / Math.max(whole, good, due ?? 0, 1)) * 100)}%`
  const standing =
    missing > 0
      ? t('cell.behind', { count: missing })
      : missing < 0
        ? t('shift.ahead', { count: -missing })
        : t('shift.onTarget')
  const takt = taktMs !== null && t('cell.takt', { seconds: number(taktMs / 1000, 1) })
  return (
    <>
      <div className="gt">
        <div className="big">
          {number(good)} {due !== null && <small>{t('shift.dueNow', { count: due })}</small>}
        </div>
        {statistics && <Spark statistics={statistics} />}
      </div>
      {due !== null && (
        <>
          <div className="bar" role="img" aria-label={t('cell.goodOfDue', { good, due })}>
            <i style={{ width: share(good) }} />
            <b style={{ left: share(due) }} />
          </div>
          <div className="sub">{[standing, takt, speed !== 1 && `×${speed}`].filter(Boolean).join(' · ')}</div>
        </>
      )}
    </>
  )
}

const SPARK = { bars: 12, width: 128, height: 40 }

/** Good parts over the window's buckets; all bars share one weight, the last one is under way. */
export function Spark({ statistics: { buckets } }: { statistics: CellStatistics }) {
  const { t } = useTranslation()
  const shown = buckets.slice(-SPARK.bars)
  const top = Math.max(1, ...shown.map((bucket) => bucket.pass))
  const pitch = SPARK.width / SPARK.bars
  return (
    <svg
      className="spark"
      width={SPARK.width}
      height={SPARK.height}
      viewBox={`0 0 ${SPARK.width} ${SPARK.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('cell.overTime')}
    >
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
            <title>{`${shortTime(from)}: ${number(pass)}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}
