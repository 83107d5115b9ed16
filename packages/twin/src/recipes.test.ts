import type { CellTwin, Recipe } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { describe, expect, it } from 'vitest'
import { flawsOfRecipe, proposeRecipe, rejectRecipe, releaseRecipe } from './decide-recipe.ts'
import { emptyTwin, evolve } from './evolve.ts'
import { recipeChanges } from './recipe-change.ts'
import { desiredRecipes, newestRecipe, openProposal, recipeOutstanding } from './recipes.ts'
import { smallCell } from './testing.ts'

const PROPOSAL = '01941f29-7c00-7000-8000-000000000001'
const NOW = '2026-03-02T06:00:00.000Z'

let seq = 0
/** The twin after an event of the server, or of the cell. */
function after(twin: CellTwin, type: string, data: unknown, source = 'server'): CellTwin {
  seq += 1
  const id = `01941f29-7c00-7000-8000-${String(seq).padStart(12, '0')}`
  const event = { v: 1, id, type, source, epoch: 1, seq, occurredAt: NOW, simulated: true, data }
  return evolve(twin, { position: twin.position + 1, recordedAt: NOW, event: event as never })
}

const definition = {
  ...smallCell,
  recipe: {
    ...smallCell.recipe,
    drawing: '1-1',
    drawingRevision: 'A',
    characteristics: smallCell.recipe.characteristics.map((c) => ({ ...c, lower: 0, upper: 10, nominal: 5 })),
  },
}
const { recipe } = definition
const first = recipe.characteristics[0]!
const described = (version = recipe.version) =>
  after(
    emptyTwin('c'),
    'cell-described',
    { hash: 'a'.repeat(64), definition: { ...definition, recipe: { ...recipe, version } } },
    'handling',
  )
const withFirst = (change: object, more: object = {}): Recipe => ({
  ...recipe,
  ...more,
  characteristics: [{ ...first, ...change }, ...recipe.characteristics.slice(1)],
})

const propose = (twin: CellTwin, draft: Recipe, by = 'Ada') =>
  proposeRecipe(twin, { proposalId: PROPOSAL, recipe: draft, reason: 'less scrap', by }, hashOf)
function proposed(twin = described()): CellTwin {
  const decided = propose(twin, withFirst({ warnUpper: 8 }))
  if ('refused' in decided) throw new Error(JSON.stringify(decided))
  return after(twin, decided.event.type, decided.event.data)
}
const release = (twin: CellTwin, by: string, byId?: string) =>
  releaseRecipe(twin, { proposalId: PROPOSAL, by, ...(byId ? { byId } : {}), effectiveFrom: NOW })

describe('what differs between two recipes', () => {
  it('is said field by field, with whose business the field is', () => {
    const is = withFirst({ warnUpper: 8, upper: 9 }, { decision: { ...recipe.decision, conditionalPass: 'hold' } })
    expect(recipeChanges(recipe, is)).toEqual([
      { field: 'conditionalPass', was: recipe.decision.conditionalPass, is: 'hold', of: 'plant' },
      { characteristic: first.id, field: 'upper', was: 10, is: 9, of: 'drawing' },
      { characteristic: first.id, field: 'warnUpper', was: undefined, is: 8, of: 'plant' },
    ])
  })

  it('names a characteristic that came or went whole, and no version', () => {
    const is = { ...recipe, version: 99, characteristics: recipe.characteristics.slice(1) }
    expect(recipeChanges(recipe, is)).toEqual([
      { characteristic: first.id, field: 'characteristic', was: first, is: undefined, of: 'drawing' },
    ])
    expect(recipeChanges(recipe, { ...recipe, version: 99 })).toEqual([])
  })
})

describe('proposing a recipe', () => {
  it('[TW40] gives it the next version and leaves one proposal open until it is decided on', () => {
    const twin = proposed()
    expect(openProposal(twin)).toMatchObject({
      proposalId: PROPOSAL,
      by: 'Ada',
      recipe: { version: recipe.version + 1 },
    })
    expect(propose(twin, withFirst({ warnUpper: 7 }))).toMatchObject({ refused: 'proposal-open' })
    const rejected = rejectRecipe(twin, { proposalId: PROPOSAL, by: 'Bo', reason: 'not now' })
    if ('refused' in rejected) throw new Error(rejected.detail)
    expect(openProposal(after(twin, rejected.event.type, rejected.event.data))).toBeUndefined()
  })

  it('[TW40] changes what the drawing says only with a revision and its change notice', () => {
    const twin = described()
    expect(flawsOfRecipe(twin, withFirst({ upper: 9 }))).toEqual([
      { field: '/drawingRevision', rule: 'must be the new one: what the drawing says was changed' },
      { field: '/characteristics/0/upper', rule: 'is of the drawing: it changes with a drawing revision' },
      { field: '/changeReference', rule: 'must name the change notice of the new drawing revision' },
    ])
    const revised = { drawingRevision: 'B', changeReference: 'ECN 7' }
    expect(flawsOfRecipe(twin, withFirst({ upper: 9 }, revised))).toEqual([])
    expect(flawsOfRecipe(twin, withFirst({ warnUpper: 8, guardBand: 1 }))).toEqual([])
  })

  it('names field and rule of limits that do not fit', () => {
    const fields = (draft: Recipe) => flawsOfRecipe(described(), draft).map(({ field }) => field)
    expect(fields(withFirst({ warnUpper: 11 }))).toEqual(['/characteristics/0/warnUpper'])
    expect(fields(withFirst({ guardBand: 6 }))).toEqual(['/characteristics/0/guardBand'])
    expect(fields({ ...recipe, partType: 'another' })).toEqual(['/partType'])
    expect(propose(described(), recipe)).toMatchObject({ refused: 'recipe-flawed' })
  })
})

describe('releasing a recipe', () => {
  it('[TW40] takes two people, by account where they have one, else by name', () => {
    const twin = proposed()
    expect(release(twin, ' ada ')).toMatchObject({ refused: 'same-person' })
    expect(release(twin, 'Bo')).toMatchObject({ event: { type: 'recipe-released', data: { proposedBy: 'Ada' } } })
    const signed = { ...openProposal(twin)!, byId: '1', recipeId: recipe.id }
    const bySomebody = after(described(), 'recipe-proposed', signed)
    expect(release(bySomebody, 'Ada', '2')).toHaveProperty('event')
    expect(release(bySomebody, 'Bo', '1')).toMatchObject({ refused: 'same-person' })
  })

  it('[TW41] stands in the list of what is desired, and is outstanding until the cell has it', () => {
    const open = proposed()
    const decided = release(open, 'Bo')
    if ('refused' in decided) throw new Error(decided.detail)
    const released = after(open, decided.event.type, decided.event.data)
    expect(desiredRecipes(released)).toMatchObject([{ recipe: { version: recipe.version + 1 }, effectiveFrom: NOW }])
    expect(recipeOutstanding(released)).toBe(true)
    expect(newestRecipe(released)?.version).toBe(recipe.version + 1)
    const { hash } = decided.event.data
    const inForce = { ...definition, recipe: decided.event.data.recipe }
    const adopted = after(released, 'cell-described', { hash: 'b'.repeat(64), definition: inForce }, 'handling')
    expect(recipeOutstanding(adopted)).toBe(false)
    expect(desiredRecipes(adopted)).toHaveLength(1)
    const refusal = { recipeId: recipe.id, recipe: { id: recipe.id, version: 2, hash }, reason: 'no such module' }
    expect(recipeOutstanding(after(released, 'recipe-refused', refusal, 'handling'))).toBe(false)
  })

  it('is refused where the cell runs under that version or a higher one meanwhile', () => {
    const open = proposed()
    const later = after(
      open,
      'cell-described',
      { hash: 'c'.repeat(64), definition: { ...definition, recipe: { ...recipe, version: recipe.version + 5 } } },
      'handling',
    )
    expect(release(later, 'Bo')).toMatchObject({ refused: 'outdated' })
  })
})
