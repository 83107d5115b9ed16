import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { number } from '../ui/format.ts'
import { State } from '../ui/State.tsx'
import { LateMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'
import { RangeBar } from './RangeBar.tsx'
import { limitsText, lookOfRow, type Row, valueText } from './results.ts'

/** Of a table of characteristics, so that those of two tables stand under each other. */
export const CharacteristicColumns = () => (
  <colgroup className="characteristics">
    <col />
    <col />
    <col />
    <col />
    <col />
    <col />
  </colgroup>
)

/** Value ± U, limits as a picture and in figures, and what it comes to; with why, where the pointer rests. */
export function CharacteristicRow({
  row,
  tinted,
  gutter,
}: {
  row: Row
  tinted: boolean
  /** What stands before the name. */
  gutter?: ReactNode
}) {
  const { t } = useTranslation()
  const told = useTold()
  const { characteristic, result } = row
  const { unit, decimals, difference } = shownIn(characteristic)
  const limits = result?.limits ?? characteristic
  const look = lookOfRow(row)
  const uncertainty = result?.uncertainty ?? characteristic.uncertainty ?? null
  return (
    <tr className={tinted ? 'bad' : ''} title={told(result?.reason ?? result?.explanation ?? '')}>
      <td>
        {gutter}
        {told(characteristic.title)}{' '}
        {result && <LateMark cameLateMs={result.cameLateMs} afterVerdict={result.late} words="read" />}
        {characteristic.special && (
          <span className="cap" title={t('part.results.specialWhy')}>
            {' '}
            {t('part.results.special')}
          </span>
        )}
        {characteristic.advisory && (
          <span
            className="cap"
            title={[t('part.results.advisoryWhy'), characteristic.reference].filter(Boolean).join('. ')}
          >
            {' '}
            {t('part.results.advisory')}
          </span>
        )}
      </td>
      <td className="r">
        <b>{valueText(row)}</b>
      </td>
      <td className="u">
        {result && result.value !== null && uncertainty ? `± ${trimmed(difference(uncertainty), decimals)} ` : ''}
        {unit}
      </td>
      <td>
        <RangeBar
          value={result?.value ?? null}
          lower={limits.lower}
          upper={limits.upper}
          nominal={characteristic.nominal}
          uncertainty={uncertainty}
          conformance={result?.conformance ?? 'not-inspected'}
          tone={look?.tone}
        />
      </td>
      <td className="r mid">{limitsText(limits, characteristic)}</td>
      <td>{look ? <State look={look} /> : <span className="dim">{t('part.results.noneYet')}</span>}</td>
    </tr>
  )
}

/** An uncertainty has as many digits as say something: 0.015, 10, and 0.02 where the value has none that small. */
const trimmed = (value: number, decimals: number) =>
  number(value, Math.max(decimals, Math.ceil(-Math.log10(value))))
    .replace(/([.,]\d*?)0+$/, '$1')
    .replace(/[.,]$/, '')
