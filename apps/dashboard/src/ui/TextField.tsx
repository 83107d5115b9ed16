import { type ComponentProps, useId } from 'react'

export type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange'> & {
  readonly label: string
  readonly hint?: string
  readonly onChange?: (value: string) => void
}

/** One line of text under its label, with a rule below it where there is one to say. */
export function TextField({ label, hint, onChange, ...input }: TextFieldProps) {
  const id = useId()
  return (
    <div className="fld">
      <label>
        <span>{label}</span>
        <input
          className="field"
          aria-describedby={hint ? id : undefined}
          onChange={onChange && (({ target }) => onChange(target.value))}
          {...input}
        />
      </label>
      {hint && (
        <p className="cap" id={id}>
          {hint}
        </p>
      )}
    </div>
  )
}

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'onChange'> & {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Several lines of text under their label. */
export function TextArea({ label, onChange, ...area }: TextAreaProps) {
  return (
    <label>
      <span>{label}</span>
      <textarea className="field" rows={3} onChange={({ target }) => onChange(target.value)} {...area} />
    </label>
  )
}
