import type { AnalyticsOverview, Characteristic, CorrelationMatrix, Scatter } from '@celltwin/contracts'
import { ENOUGH } from '@celltwin/locales'
import { useTranslation } from 'react-i18next'
import { Chart } from '../ui/Chart.tsx'
import { number, signed } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { extent } from '../ui/scale.ts'
import { useTold } from '../ui/told.ts'
import { type Shown, shownIn } from '../ui/units.ts'
import { useMatches } from '../ui/use-matches.ts'
import { Answer } from './Answer.tsx'
import { strongest } from './correlation.ts'
import { useAnalytics } from './use-analytics.ts'
import { useWindowWords } from './words.ts'

const HEIGHT = { desk: 300, wall: 440 }

/** Two characteristics against one another. */
export function ScatterPanel({
  overview,
  x,
  y,
  choose,
}: {
  overview: AnalyticsOverview | undefined
  x: string | undefined
  y: string | undefined
  choose: (against: string) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const windowWords = useWindowWords()
  const find = (id: string | undefined) => overview?.characteristics.find((one) => one.id === id)
  const [across, up] = [find(x), find(y)]
  const wanted = across !== undefined && up !== undefined && across !== up
  const scatter = useAnalytics<Scatter>('/scatter', { x, y }, wanted)
  const data = scatter.data
  const height = useMatches('(min-width: 1680px)') ? HEIGHT.wall : HEIGHT.desk
  return (
    <Panel
      className="scatp"
      title={wanted ? t('analytics.over', { y: told(up.title), x: told(across.title) }) : t('analytics.scatter')}
      aside={
        wanted && data
          ? [
              data.every > 1 ? t('analytics.everyNthAndEnds', { count: data.every }) : t('analytics.everyPart'),
              windowWords(data),
              `n = ${number(data.n)}`,
            ].join(' · ')
          : undefined
      }
    >
      {wanted ? (
        <Answer of={scatter} height={height}>
          {(data) =>
            data.n === 0 ? (
              <p className="empty">{t('analytics.noPairs', { count: 0 })}</p>
            ) : (
              <Dots {...{ data, across, up, height }} />
            )
          }
        </Answer>
      ) : (
        <p className="empty">{t('analytics.choosePair')}</p>
      )}
      {x && <Closest x={x} overview={overview} choose={choose} />}
    </Panel>
  )
}

interface DotsProps {
  readonly data: Scatter
  readonly across: Characteristic
  readonly up: Characteristic
  readonly height: number
}

function Dots({ data, across, up, height }: DotsProps) {
  const { t } = useTranslation()
  const told = useTold()
  const [alongX, alongY] = [shownIn(across), shownIn(up)]
  const [xs, ys] = [data.x.map(alongX.of), data.y.map(alongY.of)]
  const limitsOf = ({ lower, upper }: Characteristic, { of }: Shown) =>
    [lower, upper].flatMap((limit) => (limit === undefined ? [] : [of(limit)]))
  return (
    <div className="in">
      <Chart
        label={t('analytics.over', { y: told(up.title), x: told(across.title) })}
        height={height}
        x={extent(xs)}
        y={extent(ys)}
        lines={[]}
        before={({ sx, sy, top, bottom, left, right }) => (
          <>
            <path
              className="dots"
              d={xs.map((value, i) => `M${sx(value).toFixed(1)} ${sy(ys[i]!).toFixed(1)}h0`).join('')}
            />
            {limitsOf(across, alongX).map(
              (limit) =>
                sx(limit) > left &&
                sx(limit) < right && <path key={limit} className="lim" d={`M${sx(limit)} ${top}V${bottom}`} />,
            )}
            {limitsOf(up, alongY).map(
              (limit) =>
                sy(limit) > top &&
                sy(limit) < bottom && <path key={limit} className="lim" d={`M${left} ${sy(limit)}H${right}`} />,
            )}
            <text className="ax" x={left} y={10}>
              {`${told(up.title)}${alongY.unit && `, ${alongY.unit}`}`}
            </text>
            <text className="ax" x={right} y={bottom - 5} textAnchor="end">
              {`${told(across.title)}${alongX.unit && `, ${alongX.unit}`}`}
            </text>
          </>
        )}
      />
    </div>
  )
}

/** What goes closest with the characteristic chosen: the matrix's row as a table. */
function Closest({
  x,
  overview,
  choose,
}: {
  x: string
  overview: AnalyticsOverview | undefined
  choose: (against: string) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const matrix = useAnalytics<CorrelationMatrix>('/correlation').data
  const titleOf = (id: string) => told(overview?.characteristics.find((one) => one.id === id)?.title ?? id)
  if (!matrix || matrix.sampled < 3) return null
  return (
    <table className="closest">
      <caption>{t('analytics.strongest', { title: titleOf(x) })}</caption>
      <thead>
        <tr>
          <th>{t('analytics.pair')}</th>
          <th className="r">ρ</th>
          <th className="r">r</th>
          <th className="r">n</th>
        </tr>
      </thead>
      <tbody>
        {strongest(matrix, x, 6).map(({ b, rho, r, n }) => (
          <tr key={b}>
            <td>
              <button type="button" className="link" onClick={() => choose(b)}>
                {titleOf(b)}
              </button>
            </td>
            <td className="r b">{rho === null ? '–' : signed(rho, 2)}</td>
            <td className="r mid">{r === null ? '–' : signed(r, 2)}</td>
            <td className={n < ENOUGH ? 'r stale' : 'r mid'}>{number(n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
