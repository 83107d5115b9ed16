/** Recipes on their way into the cell: what is open, what is released, what the cell runs under. */
import type { CellTwin, DesiredRecipe, ProposedRecipe, Recipe, RecipesTwin } from '@celltwin/contracts'
import { type Draft, type Mutable, newest, open, register } from './draft.ts'
import type { Effects } from './effects.ts'

function openRecipes(draft: Draft): Mutable<RecipesTwin> {
  draft.twin.recipes ??= {}
  return open(draft, draft.twin, 'recipes')
}

export const recipeEffects: Effects = {
  'recipe-proposed': (draft, event) => {
    const recipes = openRecipes(draft)
    const { recipeId: _, ...proposed } = event.data
    recipes.proposal = newest(recipes.proposal, register(event, proposed))
  },
  'recipe-released': (draft, event) => {
    const recipes = openRecipes(draft)
    const { recipeId: _, ...released } = event.data
    recipes.released = newest(recipes.released, register(event, released))
    const closed = { proposalId: released.proposalId, as: 'released' } as const
    recipes.closed = newest(recipes.closed, register(event, closed))
  },
  'recipe-rejected': (draft, event) => {
    const recipes = openRecipes(draft)
    const closed = { proposalId: event.data.proposalId, as: 'rejected' } as const
    recipes.closed = newest(recipes.closed, register(event, closed))
  },
  'recipe-adopted': (draft, event) => {
    const recipes = openRecipes(draft)
    const { recipe, hash } = event.data
    const adopted = { id: recipe.id, version: recipe.version, hash }
    recipes.adopted = newest(recipes.adopted, register(event, adopted))
  },
  'recipe-refused': (draft, event) => {
    const recipes = openRecipes(draft)
    const { recipe, reason } = event.data
    recipes.refused = newest(recipes.refused, register(event, { recipe, reason }))
  },
}

/** The proposal that nobody has decided on yet. [TW40] */
export function openProposal({ recipes }: CellTwin): ProposedRecipe | undefined {
  const proposal = recipes?.proposal?.value
  return proposal && recipes?.closed?.value.proposalId !== proposal.proposalId ? proposal : undefined
}

/** The highest version there is: the one in force, or one released for later. What is proposed is made of it. */
export function newestRecipe({ definition, recipes }: CellTwin): Recipe | undefined {
  const inForce = definition?.value.definition.recipe
  const released = recipes?.released?.value.recipe
  return released && released.version > (inForce?.version ?? 0) ? released : inForce
}

/** Whether the cell has still to take the newest released recipe over. [TW41] */
export function recipeOutstanding({ definition, recipes }: CellTwin): boolean {
  const released = recipes?.released?.value
  if (!released || !definition) return false
  return (
    released.recipe.version > definition.value.definition.recipe.version &&
    recipes?.refused?.value.recipe.hash !== released.hash
  )
}

/** What the cell is told of recipes: the newest released one, for as long as there is no newer one. [TW41] */
export function desiredRecipes({ recipes }: CellTwin): DesiredRecipe[] {
  const released = recipes?.released?.value
  return released ? [{ recipe: released.recipe, hash: released.hash, effectiveFrom: released.effectiveFrom }] : []
}
