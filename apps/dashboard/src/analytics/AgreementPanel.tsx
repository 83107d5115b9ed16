import type { Agreement } from '@celltwin/contracts'
import { ENOUGH } from '@celltwin/locales'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useWidth } from '../ui/Chart.tsx'
import { number } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { linear } from '../ui/scale.ts'
import { Answer } from './Answer.tsx'
import { useAnalytics } from './use-analytics.ts'
import { useClock, useWindowWords, withInterval } from './words.ts'

const HEIGHT = 150

/** How far people and machine agree, over time. */
export function AgreementPanel() {
  const { t } = useTranslation()
  const windowWords = useWindowWords()
  const agreement = useAnalytics<Agreement>('/agreement')
  const data = agreement.data
  const reviewed = data?.periods.reduce((sum, period) => sum + countOf(period), 0)
  return (
    <Panel
      className="agreep"
      title={t('analytics.agreement')}
      sub={
        <Link to="/second-review" search={({ cell, at }) => ({ cell, at })}>
          {t('secondReview.title')}
        </Link>
      }
      aside={data && [t('analytics.decisions'), windowWords(data), `n = ${number(reviewed ?? 0)}`].join(' · ')}
    >
      <Answer of={agreement} height={HEIGHT}>
        {(data) =>
          reviewed === 0 ? (
            <p className="empty">{t('analytics.noReviews')}</p>
          ) : (
            <div className="in agree">
              <Figures data={data} />
              <Periods data={data} />
            </div>
          )
        }
      </Answer>
    </Panel>
  )
}

type Period = Agreement['periods'][number]
const countOf = ({ rejected, held, passed }: Period) =>
  [rejected, held, passed].reduce((sum, one) => sum + one.conforming + one.nonconforming, 0)

function Figures({ data: { overturned, escaped, kappa } }: { data: Agreement }) {
  const { t } = useTranslation()
  const share = (of: Agreement['overturned']) =>
    of &&
    (of.of < ENOUGH
      ? t('analytics.countOf', { count: of.count, of: of.of })
      : `${number((100 * of.count) / of.of, 1)} % (${number(100 * of.lower, 1)}–${number(100 * of.upper, 1)}), ${t('analytics.countOf', { count: of.count, of: of.of })}`)
  return (
    <dl className="kv">
      <dt>{t('analytics.overturned')}</dt>
      <dd>{share(overturned) ?? t('analytics.noRejects')}</dd>
      <dt>{t('secondReview.kappa')}</dt>
      <dd>{kappa ? withInterval(kappa) : t('secondReview.noKappa')}</dd>
      <dt>{t('analytics.escaped')}</dt>
      <dd>{share(escaped) ?? t('analytics.noPasses')}</dd>
    </dl>
  )
}

/** Rejects that people looked at, by period; the dark part is what they found conforming. */
function Periods({ data: { periods } }: { data: Agreement }) {
  const { t } = useTranslation()
  const clock = useClock()
  const [ref, width] = useWidth<HTMLDivElement>()
  const most = Math.max(1, ...periods.map(({ rejected }) => rejected.conforming + rejected.nonconforming))
  const sy = linear([0, most], [0, HEIGHT - 34])
  const step = width / periods.length
  return (
    <div ref={ref} className="periods" style={{ height: HEIGHT }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={t('analytics.agreementChart')}>
          <path className="bl" d={`M0 ${HEIGHT - 18.5}H${width}`} />
          {periods.map(({ from, rejected }, i) => {
            const all = sy(rejected.conforming + rejected.nonconforming)
            const over = sy(rejected.conforming)
            const text = t('analytics.periodSays', {
              at: clock.full(from),
              count: rejected.conforming + rejected.nonconforming,
              over: rejected.conforming,
            })
            return (
              <g key={from}>
                <title>{text}</title>
                <rect x={i * step + 2} width={step - 4} y={HEIGHT - 18 - all} height={all} fill="var(--data-3)" />
                <rect x={i * step + 2} width={step - 4} y={HEIGHT - 18 - over} height={over} fill="var(--data)" />
                {rejected.conforming > 0 && (
                  <text className="axb" x={(i + 0.5) * step} y={HEIGHT - 22 - all} textAnchor="middle">
                    {rejected.conforming}
                  </text>
                )}
                {i % 2 === 0 && (
                  <text className="ax" x={i * step + 2} y={HEIGHT - 5}>
                    {clock.tick(Date.parse(from), Date.parse(periods[1]!.from) - Date.parse(periods[0]!.from))}
                  </text>
                )}
              </g>
            )
          })}
          <text className="ax" x={0} y={10}>
            {t('analytics.agreementRead')}
          </text>
        </svg>
      )}
    </div>
  )
}
