import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem, useAfter } from '../ui/Condition.tsx'

/** A chart's answer: waited for at its final height, failed with a way to ask again, or there. */
export function Answer<T>({
  of,
  height,
  children,
}: {
  of: UseQueryResult<T>
  height: number
  children: (answer: T) => ReactNode
}) {
  const { t } = useTranslation()
  const late = useAfter(200)
  const problem = of.error && (
    <Problem
      error={of.error}
      what={t('analytics.failed')}
      {...(of.data === undefined ? {} : { holds: t('analytics.older') })}
      retry={() => of.refetch()}
    />
  )
  if (of.data === undefined)
    return (
      <div className="in" style={{ minHeight: height }} aria-busy={of.isPending}>
        {problem ?? (late && <span className="skel wait">{t('analytics.loading')}</span>)}
      </div>
    )
  return (
    <div className={of.isPlaceholderData ? 'answer before' : 'answer'} aria-busy={of.isPlaceholderData}>
      {problem}
      {children(of.data)}
    </div>
  )
}
