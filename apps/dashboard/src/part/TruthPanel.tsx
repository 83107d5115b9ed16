import type { FaultKind, Passport, PassportCycle } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { inSentence, number, signed, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'
import { groupRows, valueText } from './results.ts'

/** Simulated parts alone: what the part really is, kept apart from the evidence until somebody asks. */
export function TruthPanel({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  const { t, i18n } = useTranslation()
  const told = useTold()
  const { truth } = cycle
  if (!truth) return null
  const rows = groupRows(passport.definition, cycle, () => 'all')
    .flatMap(({ rows }) => rows)
    .filter(({ characteristic }) => truth.values[characteristic.id] !== undefined)
  const defects = truth.defects.map(({ kind, severity }) => {
    const defect = inSentence(t(`simulation.kinds.${kind as FaultKind}`, { defaultValue: words(kind) }))
    return t('part.truth.severity', { defect, severity: number(severity, 2) })
  })
  return (
    <details className="p truth">
      <summary>
        <Icon name="sim" />
        {t('part.truth.title')}
      </summary>
      <p className="in">
        {truth.defects.length === 0
          ? t('part.truth.sound')
          : t('part.truth.made', { defects: new Intl.ListFormat(i18n.language).format(defects) })}{' '}
        {truth.conforming ? t('part.truth.wouldPass') : t('part.truth.wouldNotPass')}
      </p>
      <table>
        <thead>
          <tr>
            <th>{t('part.pdf.characteristic')}</th>
            <th className="r">{t('part.truth.truth')}</th>
            <th className="r">{t('part.truth.result')}</th>
            <th className="r">{t('part.truth.error')}</th>
            <th className="r">U</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { characteristic, result } = row
            const { text, difference, decimals } = shownIn(characteristic)
            const value = truth.values[characteristic.id]!
            const error = result?.value === null || result === undefined ? undefined : result.value - value
            const beyond = error !== undefined && result?.uncertainty != null && Math.abs(error) > result.uncertainty
            return (
              <tr key={characteristic.id}>
                <td>{told(characteristic.title)}</td>
                <td className="r">{text(value)}</td>
                <td className="r">{valueText(row)}</td>
                <td className={beyond ? 'r b' : 'r'}>
                  {beyond && <Icon name="warn" size={12} />}{' '}
                  {error === undefined ? '–' : signed(difference(error), decimals)}
                </td>
                <td className="r dim">
                  {result?.uncertainty == null ? '–' : number(difference(result.uncertainty), decimals)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </details>
  )
}
