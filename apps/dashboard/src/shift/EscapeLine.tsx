import type { ShiftReport } from '@celltwin/contracts'
import { escapesText } from '@celltwin/locales'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePlantFormats } from './words.ts'

/** How many bad parts pass, by estimate of the weeks up to the shift: no figure of the shift itself. */
export function EscapeLine({ report }: { report: ShiftReport }) {
  const { t } = useTranslation()
  const formats = usePlantFormats(report)
  const { escapes } = report
  return (
    <p className="p escapeline">
      <b>{t('secondReview.escapes')}</b>{' '}
      <span className="dim">{t('secondReview.reported', { day: formats.fullDay(escapes.from) })}</span>{' '}
      {escapesText(t, escapes, formats)}{' '}
      <Link to="/second-review" search={({ cell, at }) => ({ cell, at })}>
        {t('secondReview.title')}
      </Link>
    </p>
  )
}
