/** Forms about people: a label above each field, a rule below it, and what went wrong said aloud. */
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../ui/Condition.tsx'
import { TextField, type TextFieldProps } from '../ui/TextField.tsx'

/** Must be filled in unless it says otherwise. */
export const Field = (field: TextFieldProps) => <TextField required {...field} />

/** A password that is being chosen, with the rule that the server holds it to. */
export function NewPassword(more: { label: string; autoFocus?: boolean }) {
  const { t } = useTranslation()
  return (
    <Field
      name="password"
      type="password"
      hint={t('people.passwordHint')}
      autoComplete="new-password"
      minLength={12}
      maxLength={200}
      {...more}
    />
  )
}

/** A PIN that is being chosen, likewise. */
export function NewPin(more: { label: string; required?: boolean }) {
  const { t } = useTranslation()
  return (
    <Field
      name="pin"
      type="password"
      hint={t('people.pinHint')}
      inputMode="numeric"
      pattern="[0-9]{4,8}"
      autoComplete="off"
      {...more}
    />
  )
}

export function Form({
  children,
  submit,
  busy,
  error,
  failed,
  onSubmit,
  big,
}: {
  children: ReactNode
  submit: string
  busy: boolean
  error: unknown
  /** What did not work, where something did not. */
  failed: string
  onSubmit: (values: Record<string, string>) => void
  big?: boolean
}) {
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(Object.fromEntries([...new FormData(event.currentTarget)].map(([key, value]) => [key, String(value)])))
  }
  return (
    <form className="pform" onSubmit={send}>
      {children}
      {error !== null && error !== undefined && <Problem error={error} what={failed} />}
      <button type="submit" className={big ? 'btn prime touch' : 'btn prime'} disabled={busy}>
        {submit}
      </button>
    </form>
  )
}
