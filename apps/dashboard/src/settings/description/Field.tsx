import type { Flaw } from '@celltwin/contracts'
import { createContext, useContext, useState } from 'react'
import { typedNumber } from '../recipe/draft.ts'
import { type Path, pointerOf, valueAt } from './document.ts'

export interface Editing {
  /** What the text says, whether or not it is a cell. */
  readonly value: unknown
  readonly flaws: readonly Flaw[]
  /** Pointers of what differs, items of lists by their id. */
  readonly changed: ReadonlySet<string>
  readonly disabled: boolean
  set(path: Path, value: unknown): void
}

export const EditingContext = createContext<Editing | undefined>(undefined)

export function useEditing(): Editing {
  const editing = useContext(EditingContext)
  if (!editing) throw new Error('a field stands outside its form')
  return editing
}

/** A number or a text of the cell file, by its path; what is empty is not said. */
export function Field({
  path,
  label,
  type = 'number',
  className,
}: {
  path: Path
  label: string
  type?: 'number' | 'text'
  className?: string
}) {
  const { value, flaws, changed, disabled, set } = useEditing()
  /** While it is being typed: `0.` is not yet a number. */
  const [typed, setTyped] = useState<string>()
  const known = valueAt(value, path)
  const pointer = pointerOf(value, path)
  const flaw = flaws.find(({ field }) => field === pointer || pointer.startsWith(`${field}/`))
  return (
    <input
      className={`cellfield ${type} ${className ?? ''} ${changed.has(pointerOf(value, path, true)) ? 'changed' : ''}`}
      aria-label={label}
      title={flaw?.rule ?? label}
      aria-invalid={flaw !== undefined}
      inputMode={type === 'number' ? 'decimal' : 'text'}
      disabled={disabled}
      value={typed ?? (known === undefined ? '' : String(known))}
      onChange={({ target }) => {
        setTyped(target.value)
        const next = type === 'number' ? typedNumber(target.value) : target.value || undefined
        if (!Number.isNaN(next)) set(path, next)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}

/** A field with its name above it. */
export function Named({ name, ...field }: { name: string } & Omit<Parameters<typeof Field>[0], 'label'>) {
  return (
    <div className="named">
      <span className="cap">{name}</span>
      <Field {...field} label={name} />
    </div>
  )
}
