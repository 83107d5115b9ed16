import type { ErrorComponentProps } from '@tanstack/react-router'
import { Problem } from '../ui/Condition.tsx'

/** A page that broke: the others go on, and so does the cell. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <main className="alone">
      <Problem
        error={error}
        what="This page broke."
        holds="The data are untouched and the cell goes on."
        retry={reset}
      />
    </main>
  )
}
