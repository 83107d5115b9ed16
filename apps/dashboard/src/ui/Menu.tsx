import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

/** What is chosen now and then, below a button; closes on Escape and when the focus leaves it. */
export function Menu({
  label,
  title,
  className = '',
  children,
}: {
  label: ReactNode
  title?: string | undefined
  className?: string
  children: ReactNode
}) {
  return (
    <details
      className={`drop ${className}`}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) currentTarget.open = false
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key !== 'Escape') return
        currentTarget.open = false
        currentTarget.querySelector('summary')?.focus()
      }}
      onClick={({ target, currentTarget }) => {
        if (target instanceof Element && target.closest('.menu a')) currentTarget.open = false
      }}
    >
      <summary className="btn quiet" title={title}>
        {label}
        <Icon name="down" size={12} />
      </summary>
      <div className="menu">{children}</div>
    </details>
  )
}
