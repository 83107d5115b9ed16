import type { Genealogy } from '@celltwin/contracts'
import { type FormEvent, type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../twin/hooks.ts'
import { day, shortTime } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { useTold } from '../ui/told.ts'
import {
  CHOICES,
  CRITERIA,
  type Criteria,
  type CriterionKey,
  criteriaOf,
  NUMBERS,
  OF_CHARACTERISTIC,
} from './criteria.ts'
import './trace.css'

export interface CriteriaBarProps {
  readonly criteria: Criteria
  readonly onChange: (change: Criteria) => void
  /** What these parts have: offered while typing. */
  readonly known?: Genealogy | undefined
  readonly focus?: RefObject<HTMLSelectElement | null> | undefined
}

/** All that is asked, as tokens that can be taken away one by one, and a place to add the next. */
export function CriteriaBar({ criteria, onChange, known, focus }: CriteriaBarProps) {
  const { t } = useTranslation()
  const inWords = useCriterionWords()
  const set = CRITERIA.filter((key) => criteria[key] !== undefined)
  return (
    <div className="criteria">
      {set.map((key) => {
        const name = t(`trace.criterion.${key}`)
        return (
          <button
            key={key}
            type="button"
            className="token"
            aria-label={t('trace.remove', { name })}
            onClick={() => onChange({ [key]: undefined })}
          >
            <span className="dim">{name}</span> <b>{inWords(key, criteria)}</b>
            <Icon name="no" size={12} />
          </button>
        )
      })}
      <AddCriterion {...{ criteria, onChange, known, focus }} />
      {set.length > 1 && (
        <button
          type="button"
          className="btn quiet"
          onClick={() => onChange(Object.fromEntries(set.map((key) => [key, undefined])))}
        >
          {t('trace.clear')}
        </button>
      )}
    </div>
  )
}

function AddCriterion({ criteria, onChange, known, focus }: CriteriaBarProps) {
  const { t } = useTranslation()
  const characteristics = useCharacteristics()
  const [key, setKey] = useState<CriterionKey>('lot')
  const [value, setValue] = useState('')
  const choices =
    key === 'verdict'
      ? CHOICES.verdict.map((id) => ({ id, title: t(`trace.verdicts.${id}`) }))
      : key === 'conformance'
        ? CHOICES.conformance.map((id) => ({ id, title: t(`trace.conformances.${id}`) }))
        : OF_CHARACTERISTIC.has(key)
          ? characteristics
          : undefined
  const put = (text: string) => {
    const instant = key === 'from' || key === 'to' ? new Date(text) : undefined
    if (instant && Number.isNaN(instant.getTime())) return
    const change = criteriaOf({ [key]: instant ? instant.toISOString() : text.trim() })
    if (Object.keys(change).length === 0) return
    onChange(change)
    setValue('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put(value)
  }
  const type = key === 'from' || key === 'to' ? 'datetime-local' : NUMBERS.has(key) ? 'number' : 'text'
  const label = t(`trace.criterion.${key}`)
  return (
    <form className="add" onSubmit={submit}>
      <select
        ref={focus ?? null}
        aria-label={t('trace.add')}
        value={key}
        onChange={(event) => {
          setKey(event.target.value as CriterionKey)
          setValue('')
        }}
      >
        {CRITERIA.map((option) => (
          <option key={option} value={option}>
            {t(`trace.criterion.${option}`)}
          </option>
        ))}
      </select>
      {choices ? (
        <select aria-label={label} value="" onChange={(event) => put(event.target.value)}>
          <option value="">{t('trace.any')}</option>
          {choices.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      ) : (
        <input
          className="field"
          type={type}
          step="any"
          list={`known-${key}`}
          aria-label={label}
          placeholder={t('trace.value')}
          spellCheck={false}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      )}
      {!choices && (
        <datalist id={`known-${key}`}>
          {namesOf(key, known).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
      {!choices && (
        <button type="submit" className="btn" disabled={value.trim() === '' || criteria[key] === value}>
          {t('trace.search')}
        </button>
      )}
    </form>
  )
}

function namesOf(key: CriterionKey, known: Genealogy | undefined): string[] {
  if (!known) return []
  if (key === 'lot') return known.lots.map(({ name }) => name)
  if (key === 'operator') return known.operators.map(({ name }) => name)
  if (key === 'container') return known.containers.map(({ container }) => container)
  if (key === 'shipment') return known.shipments.map(({ shipment }) => shipment)
  return known.links.filter(({ kind }) => kind === key).map(({ name }) => name)
}

function useCharacteristics(): readonly { id: string; title: string }[] {
  const told = useTold()
  const found = useCell(({ live }) => live?.definition?.value.definition.recipe.characteristics) ?? []
  return found.map(({ id, title }) => ({ id, title: told(title) }))
}

/** A criterion's value as people read it. */
export function useCriterionWords(): (key: CriterionKey, criteria: Criteria) => string {
  const { t } = useTranslation()
  const told = useTold()
  const characteristics = useCharacteristics()
  return (key, criteria) => {
    const value = criteria[key]
    if (value === undefined) return ''
    if (key === 'verdict' && criteria.verdict) return t(`trace.verdicts.${criteria.verdict}`)
    if (key === 'conformance' && criteria.conformance) return t(`trace.conformances.${criteria.conformance}`)
    if (key === 'from' || key === 'to') return `${day(String(value))} ${shortTime(String(value))}`
    if (OF_CHARACTERISTIC.has(key)) return told(characteristics.find(({ id }) => id === value)?.title ?? String(value))
    return key === 'model' && /^[0-9a-f]{64}$/.test(String(value)) ? String(value).slice(0, 12) : String(value)
  }
}
