import type { AgreementOfCharacteristic, AgreementWeek, SecondReviewSummary } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { useWidth } from '../ui/Chart.tsx'
import { Empty } from '../ui/Condition.tsx'
import { day, number, percent } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { linear } from '../ui/scale.ts'
import { useTold } from '../ui/told.ts'
import { useShareWords } from './words.ts'

const HEIGHT = 132
const TOP = 12
const BOTTOM = 20
const LEFT = 34

/** Agreement beyond chance and overturned rejects, week by week, each with its interval. */
export function WeeksPanel({ data: { agreement, weeks } }: { data: SecondReviewSummary }) {
  const { t } = useTranslation()
  const shareWords = useShareWords()
  const { kappa, overturned } = agreement
  const some = weeks.some((week) => week.overturned !== null || week.kappa !== null)
  return (
    <Panel title={t('secondReview.agreement')} aside={t('secondReview.agreementAside')} className="weeks">
      {some ? (
        <div className="in two">
          <figure>
            <figcaption>
              {t('secondReview.kappa')} <b>{kappa ? number(kappa.value, 2) : '–'}</b>{' '}
              {kappa
                ? t('secondReview.interval', { lower: number(kappa.lower, 2), upper: number(kappa.upper, 2) })
                : t('secondReview.noKappa')}
            </figcaption>
            <WeekChart
              label={t('secondReview.kappaChart')}
              weeks={weeks}
              domain={[0, 1]}
              of={({ kappa: of }) => of}
              text={(value) => number(value, 1)}
            />
          </figure>
          <figure>
            <figcaption>
              {t('secondReview.overturned')} <b>{overturned ? shareWords(overturned) : t('secondReview.noRejects')}</b>
            </figcaption>
            <WeekChart
              label={t('secondReview.overturnedChart')}
              weeks={weeks}
              domain={[0, Math.max(0.1, ...weeks.map((week) => week.overturned?.upper ?? 0))]}
              of={({ overturned: of }) => of && { value: of.count / of.of, lower: of.lower, upper: of.upper }}
              text={percent}
            />
          </figure>
          <p className="note">{t('secondReview.driftRule')}</p>
        </div>
      ) : (
        <Empty>{t('secondReview.noDecisions')}</Empty>
      )}
    </Panel>
  )
}

interface WeekChartProps {
  readonly label: string
  readonly weeks: readonly AgreementWeek[]
  readonly domain: readonly [number, number]
  readonly of: (week: AgreementWeek) => { value: number; lower: number; upper: number } | null
  readonly text: (value: number) => string
}

function WeekChart({ label, weeks, domain, of, text }: WeekChartProps) {
  const { t } = useTranslation()
  const [ref, width] = useWidth<HTMLDivElement>()
  const sy = linear([...domain], [HEIGHT - BOTTOM, TOP])
  const step = (width - LEFT) / weeks.length
  return (
    <div ref={ref} style={{ height: HEIGHT }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={label}>
          {[domain[0], (domain[0] + domain[1]) / 2, domain[1]].map((value) => (
            <g key={value}>
              <path className="gr" d={`M${LEFT} ${sy(value)}H${width}`} />
              <text className="ax" x={LEFT - 4} y={sy(value) + 4} textAnchor="end">
                {text(value)}
              </text>
            </g>
          ))}
          {weeks.map((week, n) => {
            const found = of(week)
            const x = LEFT + (n + 0.5) * step
            return (
              <g key={week.from}>
                {found && (
                  <>
                    <title>
                      {`${day(week.from)}: ${text(found.value)} ${t('secondReview.interval', { lower: text(found.lower), upper: text(found.upper) })}`}
                    </title>
                    <path d={`M${x} ${sy(found.lower)}V${sy(found.upper)}`} stroke="var(--data-2)" strokeWidth={2} />
                    <circle cx={x} cy={sy(found.value)} r={3.5} fill="var(--data)" />
                    {week.drift && (
                      <text className="axb" x={x + 6} y={Math.max(TOP, sy(found.value) - 6)}>
                        {t(`secondReview.drift.${week.drift}`)}
                      </text>
                    )}
                  </>
                )}
                {n % 3 === weeks.length % 3 && (
                  <text className="ax" x={x} y={HEIGHT - 5} textAnchor="middle">
                    {day(week.from)}
                  </text>
                )}
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}

/** The same of each characteristic; nothing here is of a person. */
export function CharacteristicsPanel({ data: { characteristics } }: { data: SecondReviewSummary }) {
  const { t } = useTranslation()
  const told = useTold()
  const shareWords = useShareWords()
  const decided = characteristics.filter(({ overturned, passes }) => overturned !== null || passes.of > 0)
  return (
    <Panel title={t('secondReview.byCharacteristic')} aside={t('secondReview.noPersons')} className="bychar">
      {decided.length === 0 ? (
        <Empty>{t('secondReview.noDecisions')}</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('secondReview.characteristic')}</th>
              <th>{t('secondReview.overturned')}</th>
              <th>{t('secondReview.kappa')}</th>
              <th className="r">{t('secondReview.missed')}</th>
              <th>{t('secondReview.lastWeeks')}</th>
              <th>{t('secondReview.drifts')}</th>
            </tr>
          </thead>
          <tbody>
            {decided.map((one) => (
              <tr key={one.characteristic}>
                <td>{told(one.title)}</td>
                <td>
                  {one.overturned ? (
                    shareWords(one.overturned)
                  ) : (
                    <span className="dim">{t('secondReview.noRejects')}</span>
                  )}
                </td>
                <td>
                  {one.kappa ? (
                    `${number(one.kappa.value, 2)} ${t('secondReview.interval', { lower: number(one.kappa.lower, 2), upper: number(one.kappa.upper, 2) })}`
                  ) : (
                    <span className="dim">–</span>
                  )}
                </td>
                <td className="r">
                  {t('secondReview.countOf', { count: one.passes.count, of: number(one.passes.of) })}
                </td>
                <td>
                  <Strip weeks={one.weeks} />
                </td>
                <td>
                  <Drifted weeks={one.weeks} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

type Weeks = AgreementOfCharacteristic['weeks']

/** Overturned of decided, a bar a week. */
function Strip({ weeks }: { weeks: Weeks }) {
  const { t } = useTranslation()
  return (
    <span className="strip">
      {weeks.map(({ from, count, of }) => (
        <i
          key={from}
          title={`${day(from)}: ${t('secondReview.countOf', { count, of })}`}
          className={of === 0 ? 'none' : ''}
          style={{ height: `${of === 0 ? 2 : 2 + (16 * count) / of}px` }}
        />
      ))}
    </span>
  )
}

function Drifted({ weeks }: { weeks: Weeks }) {
  const { t } = useTranslation()
  const last = weeks.findLast(({ drift }) => drift !== null)
  if (!last?.drift) return <span className="dim">{t('secondReview.noDrift')}</span>
  return (
    <span className="st hold">
      <Icon name="warn" size={12} />
      {t('secondReview.driftedIn', { way: t(`secondReview.drift.${last.drift}`), day: day(last.from) })}
    </span>
  )
}
