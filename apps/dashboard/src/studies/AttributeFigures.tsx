/** Attribute agreement: each appraiser's shares with their exact intervals, and what was decided of what was true. */
import {
  type Appraiser,
  type AttributeStudy,
  heldAgainst,
  type Share,
  type StudyReading,
  type Threshold,
  tableOf,
} from '@celltwin/quality'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { Verdict, VerdictIcon } from './Verdict.tsx'

export function AttributeFigures({ study, readings }: { study: AttributeStudy; readings: readonly StudyReading[] }) {
  const { t } = useTranslation()
  const { thresholds } = study
  return (
    <>
      <div className="components">
        <table>
          <thead>
            <tr>
              <th>{t('studies.appraiser')}</th>
              <th>{t('studies.verdict')}</th>
              <th>{t('studies.effectivenessFrom', { from: 100 * thresholds.effectiveness.capable })}</th>
              <th>{t('studies.ofBorderline')}</th>
              <th>{t('studies.missUpTo', { upTo: 100 * thresholds.miss.capable })}</th>
              <th>{t('studies.falseAlarmUpTo', { upTo: 100 * thresholds.falseAlarm.capable })}</th>
              <th>{t('studies.repeats')}</th>
              <th>{t('studies.kappaFrom', { from: number(thresholds.kappa.capable, 2) })}</th>
            </tr>
          </thead>
          <tbody>
            {study.appraisers.map((one) => (
              <AppraiserRow key={one.name} one={one} thresholds={thresholds} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="plots">
        {study.appraisers.map(({ name }) => (
          <CrossTab key={name} name={name} readings={readings.filter(({ operator = 'cell' }) => operator === name)} />
        ))}
      </div>
    </>
  )
}

function AppraiserRow({ one, thresholds }: { one: Appraiser; thresholds: AttributeStudy['thresholds'] }) {
  const { kappa } = one
  return (
    <tr>
      <td className="b">{one.name}</td>
      <td>
        <Verdict verdict={one.verdict} />
      </td>
      <ShareCell of={one.effectiveness} threshold={thresholds.effectiveness} />
      <ShareCell of={one.borderlineEffectiveness} />
      <ShareCell of={one.miss} threshold={thresholds.miss} />
      <ShareCell of={one.falseAlarm} threshold={thresholds.falseAlarm} />
      <ShareCell of={one.repeatability} />
      <td>
        {kappa ? (
          <>
            <VerdictIcon verdict={heldAgainst(kappa.value, thresholds.kappa)} /> {number(kappa.value, 2)}{' '}
            <span className="cap">
              {number(kappa.lower, 2)} – {number(kappa.upper, 2)}
            </span>
          </>
        ) : (
          '–'
        )}
      </td>
    </tr>
  )
}

/** A share as a point in its interval, from 0 to 100 %. */
function ShareCell({ of, threshold }: { of: Share | null; threshold?: Threshold }) {
  if (!of) return <td className="mid">–</td>
  const place = (share: number) => `${100 * share}%`
  return (
    <td>
      <span className="whisker">
        <i style={{ left: place(of.lower), width: place(of.upper - of.lower) }} />
        <b style={{ left: place(of.share) }} />
      </span>
      {threshold && (
        <>
          <VerdictIcon verdict={heldAgainst(of.share, threshold)} />{' '}
        </>
      )}
      {number(100 * of.share, 1)} %{' '}
      <span className="cap">
        {number(100 * of.lower, 1)} – {number(100 * of.upper, 1)}
      </span>
    </td>
  )
}

/** What one appraiser decided of what the parts are known to be. */
function CrossTab({ name, readings }: { name: string; readings: readonly StudyReading[] }) {
  const { t } = useTranslation()
  const [bad, good] = tableOf(readings.map(({ rating, reference }) => [rating!, reference!] as const))
  const rows = [
    { decided: t('studies.bad'), counts: bad!, wrong: 1, what: t('studies.falseAlarm') },
    { decided: t('studies.good'), counts: good!, wrong: 0, what: t('studies.miss') },
  ]
  return (
    <figure>
      <figcaption>
        <b>{t('studies.crossTab', { name })}</b>
        <span className="cap">{t('studies.decisions', { count: readings.length })}</span>
      </figcaption>
      <table className="crosstab">
        <thead>
          <tr>
            <th />
            <th className="r">{t('studies.isBad')}</th>
            <th className="r">{t('studies.isGood')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ decided, counts, wrong, what }) => (
            <tr key={decided}>
              <td>{decided}</td>
              {counts.map((count, i) => (
                <td key={i === wrong ? 'wrong' : 'right'} className={i === wrong ? 'r wrong' : 'r b'}>
                  {i === wrong && count > 0 && <span className="cap">{what} </span>}
                  {number(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
