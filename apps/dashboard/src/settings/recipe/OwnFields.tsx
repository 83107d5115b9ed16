import type { DecisionRule, Flaw, Recipe } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { type OwnField, withOwn } from './draft.ts'

const OWN: readonly OwnField[] = ['drawing', 'drawingRevision', 'changeReference']
const RULES = {
  acceptance: ['guarded', 'simple'],
  conditionalFail: ['reject', 'hold'],
  conditionalPass: ['pass', 'hold'],
  conditionalPassSpecial: ['pass', 'hold'],
} as const

/** The drawing, and how a verdict is made of results. */
export function OwnFields({
  draft,
  base,
  flaws,
  disabled,
  onChange,
}: {
  draft: Recipe
  base: Recipe
  flaws: readonly Flaw[]
  disabled: boolean
  onChange: (draft: Recipe) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="own in">
      {OWN.map((field) => {
        const flaw = flaws.find((each) => each.field === `/${field}`)
        return (
          <label key={field}>
            <span>{t(`recipe.field.${field}`)}</span>
            <input
              className={draft[field] === base[field] ? 'field' : 'field changed'}
              value={draft[field] ?? ''}
              maxLength={80}
              disabled={disabled}
              aria-invalid={flaw !== undefined}
              onChange={({ target }) => onChange(withOwn(draft, field, target.value))}
            />
            {flaw && <small className="reject">{flaw.rule}</small>}
          </label>
        )
      })}
      {(Object.keys(RULES) as (keyof DecisionRule)[]).map((rule) => (
        <label key={rule}>
          <span>{t(`recipe.field.${rule}`)}</span>
          <select
            className={draft.decision[rule] === base.decision[rule] ? 'field' : 'field changed'}
            value={draft.decision[rule]}
            disabled={disabled}
            onChange={({ target }) =>
              onChange({ ...draft, decision: { ...draft.decision, [rule]: target.value } as DecisionRule })
            }
          >
            {RULES[rule].map((choice) => (
              <option key={choice} value={choice}>
                {t(`recipe.choice.${choice}`)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  )
}
