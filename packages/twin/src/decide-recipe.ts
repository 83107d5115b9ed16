/** What people may propose and release of a recipe. Decided against the twin; refusals are values that name field and rule. */
import {
  type CellTwin,
  checkCellDefinition,
  type EventData,
  type Flaw,
  type ProposedRecipe,
  type Recipe,
} from '@celltwin/contracts'
import { type RecipeChange, recipeChanges } from './recipe-change.ts'
import { newestRecipe, openProposal } from './recipes.ts'

export interface Signer {
  readonly by: string
  /** Of the account, where people sign in. */
  readonly byId?: string
}

export interface ProposeRecipe extends Signer {
  readonly proposalId: string
  readonly recipe: Recipe
  readonly reason: string
}

export interface DecideRecipe extends Signer {
  readonly proposalId: string
}

export interface RecipeRefused {
  readonly refused:
    | 'no-definition'
    | 'proposal-open'
    | 'recipe-flawed'
    | 'proposal-unknown'
    | 'same-person'
    | 'outdated'
  readonly detail: string
  readonly flaws?: readonly Flaw[]
}

/** sha256 of a recipe's canonical JSON. */
export type HashOf = (recipe: Recipe) => string

type Decided<T extends 'recipe-proposed' | 'recipe-released' | 'recipe-rejected'> =
  | { readonly event: { readonly type: T; readonly data: EventData<T> } }
  | RecipeRefused

/** What is wrong with a draft of the next version: against the cell, and against what it was made of. */
export function flawsOfRecipe(twin: CellTwin, draft: Recipe): Flaw[] {
  const base = newestRecipe(twin)
  return base ? [...misfitsOfRecipe(twin, draft), ...drawingFlaws(base, draft)] : []
}

/** Why the cell could not run under it, whoever may change what. */
export function misfitsOfRecipe(twin: CellTwin, draft: Recipe): Flaw[] {
  const definition = twin.definition?.value.definition
  const base = newestRecipe(twin)
  if (!definition || !base) return []
  const checked = checkCellDefinition({ ...definition, recipe: draft })
  const inRecipe = checked.ok ? [] : checked.flaws.filter(({ field }) => field.startsWith('/recipe'))
  const flaws = inRecipe.map(({ field, rule }) => ({ field: field.slice('/recipe'.length), rule }))
  if (draft.id !== base.id) flaws.push({ field: '/id', rule: `must stay ${base.id}` })
  if (draft.partType !== base.partType) flaws.push({ field: '/partType', rule: `must stay ${base.partType}` })
  return flaws
}

/** Limits of the drawing change with the drawing alone; those that only warn say where they come from. */
function drawingFlaws(base: Recipe, draft: Recipe): Flaw[] {
  const changes = recipeChanges(base, draft)
  const fieldOf = ({ characteristic, field }: RecipeChange) => {
    if (characteristic === undefined) return `/${field}`
    const index = draft.characteristics.findIndex(({ id }) => id === characteristic)
    const path = index < 0 ? '/characteristics' : `/characteristics/${index}`
    return field === 'characteristic' ? path : `${path}/${field}`
  }
  const ofDrawing = changes.filter(({ of }) => of === 'drawing')
  const revised = draft.drawingRevision !== undefined && draft.drawingRevision !== base.drawingRevision
  const referenced = draft.changeReference !== undefined && draft.changeReference !== base.changeReference
  const flaws: Flaw[] = []
  if (ofDrawing.length > 0 && !revised) {
    flaws.push({ field: '/drawingRevision', rule: 'must be the new one: what the drawing says was changed' })
    for (const change of ofDrawing)
      flaws.push({ field: fieldOf(change), rule: 'is of the drawing: it changes with a drawing revision' })
  }
  if ((ofDrawing.length > 0 || revised) && !referenced)
    flaws.push({ field: '/changeReference', rule: 'must name the change notice of the new drawing revision' })
  for (const change of changes) {
    const limit = change.of === 'plant' && ['lower', 'upper'].includes(change.field)
    if (limit && !changes.some((c) => c.characteristic === change.characteristic && c.field === 'reference'))
      flaws.push({ field: fieldOf(change), rule: 'changes with its reference: where the new limit comes from' })
  }
  return flaws
}

/** The next version, proposed. [TW40] */
export function proposeRecipe(twin: CellTwin, command: ProposeRecipe, hashOf: HashOf): Decided<'recipe-proposed'> {
  const base = newestRecipe(twin)
  if (!base) return { refused: 'no-definition', detail: 'The cell has not told its definition yet.' }
  const waiting = openProposal(twin)
  if (waiting)
    return {
      refused: 'proposal-open',
      detail: `Version ${waiting.recipe.version} by ${waiting.by} is still to be decided on.`,
    }
  const recipe = { ...command.recipe, version: base.version + 1 }
  const flaws = flawsOfRecipe(twin, recipe)
  if (recipeChanges(base, recipe).length === 0)
    flaws.push({ field: '', rule: `must differ from version ${base.version}` })
  if (flaws.length > 0) return { refused: 'recipe-flawed', detail: 'The recipe breaks a rule.', flaws }
  const { proposalId, reason, by, byId } = command
  const proposed: ProposedRecipe = {
    ...{ proposalId, recipe, reason, by },
    hash: hashOf(recipe),
    base: { id: base.id, version: base.version, hash: hashOf(base) },
    ...(byId === undefined ? {} : { byId }),
  }
  return { event: { type: 'recipe-proposed', data: { recipeId: recipe.id, ...proposed } } }
}

const known = (twin: CellTwin, proposalId: string): ProposedRecipe | RecipeRefused => {
  const proposal = openProposal(twin)
  if (proposal?.proposalId === proposalId) return proposal
  return { refused: 'proposal-unknown', detail: 'There is no such proposal to decide on: it may be decided already.' }
}

/** Four eyes: who proposed it does not release it. [TW40] */
export function releaseRecipe(
  twin: CellTwin,
  command: DecideRecipe & { readonly effectiveFrom: string },
): Decided<'recipe-released'> {
  const proposal = known(twin, command.proposalId)
  if ('refused' in proposal) return proposal
  if (isSame(proposal, command))
    return { refused: 'same-person', detail: `${proposal.by} proposed it: somebody else has to release it.` }
  const { recipe, hash, proposalId, by: proposedBy } = proposal
  const inForce = newestRecipe(twin)?.version ?? 0
  if (recipe.version <= inForce)
    return { refused: 'outdated', detail: `Version ${inForce} is there meanwhile: propose it anew.` }
  const { by, byId, effectiveFrom } = command
  return {
    event: {
      type: 'recipe-released',
      data: {
        ...{ recipeId: recipe.id, proposalId, recipe, hash, effectiveFrom, by, proposedBy },
        ...(byId === undefined ? {} : { byId }),
      },
    },
  }
}

/** By somebody else, or taken back by who proposed it. */
export function rejectRecipe(
  twin: CellTwin,
  { proposalId, by, reason }: DecideRecipe & { readonly reason: string },
): Decided<'recipe-rejected'> {
  const proposal = known(twin, proposalId)
  if ('refused' in proposal) return proposal
  return { event: { type: 'recipe-rejected', data: { recipeId: proposal.recipe.id, proposalId, by, reason } } }
}

/** By account where both have one, else by name as people write it. */
function isSame(a: Signer, b: Signer): boolean {
  if (a.byId !== undefined && b.byId !== undefined) return a.byId === b.byId
  const plain = (name: string) => name.trim().replace(/\s+/g, ' ').toLocaleLowerCase()
  return plain(a.by) === plain(b.by)
}
