import type { Characteristic, Flaw, Recipe } from '@celltwin/contracts'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formats } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useTold } from '../../ui/told.ts'
import { NUMBERS, type NumberField, TEXTS, type TextField, typedNumber, withCharacteristic } from './draft.ts'

interface Editing {
  readonly draft: Recipe
  readonly base: Recipe
  readonly flaws: readonly Flaw[]
  readonly disabled: boolean
  readonly onChange: (draft: Recipe) => void
}

/** Every characteristic a row, every limit a field; a rule that is broken stands below its row. */
export function RecipeTable({ draft, base, flaws, disabled, onChange }: Editing) {
  const { t } = useTranslation()
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th>{t('recipe.characteristic')}</th>
            {NUMBERS.map((field) => (
              <th key={field} className="r">
                {t(`recipe.field.${field}`)}
              </th>
            ))}
            <th>{t('recipe.unit')}</th>
            {TEXTS.map((field) => (
              <th key={field}>{t(`recipe.field.${field}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {draft.characteristics.map((characteristic, index) => (
            <Row
              key={characteristic.id}
              characteristic={characteristic}
              was={base.characteristics.find(({ id }) => id === characteristic.id)}
              flaws={flaws.filter(({ field }) => field.startsWith(`/characteristics/${index}/`))}
              disabled={disabled}
              onChange={(field, value) => onChange(withCharacteristic(draft, characteristic.id, field, value))}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({
  characteristic,
  was,
  flaws,
  disabled,
  onChange,
}: {
  characteristic: Characteristic
  was: Characteristic | undefined
  flaws: readonly Flaw[]
  disabled: boolean
  onChange: (field: NumberField | TextField | 'reference', value: number | string | undefined) => void
}) {
  const { t } = useTranslation()
  const told = useTold()
  const { module, unit } = characteristic
  const title = told(characteristic.title)
  const flawOf = (field: string) => flaws.find((flaw) => flaw.field.endsWith(`/${field}`))
  const look = (field: NumberField | TextField) =>
    ['cellfield', ...(was?.[field] === characteristic[field] ? [] : ['changed'])].join(' ')
  return (
    <Fragment>
      <tr>
        <th scope="row">
          {title} <span className="cap">{told(module)}</span>
          {characteristic.special && <span className="cap b"> {t('recipe.special')}</span>}
          {characteristic.advisory && <span className="cap"> {t('recipe.advisory')}</span>}
        </th>
        {NUMBERS.map((field) => (
          <td key={field} className="r">
            <NumberInput
              className={look(field)}
              label={`${title}: ${t(`recipe.field.${field}`)}`}
              value={characteristic[field]}
              placeholder={field === 'guardBand' ? assumed(characteristic) : ''}
              disabled={disabled}
              invalid={flawOf(field) !== undefined}
              onChange={(value) => onChange(field, value)}
            />
          </td>
        ))}
        <td className="mid">{unit}</td>
        {TEXTS.map((field) => (
          <td key={field}>
            <input
              className={`${look(field)} ${field}`}
              aria-label={`${title}: ${t(`recipe.field.${field}`)}`}
              aria-invalid={flawOf(field) !== undefined}
              title={characteristic[field] ?? ''}
              value={characteristic[field] ?? ''}
              disabled={disabled}
              onChange={({ target }) => onChange(field, target.value)}
            />
          </td>
        ))}
      </tr>
      {flaws.length > 0 && (
        <tr className="flaws">
          <td colSpan={NUMBERS.length + TEXTS.length + 2} role="alert">
            {flaws.map(({ field, rule }) => (
              <span key={field + rule} className="reject">
                <Icon name="warn" size={12} /> {field.split('/').at(-1)} {told(rule)}
              </span>
            ))}
            {characteristic.advisory && (
              <input
                className="field"
                aria-label={`${title}: ${t('recipe.field.reference')}`}
                value={characteristic.reference ?? ''}
                onChange={({ target }) => onChange('reference', target.value)}
              />
            )}
          </td>
        </tr>
      )}
    </Fragment>
  )
}

/** The width of the guard band where none is set. */
function assumed({ uncertainty, uncertaintyPercent, advisory }: Characteristic): string {
  if (advisory) return ''
  if (uncertainty !== undefined) return `U ${typed(uncertainty)}`
  return uncertaintyPercent === undefined ? '' : `U ${typed(uncertaintyPercent)} %`
}

/** As it is typed in the language of this screen. */
const typed = (value: number): string => String(value).replace('.', formats().decimalMark)

/** Keeps what is typed until it is a number. */
function NumberInput({
  className,
  label,
  value,
  placeholder,
  disabled,
  invalid,
  onChange,
}: {
  className: string
  label: string
  value: number | undefined
  placeholder: string
  disabled: boolean
  invalid: boolean
  onChange: (value: number | undefined) => void
}) {
  const [text, setText] = useState<string>()
  const shown = text ?? (value === undefined ? '' : typed(value))
  const wrong = text !== undefined && Number.isNaN(typedNumber(text))
  return (
    <input
      className={className}
      inputMode="decimal"
      aria-label={label}
      aria-invalid={invalid || wrong}
      placeholder={placeholder}
      disabled={disabled}
      value={shown}
      onChange={({ target }) => {
        setText(target.value)
        const read = typedNumber(target.value)
        if (!Number.isNaN(read)) onChange(read)
      }}
      onBlur={() => setText(undefined)}
    />
  )
}
