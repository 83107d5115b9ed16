import type { CellStatistics } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { Chart, type ChartScales } from '../ui/Chart.tsx'
import { number, shortTime } from '../ui/format.ts'

const HEIGHT = 132
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** So that a single part is no bar of full height, and the scale has whole numbers alone. */
const LEAST = 4

/** Good parts of the last hours as bars: when, by the clock, and how many in which time. */
export function GoodOverTime({ statistics: { from, to, buckets } }: { statistics: CellStatistics }) {
  const { t } = useTranslation()
  const window = [Date.parse(from), Date.parse(to)] as const
  const eachMs = (window[1] - window[0]) / Math.max(1, buckets.length)
  const top = Math.max(LEAST, ...buckets.map(({ pass }) => pass))
  const bars = ({ sx, sy, left, bottom }: ChartScales) => (
    <>
      <text className="ax" x={left} y={10}>
        {t('overview.perMinutes', { count: Math.round(eachMs / MINUTE_MS) })}
      </text>
      {buckets.map(({ from: at, pass }, i) => {
        const [x, end] = [sx(Date.parse(at)), sx(Date.parse(at) + eachMs)]
        return (
          pass > 0 && (
            <rect
              key={at}
              x={x + 0.5}
              y={sy(pass)}
              width={Math.max(1, end - x - 1)}
              height={bottom - sy(pass)}
              fill={i === buckets.length - 1 ? 'var(--data-2)' : 'var(--data)'}
            >
              <title>{`${shortTime(at)}: ${number(pass)}`}</title>
            </rect>
          )
        )
      })}
      <path className="bl" d={`M${left} ${bottom + 0.5}H${sx(window[1])}`} />
    </>
  )
  return (
    <Chart
      label={t('cell.overTime')}
      height={HEIGHT}
      x={window}
      y={[0, top]}
      lines={[]}
      xTicks={hoursWithin(window)}
      before={bars}
      topRoom={20}
    />
  )
}

/** Every other whole hour by the clock of the screen. */
function hoursWithin([from, to]: readonly [number, number]) {
  const first = new Date(from)
  first.setMinutes(60, 0, 0)
  const hours = Array.from(
    { length: Math.ceil((to - first.getTime()) / HOUR_MS) },
    (_, i) => first.getTime() + i * HOUR_MS,
  )
  return hours.filter((at) => new Date(at).getHours() % 2 === 0).map((at) => ({ at, text: shortTime(at) }))
}
