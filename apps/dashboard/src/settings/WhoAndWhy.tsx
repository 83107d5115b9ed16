import { useMe } from '../people/me.ts'

interface Entry {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Who changes it, asked where nobody signs in, and why. */
export function WhoAndWhy({ by, reason }: { by: Entry; reason: Entry }) {
  const demo = useMe().data?.mode === 'demo'
  return (
    <>
      {demo && <Field {...by} maxLength={80} />}
      <Field {...reason} minLength={3} maxLength={500} />
    </>
  )
}

function Field({ label, onChange, ...rest }: Entry & { minLength?: number; maxLength: number }) {
  return (
    <input
      className="field"
      aria-label={label}
      placeholder={label}
      required
      onChange={({ target }) => onChange(target.value)}
      {...rest}
    />
  )
}
