import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { Problem } from './Condition.tsx'
import { Dialog } from './Dialog.tsx'
import { TextField } from './TextField.tsx'

/** Who signs: nothing where somebody is signed in, for then the server knows. */
export type Signed = { readonly by?: string }

interface Props {
  readonly title: string
  readonly text?: ReactNode
  /** What is done; also named where it did not work. */
  readonly action: string
  readonly send: (by: Signed) => Promise<unknown>
  /** What is read again afterwards. */
  readonly stale: QueryKey
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** What a person says and answers for: who signs is the person signed in; without sign-in they say so. */
export function SignedDialog({ title, text, action, send, stale, onClose, children }: Props) {
  const { t } = useTranslation()
  const signedIn = useMe().data?.person
  const [by, setBy] = useOperator()
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => send(by.trim() && !signedIn ? { by: by.trim() } : {}),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: stale })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <Dialog label={title} onClose={onClose}>
      <form className="say" onSubmit={submit}>
        <h2>{title}</h2>
        {text && <p className="mid">{text}</p>}
        {children}
        {!signedIn && <TextField label={t('sign.name')} required maxLength={80} value={by} onChange={setBy} />}
        {error && <Problem error={error} what={action} />}
        <div className="row">
          <button type="submit" className="btn prime" disabled={isPending}>
            {action}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            {t('sign.cancel')} <kbd>Esc</kbd>
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** Why it is done, in words of at least three letters. */
export const ReasonField = (props: {
  label: string
  hint?: string
  value: string
  required?: boolean
  onChange: (value: string) => void
}) => <TextField required minLength={3} maxLength={500} pattern=".*\S.*\S.*\S.*" {...props} />
