import type { ReactNode } from 'react'

/** A rectangle on the grid: title left; unit, window and sample right, always in the same corner. */
export function Panel({
  title,
  aside,
  sub,
  className,
  children,
}: {
  title: ReactNode
  aside?: ReactNode
  sub?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section className={className ? `p ${className}` : 'p'}>
      <header>
        <h2>{title}</h2>
        {sub}
        {aside !== undefined && <span className="cap">{aside}</span>}
      </header>
      {children}
    </section>
  )
}
