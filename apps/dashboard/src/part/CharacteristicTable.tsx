import type { Passport, PassportCycle } from '@celltwin/contracts'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { kindTitle } from '../evidence/kinds.ts'
import { inSentence, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { LateMark } from '../ui/TrustMark.tsx'
import { useTold } from '../ui/told.ts'
import { CharacteristicColumns, CharacteristicRow } from './CharacteristicRow.tsx'
import { arrivalOf, groupRows, isAlarming, tally } from './results.ts'

/** All characteristics under the module that owes them; the gravest failed row is the tinted one. */
export function CharacteristicTable({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  const { t } = useTranslation()
  const told = useTold()
  const { definition } = passport
  const groups = groupRows(definition, cycle, ({ module }) => module)
  const all = groups.flatMap(({ rows }) => rows)
  const failed = new Set(all.filter(isAlarming).map(({ characteristic }) => characteristic.id))
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
          {t('part.pdf.valueU')} (k = 2) · {tally(all) || t('part.results.noneYet')}
        </span>
      </header>
      <table className="tbl">
        <CharacteristicColumns />
        {groups.map(({ title, module, rows }) => (
          <tbody key={title}>
            <tr className="gh">
              <th colSpan={3} scope="colgroup">
                {told(words(title))}
              </th>
              <th colSpan={3} className="r">
                {taken(cycle, module)} <LateMark {...arrivalOfModule(cycle, module)} />
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

const taken = (cycle: PassportCycle, module: string) =>
  cycle.evidence
    .filter((evidence) => evidence.module === module)
    .map(({ kind, stored }) => {
      const what = inSentence(kindTitle(kind))
      return stored ? what : i18next.t('part.results.onItsWay', { what })
    })
    .join(', ')

const arrivalOfModule = ({ evidence, results }: PassportCycle, module: string) =>
  arrivalOf(
    results.filter((result) => result.module === module),
    evidence.filter((ref) => ref.module === module),
  )
