import { createHash } from 'node:crypto'
import { canonicalJson, type Recipe, type RecipeRef } from '@celltwin/contracts'

/** sha256 of a value's canonical JSON. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex')

export const refOf = (recipe: Recipe): RecipeRef => ({ id: recipe.id, version: recipe.version, hash: hashOf(recipe) })
