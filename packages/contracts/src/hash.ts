/** Apart from the rest of the contracts, for it needs Node. */
import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Recipe } from './characteristic.ts'
import type { RecipeRef } from './recipe.ts'

/** SHA-256 of a value's canonical JSON: what a recipe, a description or a calibration is known by. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex')

/** A recipe as results and facts name it. */
export const recipeRefOf = (recipe: Recipe): RecipeRef => ({
  id: recipe.id,
  version: recipe.version,
  hash: hashOf(recipe),
})
