import { useId } from 'react'
import { LANGUAGES, languageName } from '../i18n.ts'

interface LanguageSelectProps {
  readonly value: string
  readonly onChange: (code: string) => void
  readonly id?: string
  /** Where no label stands around it. */
  readonly 'aria-label'?: string
}

/** One of the languages there are, each in its own words. */
export const LanguageSelect = ({ onChange, ...select }: LanguageSelectProps) => (
  <select className="field" onChange={({ target }) => onChange(target.value)} {...select}>
    {LANGUAGES.map((code) => (
      <option key={code} value={code}>
        {languageName(code)}
      </option>
    ))}
  </select>
)

type LanguageFieldProps = Pick<LanguageSelectProps, 'value' | 'onChange'> & { readonly label: string }

/** A language under its label. */
export function LanguageField({ label, ...select }: LanguageFieldProps) {
  const id = useId()
  return (
    <label htmlFor={id}>
      <span>{label}</span>
      <LanguageSelect id={id} {...select} />
    </label>
  )
}
