import type { ShiftReport } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePercent } from '../second-review/words.ts'
import { day, number } from '../ui/format.ts'

/** How many bad parts pass, by estimate of the weeks up to the shift: no figure of the shift itself. */
export function EscapeLine({ report: { escapes } }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const percent = usePercent()
  const { estimate, from, passed } = escapes
  return (
    <p className="p escapeline">
      <b>{t('secondReview.escapes')}</b> <span className="dim">{t('secondReview.reported', { day: day(from) })}</span>{' '}
      {estimate === null
        ? t('secondReview.unmeasured', { passed: number(passed) })
        : estimate.found === 0
          ? t('secondReview.noneFound', {
              ...{ count: estimate.looked, n: number(estimate.looked), passed: number(estimate.passed) },
              atMost: percent(estimate.atMost),
            })
          : t('secondReview.someFound', {
              ...{ count: estimate.found, n: number(estimate.found), looked: number(estimate.looked) },
              ...{ share: percent(estimate.share), lower: percent(estimate.lower), upper: percent(estimate.upper) },
            })}{' '}
      <Link to="/second-review" search={({ cell, at }) => ({ cell, at })}>
        {t('secondReview.title')}
      </Link>
    </p>
  )
}
