/** What differs between two recipes, field by field, and whose business each field is. */
import { type Characteristic, canonicalJson, type Recipe } from '@celltwin/contracts'

export interface RecipeChange {
  /** Id of the characteristic; absent for what the recipe says of itself. */
  readonly characteristic?: string
  /** Name of the field; `characteristic` where a whole one came or went. */
  readonly field: string
  /** `undefined`: it was not said. */
  readonly was: unknown
  readonly is: unknown
  /** `drawing`: changes only with a revision of the drawing. `plant`: the plant's own. */
  readonly of: 'drawing' | 'plant'
}

/** What the drawing says of a characteristic. */
const DRAWING_FIELDS = [
  ...['module', 'kind', 'unit', 'nominal', 'lower', 'upper'],
  ...['special', 'specialClass', 'balloon', 'advisory'],
] as const satisfies readonly string[]

const drawing: ReadonlySet<string> = new Set(DRAWING_FIELDS)
/** What an advisory characteristic only warns of is the plant's own throughout. */
const ownerOf = (field: string, advisory: boolean): RecipeChange['of'] =>
  drawing.has(field) && !advisory ? 'drawing' : 'plant'

/** From `was` to `is`: the recipe's own fields, then characteristics in the order of the new recipe, then those gone. */
export function recipeChanges(was: Recipe, is: Recipe): RecipeChange[] {
  const { characteristics: before, version: _was, ...ownBefore } = was
  const { characteristics: after, version: _is, ...ownAfter } = is
  const known = new Map(before.map((c) => [c.id, c]))
  const kept = new Set(after.map(({ id }) => id))
  return [
    ...fieldChanges(flat(ownBefore), flat(ownAfter)).map((change) => ({
      ...change,
      of: change.field === 'drawing' ? ('drawing' as const) : ('plant' as const),
    })),
    ...after.flatMap((characteristic) => changesOf(known.get(characteristic.id), characteristic)),
    ...before.filter(({ id }) => !kept.has(id)).flatMap((characteristic) => changesOf(characteristic, undefined)),
  ]
}

function changesOf(was: Characteristic | undefined, is: Characteristic | undefined): RecipeChange[] {
  const characteristic = (is ?? was)!.id
  const advisory = [was, is].every((c) => c === undefined || c.advisory === true)
  if (!was || !is) return [{ characteristic, field: 'characteristic', was, is, of: advisory ? 'plant' : 'drawing' }]
  return fieldChanges(was, is).map((change) => ({ characteristic, ...change, of: ownerOf(change.field, advisory) }))
}

function fieldChanges(was: object, is: object): Pick<RecipeChange, 'field' | 'was' | 'is'>[] {
  const [before, after] = [was, is] as Record<string, unknown>[]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((field) => ({ field, was: before![field], is: after![field] }))
    .filter((change) => canonicalJson([change.was]) !== canonicalJson([change.is]))
}

/** The decision rule's own fields beside the recipe's. */
const flat = ({ decision, ...own }: Omit<Recipe, 'characteristics' | 'version'>) => ({ ...own, ...decision })
