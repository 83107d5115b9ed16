/** The end of a list that goes on: a page more, asked for. */
import type { ReactNode } from 'react'

export function Older({
  of: { hasNextPage, isFetchingNextPage, fetchNextPage },
  children,
}: {
  of: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown }
  children: ReactNode
}) {
  if (!hasNextPage) return null
  return (
    <p className="empty">
      <button type="button" className="btn" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
        {children}
      </button>
    </p>
  )
}
