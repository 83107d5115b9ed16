/** Criteria in words, for documents: `Lot L-4711`, `Gauge GB-2`, `Crimp height 3 at least 1.1 mm`. */
import type { CellDefinition, PartCriteria } from '@celltwin/contracts'
import type { Tell } from '@celltwin/locales'
import type { TFunction } from 'i18next'

export interface CriterionWords {
  readonly name: string
  readonly value: string
}

const CHARACTERISTICS = new Set(['characteristic', 'defect', 'measured'])

export function criteriaInWords(
  criteria: PartCriteria,
  t: TFunction,
  instant: (at: string) => string,
  tell: Tell,
  definition?: CellDefinition,
): CriterionWords[] {
  const titles = new Map(definition?.recipe.characteristics.map(({ id, title }) => [id, tell(title)]))
  return (Object.keys(criteria) as (keyof PartCriteria)[]).flatMap((key) => {
    const value = criteria[key]
    if (value === undefined) return []
    const said =
      key === 'from' || key === 'to'
        ? instant(String(value))
        : key === 'verdict'
          ? t(`trace.verdicts.${criteria.verdict!}`)
          : key === 'conformance'
            ? t(`trace.conformances.${criteria.conformance!}`)
            : CHARACTERISTICS.has(key)
              ? (titles.get(String(value)) ?? String(value))
              : String(value)
    return [{ name: t(`trace.criterion.${key}`), value: said }]
  })
}
