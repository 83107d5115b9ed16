import type { Passport, PassportCycle } from '@celltwin/contracts'
import { expectedOf } from '@celltwin/twin'
import { useTranslation } from 'react-i18next'
import { limitsText, valueText } from '../../part/results.ts'
import { number, signed } from '../../ui/format.ts'
import { Panel } from '../../ui/Panel.tsx'
import { type Look, lookOfResult, State } from '../../ui/State.tsx'
import { useTold } from '../../ui/told.ts'
import { shownIn } from '../../ui/units.ts'
import { type Difference, differencesOf, gravestFirst } from './differences.ts'

const WIDTHS = Object.entries({ a: 64, b: 92, difference: 62, limits: 108, saysA: 96, saysB: 102 })

/** Every characteristic of both, what was judged differently on top. */
export function DifferenceTable({ passport, a, b }: { passport: Passport; a: PassportCycle; b: PassportCycle }) {
  const { t } = useTranslation()
  const all = gravestFirst(differencesOf(passport.definition.recipe.characteristics, a.results, b.results))
  const expected = [a, b].map(({ challenge }) => expectedOf(challenge, passport.definition))
  const looksOf = (one: Difference) =>
    [one.a, one.b].map((result, i) => result && lookOfResult(result, expected[i]!(one.characteristic)))
  const rack = Boolean(a.challenge ?? b.challenge)
  const judged = all.filter((difference) => difference.judged).length
  return (
    <Panel title={t('compare.results')} aside={t('compare.judgedDifferently', { count: judged })}>
      <table className="tbl">
        <colgroup>
          <col />
          {WIDTHS.map(([column, width]) => (
            <col key={column} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('compare.characteristic')}</th>
            <th scope="col" className="r">
              A
            </th>
            <th scope="col" className="r">
              B
            </th>
            <th scope="col" className="r">
              {t('compare.difference')}
            </th>
            <th scope="col" className="r">
              {t('compare.limits')}
            </th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {all.map((difference) => (
            <Row key={difference.characteristic.id} {...difference} looks={looksOf(difference)} rack={rack} />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

interface RowProps extends Difference {
  /** Of a, then of b. */
  readonly looks: readonly (Look | undefined)[]
  /** One of them is from the rack, where to be judged otherwise is nothing by itself. */
  readonly rack: boolean
}

function Row({ characteristic, a, b, by, beyondUncertainty, judged, looks, rack }: RowProps) {
  const { t } = useTranslation()
  const told = useTold()
  const { decimals, unit, difference } = shownIn(characteristic)
  const shown = by === undefined ? undefined : difference(by)
  return (
    <tr className={judged && (!rack || looks.some((look) => look?.tone === 'reject')) ? 'bad' : ''}>
      <td>{told(characteristic.title)}</td>
      <td className="r">{valueText({ characteristic, result: a })}</td>
      <td className="r">
        <b>{valueText({ characteristic, result: b })}</b> <span className="u">{unit}</span>
      </td>
      <td className={beyondUncertainty ? 'r' : 'r dim'} title={beyondUncertainty ? '' : t('compare.withinUncertainty')}>
        {shown === undefined
          ? ''
          : Number(shown.toFixed(decimals)) === 0
            ? number(0, decimals)
            : signed(shown, decimals)}
      </td>
      <td className="r mid">{limitsText(b?.limits ?? a?.limits ?? characteristic, characteristic)}</td>
      {(['a', 'b'] as const).map((which, i) => (
        <td key={which}>{looks[i] ? <State look={looks[i]} /> : <span className="dim">–</span>}</td>
      ))}
    </tr>
  )
}
