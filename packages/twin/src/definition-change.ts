/** What differs between two definitions of a cell, and by which road each difference can come into the cell. */
import { type CellDefinition, canonicalJson, describedBy, descriptionOf } from '@celltwin/contracts'

/** `description`: adopted between two parts. `recipe`: proposed and released as one. `file`: read as agents start. */
export type Road = 'description' | 'recipe' | 'file'

export interface DefinitionChange {
  /** Path in the cell file; items of a list by their id: `/stations/camera/pose/x`. */
  readonly field: string
  /** `undefined`: it was not said. */
  readonly was: unknown
  readonly is: unknown
  readonly road: Road
}

/** From `was` to `is`, in the order of the fields. */
export function definitionChanges(was: CellDefinition, is: CellDefinition): DefinitionChange[] {
  const staying = new Set(leafChanges(taken(was, is), is).map(({ field }) => field))
  const roadOf = (field: string): Road =>
    field === '/recipe' || field.startsWith('/recipe/') ? 'recipe' : staying.has(field) ? 'file' : 'description'
  return leafChanges(was, is).map((change) => ({ ...change, road: roadOf(change.field) }))
}

/** What would be in force once the changeable share of a definition is taken over. */
function taken(inForce: CellDefinition, wanted: CellDefinition): CellDefinition {
  return describedBy(inForce, descriptionOf(wanted))
}

type Leaf = Omit<DefinitionChange, 'road'>

function leafChanges(was: unknown, is: unknown, field = ''): Leaf[] {
  if (canonicalJson([was]) === canonicalJson([is])) return []
  const [before, after] = [entriesOf(was), entriesOf(is)]
  if (!before || !after) return [{ field: field || '/', was, is }]
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  const below = keys.flatMap((key) => leafChanges(before.get(key), after.get(key), `${field}/${key}`))
  // The same items in another order.
  return below.length > 0 ? below : [{ field, was: [...before.keys()].join(', '), is: [...after.keys()].join(', ') }]
}

function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const ids = value.map((item: unknown) => (item as { id?: unknown } | null)?.id)
    const named = value.length > 0 && ids.every((id) => typeof id === 'string') && new Set(ids).size === ids.length
    return named ? new Map(value.map((item, n) => [String(ids[n]), item])) : undefined
  }
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined
}
