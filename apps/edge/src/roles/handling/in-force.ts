/** The cell as handling runs it: the cell file's, under the description and the recipe that it adopted. */
import { type CellDefinition, type CellDescription, describedBy } from '@celltwin/contracts'
import { hashOf, recipeRefOf } from '@celltwin/contracts/hash'
import type { RoleContext } from '../../context.ts'
import type { CellRecord, Store } from './record.ts'

export interface HandlingContext extends RoleContext {
  /** Hash of the cell file's own definition. */
  readonly fileHash: string
  /** Hash of the description in force; undefined: the cell file's own. */
  readonly description: string | undefined
}

type InForce = Pick<HandlingContext, 'cell' | 'cellHash' | 'recipe' | 'description'>

/** A context that always says what is in force; what is adopted needs no restart. */
export function underAdopted(context: RoleContext, store: Pick<Store, 'record'>): HandlingContext {
  const { cell, recipe, cellHash: fileHash } = context
  const ofFile: InForce = { cell, recipe, cellHash: fileHash, description: undefined }
  let known: Pick<CellRecord, 'recipe' | 'description'> | undefined
  let inForce = ofFile
  const now = (): InForce => {
    const { record } = store
    if (known && record.recipe === known.recipe && record.description === known.description) return inForce
    known = record
    // A cell file that was changed meanwhile is newer than what was adopted under the one before.
    const described = record.description?.adopted?.file === fileHash ? record.description.adopted : undefined
    const adopted = record.recipe?.adopted
    const newer = adopted && adopted.version > ofFile.recipe.version ? adopted : undefined
    inForce = described || newer ? under(ofFile, described, newer) : ofFile
    return inForce
  }
  return {
    ...context,
    fileHash,
    get cell() {
      return now().cell
    },
    get recipe() {
      return now().recipe
    },
    get cellHash() {
      return now().cellHash
    },
    get description() {
      return now().description
    },
  }
}

function under(
  file: InForce,
  described: { readonly description: CellDescription; readonly hash: string } | undefined,
  recipe: CellDefinition['recipe'] | undefined,
): InForce {
  const base = described ? describedBy(file.cell, described.description) : file.cell
  const cell = recipe ? { ...base, recipe } : base
  return {
    cell,
    recipe: recipe ? recipeRefOf(recipe) : file.recipe,
    cellHash: hashOf(cell),
    description: described?.hash,
  }
}
