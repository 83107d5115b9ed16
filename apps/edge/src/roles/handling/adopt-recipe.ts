/** The recipe that the cell runs under: the cell file's, until a released one is adopted between two parts. */
import {
  type CellDefinition,
  checkCellDefinition,
  type DesiredRecipe,
  describeFlaws,
  type Recipe,
} from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import type { Hands } from './hands.ts'
import type { CellRecord } from './record.ts'

export interface RecipeLedger {
  /** Released and not yet adopted; it is taken over at its time, server or no server. */
  readonly wanted?: DesiredRecipe
  /** In force instead of the cell file's, as long as its version is the higher one. */
  readonly adopted?: Recipe
  /** Hash of what was refused: told once. */
  readonly refused?: string
}

/** Remembers the newest released recipe until it is in force. */
export function wantRecipe(record: CellRecord, recipes: readonly DesiredRecipe[]): CellRecord {
  const [newest] = [...recipes].sort((a, b) => b.recipe.version - a.recipe.version)
  if (!newest || newest.hash === record.recipe?.wanted?.hash) return record
  return { ...record, recipe: { ...record.recipe, wanted: newest } }
}

/** Adopts what is released and due. Only between two parts, and never within a run of challenge parts. @returns whether it did. */
export async function adoptRecipe({ context, store }: Hands): Promise<boolean> {
  const { recipe: ledger, inProcess, move, mounted, challenge } = store.record
  const wanted = ledger?.wanted
  if (!wanted || inProcess || move || mounted || challenge?.run) return false
  if (wanted.recipe.version <= context.recipe.version || wanted.hash === ledger.refused) return false
  if (wanted.effectiveFrom > context.clock.now().toISOString()) return false
  const { recipe, hash } = wanted
  const recipeId = recipe.id
  const flaw = flawOf(context.cell, wanted)
  if (flaw) {
    const refused = { id: recipe.id, version: recipe.version, hash }
    await store.tell('recipe-refused', { recipeId, recipe: refused, reason: flaw }, (record) => ({
      ...record,
      recipe: { ...record.recipe, refused: hash },
    }))
    return false
  }
  await store.tell('recipe-adopted', { recipeId, recipe, hash, from: context.recipe }, (record) => ({
    ...record,
    recipe: { ...record.recipe, adopted: recipe },
  }))
  return true
}

function flawOf(cell: CellDefinition, { recipe, hash }: DesiredRecipe): string | undefined {
  if (hashOf(recipe) !== hash) return 'it is not what was released'
  if (recipe.id !== cell.recipe.id || recipe.partType !== cell.recipe.partType)
    return `this cell makes ${cell.recipe.partType} under ${cell.recipe.id}`
  const checked = checkCellDefinition({ ...cell, recipe })
  return checked.ok ? undefined : describeFlaws(checked.flaws)
}
