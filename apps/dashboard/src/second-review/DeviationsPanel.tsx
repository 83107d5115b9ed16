import type { Deviation } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { Empty } from '../ui/Condition.tsx'
import { number, signed } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { shownIn } from '../ui/units.ts'

/** What the cell measures more, or less, than the gauge that pulled parts are taken to. */
export function DeviationsPanel({ deviations }: { deviations: readonly Deviation[] }) {
  const { t } = useTranslation()
  const told = useTold()
  return (
    <Panel title={t('secondReview.deviations')} aside={t('secondReview.deviationsAside')} className="deviations">
      {deviations.length === 0 ? (
        <Empty>{t('secondReview.noDeviations')}</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('secondReview.characteristic')}</th>
              <th>{t('secondReview.gauge')}</th>
              <th className="r">n</th>
              <th className="r">{t('secondReview.bias')}</th>
              <th>{t('secondReview.biasInterval')}</th>
              <th>{t('secondReview.differences')}</th>
              <th className="r">{t('secondReview.same')}</th>
            </tr>
          </thead>
          <tbody>
            {deviations.map((deviation) => {
              const { characteristic, title, gauge, n, bias, limits, sameConformance } = deviation
              const { unit, decimals, difference } = shownIn(deviation)
              const value = (of: number) => signed(difference(of), decimals + 1)
              const proven = bias.lower !== null && bias.upper !== null && bias.lower * bias.upper > 0
              return (
                <tr key={`${characteristic}${gauge}`}>
                  <td>{told(title)}</td>
                  <td className="mid">{gauge}</td>
                  <td className="r">{n}</td>
                  <td className="r b">
                    {value(bias.value)} <span className="u">{unit}</span>
                  </td>
                  <td>
                    {bias.lower === null || bias.upper === null ? (
                      <span className="dim">{t('secondReview.oneValue')}</span>
                    ) : (
                      <>
                        {t('secondReview.interval', { lower: value(bias.lower), upper: value(bias.upper) })}{' '}
                        <span className="mid">{proven ? t('secondReview.biased') : t('secondReview.notProven')}</span>
                      </>
                    )}
                  </td>
                  <td className="mid">
                    {limits && t('secondReview.interval', { lower: value(limits.lower), upper: value(limits.upper) })}
                  </td>
                  <td className="r">{t('secondReview.countOf', { count: number(sameConformance), of: number(n) })}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
