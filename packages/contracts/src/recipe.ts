/** Recipes as people propose and release them, and as the cell takes them over between two parts. */
import Type, { type Static } from 'typebox'
import { Recipe, Verdict } from './characteristic.ts'
import { EventId, Instant, Serial, Sha256 } from './ids.ts'

export const RecipeRef = Type.Object({ id: Type.String(), version: Type.Integer(), hash: Sha256 })
export type RecipeRef = Static<typeof RecipeRef>

const Name = Type.String({ minLength: 1, maxLength: 80 })
const Reason = Type.String({ minLength: 3, maxLength: 500 })

/** On every event about recipes: the id of the recipe. */
const OfRecipe = { recipeId: Type.String() }

export const ProposedRecipe = Type.Object({
  proposalId: EventId,
  recipe: Recipe,
  hash: Sha256,
  /** What it was made of. */
  base: RecipeRef,
  reason: Reason,
  by: Name,
  /** Of the account, where people sign in. */
  byId: Type.Optional(Type.String()),
})
export type ProposedRecipe = Static<typeof ProposedRecipe>

export const ReleasedRecipe = Type.Object({
  proposalId: EventId,
  recipe: Recipe,
  hash: Sha256,
  /** The first part inserted from then on is judged by it. */
  effectiveFrom: Instant,
  by: Name,
  byId: Type.Optional(Type.String()),
  proposedBy: Name,
})
export type ReleasedRecipe = Static<typeof ReleasedRecipe>

export const RECIPE_EVENTS = {
  'recipe-proposed': Type.Object({ ...OfRecipe, ...ProposedRecipe.properties }),
  /** A second person answers for it. */
  'recipe-released': Type.Object({ ...OfRecipe, ...ReleasedRecipe.properties }),
  /** By whoever decides on it, or taken back by whoever proposed it. */
  'recipe-rejected': Type.Object({ ...OfRecipe, proposalId: EventId, by: Name, reason: Reason }),
  /** The cell: parts inserted from now on are judged by it. Whole, so that modules and verifier need nobody else. */
  'recipe-adopted': Type.Object({ ...OfRecipe, recipe: Recipe, hash: Sha256, from: RecipeRef }),
  /** The cell cannot take it over. */
  'recipe-refused': Type.Object({ ...OfRecipe, recipe: RecipeRef, reason: Type.String() }),
} as const

/** A recipe that is released for the cell, in the list of what is desired. */
export const DesiredRecipe = Type.Object({ recipe: Recipe, hash: Sha256, effectiveFrom: Instant })
export type DesiredRecipe = Static<typeof DesiredRecipe>

/** POST /api/cells/{cell}/recipes: the version is given by the server. */
export const ProposeRequest = Type.Object({ recipe: Recipe, reason: Reason, by: Type.Optional(Name) })
export type ProposeRequest = Static<typeof ProposeRequest>

/** POST /api/cells/{cell}/recipes/{proposal}/release */
export const RecipeReleaseRequest = Type.Object({
  by: Type.Optional(Name),
  /** Now where absent. */
  effectiveFrom: Type.Optional(Instant),
  /** Token of the person who signs second at the proposer's screen. */
  secondSignature: Type.Optional(Type.String()),
})
export type RecipeReleaseRequest = Static<typeof RecipeReleaseRequest>

/** One version in the history of a recipe, newest first. */
export const RecipeVersion = Type.Object({
  version: Type.Integer(),
  hash: Sha256,
  recipe: Recipe,
  /** Absent: it came with the cell file. */
  proposal: Type.Optional(
    Type.Object({ proposalId: EventId, by: Type.String(), at: Instant, reason: Type.String(), base: RecipeRef }),
  ),
  released: Type.Optional(Type.Object({ by: Type.String(), at: Instant, effectiveFrom: Instant })),
  rejected: Type.Optional(Type.Object({ by: Type.String(), at: Instant, reason: Type.String() })),
  adoptedAt: Type.Optional(Instant),
  refused: Type.Optional(Type.Object({ at: Instant, reason: Type.String() })),
  /** The cell judges by it. */
  inForce: Type.Boolean(),
})
export type RecipeVersion = Static<typeof RecipeVersion>

/** POST /api/cells/{cell}/recipes/what-if */
export const WhatIfRequest = Type.Object({
  recipe: Recipe,
  parts: Type.Integer({ minimum: 1, maximum: 5000, default: 200 }),
})
export type WhatIfRequest = Static<typeof WhatIfRequest>

const Counts = Type.Object({ pass: Type.Integer(), reject: Type.Integer(), hold: Type.Integer() })

/** The last parts judged again: which verdicts would be others. */
export const WhatIf = Type.Object({
  judged: Type.Integer(),
  from: Type.Union([Instant, Type.Null()]),
  to: Type.Union([Instant, Type.Null()]),
  was: Counts,
  becomes: Counts,
  /** Newest first. */
  changed: Type.Array(
    Type.Object({
      serial: Serial,
      cycleId: Type.String(),
      cycleNumber: Type.Integer(),
      judgedAt: Instant,
      was: Verdict,
      becomes: Verdict,
      /** What decides under the new recipe, or what decided before where nothing does any more. */
      reason: Type.String(),
    }),
  ),
  /** Parts that nothing but a warning would be said of, more or fewer, by characteristic. */
  warnings: Type.Array(Type.Object({ characteristic: Type.String(), was: Type.Integer(), becomes: Type.Integer() })),
})
export type WhatIf = Static<typeof WhatIf>
