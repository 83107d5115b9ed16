/** Recipes that a role knows, by their hash: a part is inspected and judged by the one it was inserted under. */
import type { Recipe, RecipeRef } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import type { RoleContext } from '../context.ts'

const KNOWN = 'recipes'
const KEPT = 8

interface Known {
  readonly recipe: Recipe
  readonly hash: string
}

export type RecipeOf = (ref: Pick<RecipeRef, 'hash'>) => Recipe | undefined

/** The cell file's, those that handling adopts, and those that are released to be adopted. */
export function knownRecipes(context: RoleContext): RecipeOf {
  const { cell, memory, recipe: ofFile } = context
  let known = memory.get<Known[]>(KNOWN) ?? []

  async function learn({ recipe, hash }: Known): Promise<void> {
    if (hash === ofFile.hash || known.some((each) => each.hash === hash) || hashOf(recipe) !== hash) return
    known = [...known, { recipe, hash }].slice(-KEPT)
    await memory.put(KNOWN, known)
  }
  context.on('recipe-adopted', ({ data }) => learn(data))
  context.onDesired(async ({ recipes = [] }) => {
    for (const released of recipes) await learn(released)
  })
  return ({ hash }) => (hash === ofFile.hash ? cell.recipe : known.find((each) => each.hash === hash)?.recipe)
}
