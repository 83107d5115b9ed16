import { useTranslation } from 'react-i18next'
import { RangeBar } from '../part/RangeBar.tsx'
import { limitsText, type Row, severity, valueText } from '../part/results.ts'
import { ConformanceState } from '../ui/State.tsx'
import { LateMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'

/** Values of the group with their limits, as in the passport. */
export function Values({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation()
  const told = useTold()
  return (
    <section className="p values">
      <table>
        <tbody>
          {rows.map((row) => {
            const { characteristic, result } = row
            const limits = result?.limits ?? characteristic
            return (
              <tr key={characteristic.id} className={result && severity(result.conformance) >= 3 ? 'bad' : ''}>
                <td>{told(characteristic.title)}</td>
                <td className="r">
                  <b>{valueText(row)}</b> <span className="u">{shownIn(characteristic).unit}</span>{' '}
                  {result && <LateMark cameLateMs={result.cameLateMs} afterVerdict={result.late} words="read" />}
                </td>
                <td>
                  <RangeBar
                    value={result?.value ?? null}
                    lower={limits.lower}
                    upper={limits.upper}
                    nominal={characteristic.nominal}
                    uncertainty={result?.uncertainty ?? characteristic.uncertainty}
                    conformance={result?.conformance ?? 'not-inspected'}
                  />
                </td>
                <td className="r mid">{limitsText(limits, characteristic)}</td>
                <td>
                  {result ? (
                    <ConformanceState conformance={result.conformance} />
                  ) : (
                    <span className="dim">{t('review.picture.noResult')}</span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
