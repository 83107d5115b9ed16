import type { Source } from '@celltwin/contracts'
import type { ReactNode } from 'react'
import { useStanding } from '../twin/hooks.ts'
import { isDoubtful, Marked } from '../ui/TrustMark.tsx'

/** One answer: its name with what it is worth, the window or age at the right, the figure below. */
export function Figure({
  of,
  name,
  aside,
  className = '',
  children,
}: {
  /** Whose word it rests on. */
  of: readonly Source[]
  name: ReactNode
  aside?: ReactNode
  className?: string
  children: ReactNode
}) {
  const standing = useStanding(of)
  return (
    <section className={`${className}${isDoubtful(standing.trust) ? ' doubtful' : ''}`}>
      <div className="cap">
        <span className="name">
          {name} <Marked standing={standing} />
        </span>
        <span>{aside}</span>
      </div>
      {children}
    </section>
  )
}
