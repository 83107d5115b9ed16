import { useMe } from '../people/me.ts'
import { ReasonField } from '../ui/SignedDialog.tsx'
import { TextField } from '../ui/TextField.tsx'

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
      {demo && <TextField required maxLength={80} {...by} />}
      <ReasonField {...reason} />
    </>
  )
}
