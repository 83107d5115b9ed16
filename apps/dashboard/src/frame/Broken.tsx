import type { ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Problem } from '../ui/Condition.tsx'

/** A page that broke: the others go on, and so does the cell. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  return (
    <main className="alone">
      <Problem error={error} what={t('frame.broken')} holds={t('frame.brokenHolds')} retry={reset} />
    </main>
  )
}
