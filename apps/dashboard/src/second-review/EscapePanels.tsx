import type { EscapeEstimate, FoundEscape, SecondReviewSummary } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { defectTitle } from '../review/choices.ts'
import { useCell } from '../twin/hooks.ts'
import { Empty } from '../ui/Condition.tsx'
import { day, dayTime, number, percent } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'

const ROWS = ['either', 'secondReview', 'remeasurement'] as const

/** Passed parts that do not conform, by which look, on one scale. */
export function EscapePanel({ data: { escapes, from, passed, plan, unclear } }: { data: SecondReviewSummary }) {
  const { t } = useTranslation()
  const widest = Math.max(0.001, ...ROWS.map((row) => escapes[row]?.upper ?? 0))
  const rates = plan && {
    pass: percent(plan.passRate),
    near: percent(plan.nearRate ?? plan.passRate),
    reject: percent(plan.rejectRate ?? 0),
    pulled: plan.pulledPerShift ?? 0,
  }
  return (
    <Panel
      title={t('secondReview.escapes')}
      aside={t('secondReview.since', { day: day(from), count: passed, n: number(passed) })}
      className="escapes"
    >
      <table>
        <thead>
          <tr>
            <th>{t('secondReview.foundBy')}</th>
            <th className="r">{t('secondReview.lookedAt')}</th>
            <th className="r">{t('secondReview.found')}</th>
            <th className="r">{t('secondReview.rate')}</th>
            <th>{t('secondReview.between')}</th>
            <th className="r">{t('secondReview.atMost')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <Estimate key={row} title={t(`secondReview.byLook.${row}`)} estimate={escapes[row]} widest={widest} />
          ))}
        </tbody>
      </table>
      <p className="note">
        {rates ? t('secondReview.plan', rates) : t('secondReview.noPlan')}{' '}
        {unclear > 0 && t('secondReview.unclear', { count: unclear })} {t('secondReview.method')}
      </p>
    </Panel>
  )
}

function Estimate({ title, estimate, widest }: { title: string; estimate: EscapeEstimate; widest: number }) {
  const { t } = useTranslation()
  if (estimate === null)
    return (
      <tr>
        <td>{title}</td>
        <td className="r">0</td>
        <td className="dim" colSpan={4}>
          {t('secondReview.unmeasuredShort')}
        </td>
      </tr>
    )
  const { share, lower, upper, atMost, looked, found, unmeasured } = estimate
  const at = (value: number) => `${Math.min(100, (100 * value) / widest)}%`
  const between = t('secondReview.interval', { lower: percent(lower), upper: percent(upper) })
  return (
    <tr>
      <td>
        {title}
        {unmeasured > 0 && (
          <span className="dim"> {t('secondReview.notSpokenFor', { count: unmeasured, n: number(unmeasured) })}</span>
        )}
      </td>
      <td className="r">{number(looked)}</td>
      <td className="r">{number(found)}</td>
      <td className="r b">{percent(share)}</td>
      <td>
        <span className="span" title={between}>
          <i style={{ left: at(lower), width: at(upper - lower) }} />
          <b style={{ left: at(share) }} />
        </span>
        <span className="mid">{between}</span>
      </td>
      <td className="r">{percent(atMost)}</td>
    </tr>
  )
}

/** Which they were, so that somebody contains them. */
export function FoundPanel({ found }: { found: readonly FoundEscape[] }) {
  const { t } = useTranslation()
  const told = useTold()
  const named = useCell(({ live }) => live?.definition?.value.definition.recipe.characteristics) ?? []
  const titleOf = (defect: string) => told(defectTitle(defect, named))
  return (
    <Panel title={t('secondReview.foundParts')} aside={number(found.length)} className="found">
      {found.length === 0 ? (
        <Empty>{t('secondReview.noneYet')}</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              {(['serial', 'passedAt', 'foundAt', 'how', 'defect', 'container'] as const).map((name) => (
                <th key={name}>{t(`secondReview.${name}`)}</th>
              ))}
              <th />
            </tr>
          </thead>
          <tbody>
            {found.map(({ serial, cycleId, passedAt, foundAt, how, defect, container }) => (
              <tr key={`${cycleId}${how}`}>
                <td>
                  <Link to="/parts/$serial" params={{ serial }} search={(s) => ({ ...s, cycle: cycleId })}>
                    {serial}
                  </Link>
                </td>
                <td className="mid">{dayTime(passedAt)}</td>
                <td className="mid">{dayTime(foundAt)}</td>
                <td>{t(`secondReview.byLook.${how === 'remeasurement' ? how : 'secondReview'}`)}</td>
                <td>{defect?.split(', ').map(titleOf).join(', ')}</td>
                <td>{container ?? <span className="dim">{t('secondReview.notPacked')}</span>}</td>
                <td className="r">
                  <Link to="/trace" search={(s) => ({ ...s, serial })}>
                    {t('secondReview.contain')}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
