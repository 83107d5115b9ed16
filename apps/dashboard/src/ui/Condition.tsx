/** Empty, loading and error: designed once, the same everywhere. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RequestFailed } from '../api/api.ts'
import { Coded } from './Coded.tsx'

/** Says why there is nothing, and what comes next. */
export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>
}

/** The server knows of nothing by that name: to ask again changes nothing. */
export const isNotThere = (error: unknown): boolean => error instanceof RequestFailed && error.status === 404

/** What failed, what still holds, what to do. */
export function Problem({
  error,
  what,
  holds,
  retry,
}: {
  error: unknown
  what: string
  holds?: string
  retry?: () => void
}) {
  const { t } = useTranslation()
  const failed = error instanceof RequestFailed ? error : undefined
  const said = (error instanceof Error ? error.message : String(error)).replace(/[^.!?]$/, '$&.')
  return (
    <div className="err" role="alert">
      <b>{what}</b>
      <p>
        <Coded text={[said, failed?.remedy, holds].filter(Boolean).join(' ')} />
      </p>
      {retry && (
        <button type="button" className="btn" onClick={retry}>
          {t('ui.tryAgain')}
        </button>
      )}
    </div>
  )
}

/** True once `ms` have gone by: what loads quickly never flickers. */
export function useAfter(ms: number): boolean {
  const [past, setPast] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPast(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return past
}

/** Rows of final height, after 200 ms, so that nothing jumps. */
export function Skeleton({ rows, height = 28 }: { rows: number; height?: number }) {
  const { t } = useTranslation()
  const visible = useAfter(200)
  return (
    <section aria-busy="true" aria-label={t('ui.loading')} className="skels">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height }}>
          {visible && <span className="skel" style={{ width: `${34 + ((row * 37) % 41)}%` }} />}
        </div>
      ))}
    </section>
  )
}
