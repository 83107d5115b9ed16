/** What a description must keep to be taken over by a running cell. Errors name the path in the cell file and the rule. */
import type { CellDefinition } from './cell.ts'
import { checkCellFile } from './cell-check.ts'
import { type CellDescription, describedBy } from './cell-description.ts'
import type { Flaw } from './check.ts'

/** The rules of a cell file and those of space, for a cell under a description. */
export function descriptionFlaws(cell: CellDefinition, description: CellDescription): Flaw[] {
  const foreign = [
    ...strangers('/modules', Object.keys(cell.modules), Object.keys(description.modules)),
    ...strangers(
      '/cycle/phases',
      cell.cycle.phases.map(({ id }) => id),
      Object.keys(description.cycle.phases),
    ),
  ]
  if (foreign.length > 0) return foreign
  const checked = checkCellFile(describedBy(cell, description))
  return checked.ok ? [] : [...checked.flaws]
}

function* strangers(field: string, known: readonly string[], said: readonly string[]): Generator<Flaw> {
  for (const id of said) if (!known.includes(id)) yield { field: `${field}/${id}`, rule: 'is not in the cell file' }
  for (const id of known) if (!said.includes(id)) yield { field, rule: `must say ${id}` }
}
