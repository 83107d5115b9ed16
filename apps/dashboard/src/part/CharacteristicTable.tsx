import type { Passport, PassportCycle } from '@celltwin/contracts'
import { latest } from '@celltwin/twin'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { kindTitle } from '../evidence/kinds.ts'
import { inSentence, number, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { ConformanceState } from '../ui/State.tsx'
import { LateMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'
import { RangeBar } from './RangeBar.tsx'
import { groupRows, limitsText, type Row, severity, tally, valueText } from './results.ts'

/** All characteristics under the module that owes them; the gravest failed row is the tinted one. */
export function CharacteristicTable({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  const { t } = useTranslation()
  const told = useTold()
  const { definition } = passport
  const groups = groupRows(definition, cycle.results, ({ module }) => module)
  const failed = new Set(
    cycle.results.filter(({ conformance }) => severity(conformance) >= 3).map(({ characteristic }) => characteristic),
  )
  // One tinted row speaks; more than three would shout, and the first reason is then the one that counts.
  const decisive = cycle.reasons.find(
    ({ characteristic }) => characteristic && failed.has(characteristic),
  )?.characteristic
  const tinted = failed.size > 3 && decisive ? new Set([decisive]) : failed
  return (
    <section className="p ct">
      <header>
        <h2>{t('part.pdf.characteristics')}</h2>
        <span className="cap">
          {t('part.pdf.valueU')} (k = 2) · {tally(cycle.results) || t('part.results.noneYet')}
        </span>
      </header>
      <table className="tbl">
        <colgroup>
          <col />
          <col style={{ width: 62 }} />
          <col style={{ width: 80 }} />
          <col style={{ width: 126 }} />
          <col style={{ width: 110 }} />
          <col style={{ width: 118 }} />
        </colgroup>
        {groups.map(({ title, module, rows }) => (
          <tbody key={title}>
            <tr className="gh">
              <th colSpan={3} scope="colgroup">
                {told(words(title))}
              </th>
              <th colSpan={3} className="r">
                {taken(cycle, module)} <LateMark {...arrivalOf(cycle, module)} />
              </th>
            </tr>
            {rows.map((row) => (
              <CharacteristicRow key={row.characteristic.id} row={row} tinted={tinted.has(row.characteristic.id)} />
            ))}
          </tbody>
        ))}
      </table>
      <div className="leg">
        <span>
          <svg width="18" height="8" aria-hidden="true">
            <rect width="18" height="8" fill="var(--data-3)" opacity=".75" />
          </svg>
          {t('part.results.accepted')}
        </span>
        <span>
          <svg width="18" height="8" aria-hidden="true">
            <rect width="18" height="8" fill="url(#hatch)" />
          </svg>
          {t('part.results.guardBand')}
        </span>
        <span>
          <svg width="3" height="12" aria-hidden="true">
            <path d="M1.5 0v12" stroke="var(--ink-2)" />
          </svg>
          {t('part.results.limit')}
        </span>
        <span>
          <Icon name="cpass" size={12} /> {t('part.results.narrow')}
        </span>
      </div>
    </section>
  )
}

function CharacteristicRow({ row, tinted }: { row: Row; tinted: boolean }) {
  const { t } = useTranslation()
  const told = useTold()
  const { characteristic, result } = row
  const { unit, decimals, difference } = shownIn(characteristic)
  const limits = result?.limits ?? characteristic
  const uncertainty = result?.uncertainty ?? characteristic.uncertainty ?? null
  return (
    <tr className={tinted ? 'bad' : ''} title={told(result?.reason ?? result?.explanation ?? '')}>
      <td>
        {told(characteristic.title)}
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
        {result && <LateMark cameLateMs={result.cameLateMs} afterVerdict={result.late} words="read" />}{' '}
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
        />
      </td>
      <td className="r mid">{limitsText(limits, characteristic)}</td>
      <td>
        {result ? (
          <ConformanceState conformance={result.conformance} />
        ) : (
          <span className="dim">{t('part.results.noneYet')}</span>
        )}
      </td>
    </tr>
  )
}

/** An uncertainty has as many digits as say something: 0.015, 10, and 0.02 where the value has none that small. */
const trimmed = (value: number, decimals: number) =>
  number(value, Math.max(decimals, Math.ceil(-Math.log10(value))))
    .replace(/([.,]\d*?)0+$/, '$1')
    .replace(/[.,]$/, '')

/** The latest of what a module took and made of it. */
const arrivalOf = ({ evidence, results }: PassportCycle, module: string) => {
  const own = results.filter((result) => result.module === module)
  const refs = evidence.filter((ref) => ref.module === module)
  return {
    cameLateMs: latest([...own, ...refs].map(({ cameLateMs }) => cameLateMs)),
    afterVerdict: own.some(({ late }) => late),
  }
}

const taken = (cycle: PassportCycle, module: string) =>
  cycle.evidence
    .filter((evidence) => evidence.module === module)
    .map(({ kind, stored }) => {
      const what = inSentence(kindTitle(kind))
      return stored ? what : i18next.t('part.results.onItsWay', { what })
    })
    .join(', ')
