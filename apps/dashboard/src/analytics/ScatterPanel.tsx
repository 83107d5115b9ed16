import type { AnalyticsOverview, Characteristic, Scatter } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { Chart } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { extent } from '../ui/scale.ts'
import { Answer } from './Answer.tsx'
import { useAnalytics } from './use-analytics.ts'
import { useWindowWords } from './words.ts'

const HEIGHT = 300

/** Two characteristics against one another. */
export function ScatterPanel({
  overview,
  x,
  y,
}: {
  overview: AnalyticsOverview | undefined
  x: string | undefined
  y: string | undefined
}) {
  const { t } = useTranslation()
  const windowWords = useWindowWords()
  const find = (id: string | undefined) => overview?.characteristics.find((one) => one.id === id)
  const [across, up] = [find(x), find(y)]
  const wanted = across !== undefined && up !== undefined && across !== up
  const scatter = useAnalytics<Scatter>('/scatter', { x, y }, wanted)
  const data = scatter.data
  return (
    <Panel
      className="scatp"
      title={wanted ? t('analytics.over', { y: up.title, x: across.title }) : t('analytics.scatter')}
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
        <Answer of={scatter} height={HEIGHT}>
          {(data) =>
            data.n === 0 ? (
              <p className="empty">{t('analytics.noPairs', { count: 0 })}</p>
            ) : (
              <Dots {...{ data, across, up }} />
            )
          }
        </Answer>
      ) : (
        <p className="empty">{t('analytics.choosePair')}</p>
      )}
    </Panel>
  )
}

function Dots({ data, across, up }: { data: Scatter; across: Characteristic; up: Characteristic }) {
  const { t } = useTranslation()
  return (
    <div className="in">
      <Chart
        label={t('analytics.over', { y: up.title, x: across.title })}
        height={HEIGHT}
        x={extent(data.x)}
        y={extent(data.y)}
        xUnit={across.unit}
        lines={[]}
        before={({ sx, sy, top, bottom, left, right }) => (
          <>
            <path
              className="dots"
              d={data.x.map((value, i) => `M${sx(value).toFixed(1)} ${sy(data.y[i]!).toFixed(1)}h0`).join('')}
            />
            {[across.lower, across.upper].map(
              (limit) =>
                limit !== undefined &&
                sx(limit) > left &&
                sx(limit) < right && <path key={limit} className="lim" d={`M${sx(limit)} ${top}V${bottom}`} />,
            )}
            {[up.lower, up.upper].map(
              (limit) =>
                limit !== undefined &&
                sy(limit) > top &&
                sy(limit) < bottom && <path key={limit} className="lim" d={`M${left} ${sy(limit)}H${right}`} />,
            )}
            <text className="ax" x={left} y={10}>
              {`${up.title}${up.unit && `, ${up.unit}`}`}
            </text>
          </>
        )}
      />
    </div>
  )
}
