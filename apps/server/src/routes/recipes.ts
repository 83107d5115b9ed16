/** Recipes: their versions, what another one would have judged, and the way of a new one into the cell. */
import {
  EventId,
  MAY,
  ProposeRequest,
  type Recipe,
  RecipeReleaseRequest,
  RecipeVersion,
  WhatIf,
  WhatIfRequest,
} from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import {
  misfitsOfRecipe,
  newestRecipe,
  proposeRecipe,
  type RecipeRefused,
  rejectRecipe,
  releaseRecipe,
  type Signer,
} from '@celltwin/twin'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { recipeSubject } from '../journal/append.ts'
import { readAbout } from '../journal/read.ts'
import { requireRole, signerOf } from '../people/person.ts'
import { Problem } from '../problems.ts'
import { recipeVersions } from '../recipes/history.ts'
import { judgeAgain, lastJudged } from '../recipes/what-if.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

const CellParams = Type.Object({ cell: Type.String() })
const ProposalParams = Type.Object({ cell: Type.String(), proposal: EventId })
const Reason = Type.String({ minLength: 3, maxLength: 500 })
const Decision = Type.Object({ proposalId: EventId, version: Type.Integer() })

type Decided = { readonly event: Pick<OwnEvent, 'type' | 'data'> } | RecipeRefused

export function recipeRoutes(app: App, house: House): void {
  const { pool } = house.database

  /** Decided against the twin as it is inside the append. */
  const decide = (slug: string, proposalId: string, how: (cell: LiveCell) => Decided) =>
    house.writer.append(cellOr404(house, slug).path, (cell) => {
      const decided = how(cell)
      if ('refused' in decided) throw toProblem(decided)
      const event = { ...decided.event, simulated: isSimulated(cell) } as OwnEvent
      const version = cell.twin.recipes?.proposal?.value.recipe.version ?? 0
      const recipe = (event.data as { recipe?: Recipe }).recipe
      return { events: [event], answer: { proposalId, version: recipe?.version ?? version } }
    })

  app.get(
    '/api/cells/:cell/recipes',
    {
      schema: {
        summary: 'Versions of the recipe, newest first: proposed, released, rejected, in force',
        params: CellParams,
        response: { 200: Type.Array(RecipeVersion) },
      },
    },
    async ({ params }) => {
      const cell = cellOr404(house, params.cell)
      const recipe = newestRecipe(cell.twin)
      const said = recipe ? await readAbout(pool, cell.id, [recipeSubject(recipe.id)]) : []
      return recipeVersions(cell.twin, said, hashOf)
    },
  )

  app.post(
    '/api/cells/:cell/recipes/what-if',
    {
      schema: {
        summary: 'Judges the last parts again by another recipe. Nothing is written',
        params: CellParams,
        body: WhatIfRequest,
        response: { 200: WhatIf },
      },
    },
    async ({ params, body: { recipe, parts } }) => {
      const cell = cellOr404(house, params.cell)
      // Whether a limit may be changed is another question than what it would do.
      const misfits = misfitsOfRecipe(cell.twin, recipe)
      if (misfits.length > 0) throw flawed('The recipe breaks a rule.', misfits)
      await house.projector.caughtUp(cell)
      return judgeAgain(await lastJudged(pool, cell.id, parts), recipe)
    },
  )

  app.post(
    '/api/cells/:cell/recipes',
    {
      config: { roles: MAY.proposeRecipe },
      schema: {
        summary: 'Proposes the next version of the recipe; a second person has to release it',
        params: CellParams,
        body: ProposeRequest,
        response: { 201: Decision },
      },
    },
    async (request, reply) => {
      const { recipe, reason, by } = request.body
      const proposalId = uuidv7()
      const command = { proposalId, recipe, reason, ...signedBy(request, by) }
      const answer = await decide(request.params.cell, proposalId, ({ twin }) => proposeRecipe(twin, command, hashOf))
      return reply.status(201).send(answer)
    },
  )

  app.post(
    '/api/cells/:cell/recipes/:proposal/release',
    {
      config: { roles: MAY.proposeRecipe },
      schema: {
        summary:
          'Releases a proposed recipe, by another person of the role quality. The cell adopts it between two parts',
        params: ProposalParams,
        body: RecipeReleaseRequest,
        response: { 202: Decision },
      },
    },
    async (request, reply) => {
      const { cell, proposal } = request.params
      const { by, effectiveFrom, secondSignature } = request.body
      const signer = await releaserOf(request, by, secondSignature)
      const now = new Date().toISOString()
      const from = effectiveFrom !== undefined && effectiveFrom > now ? effectiveFrom : now
      const answer = await decide(cell, proposal, ({ twin }) =>
        releaseRecipe(twin, { proposalId: proposal, effectiveFrom: from, ...signer }),
      )
      return reply.status(202).send(answer)
    },
  )

  app.post(
    '/api/cells/:cell/recipes/:proposal/reject',
    {
      config: { roles: MAY.proposeRecipe },
      schema: {
        summary: 'Rejects a proposed recipe, or takes it back',
        params: ProposalParams,
        body: Type.Object({ reason: Reason, by: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })) }),
        response: { 200: Decision },
      },
    },
    (request) => {
      const { cell, proposal } = request.params
      const { reason, by } = request.body
      return decide(cell, proposal, ({ twin }) =>
        rejectRecipe(twin, { proposalId: proposal, reason, ...signedBy(request, by) }),
      )
    },
  )

  /** Whoever signs second at the proposer's screen, else who is signed in. */
  async function releaserOf(request: FastifyRequest, by?: string, token?: string): Promise<Signer> {
    if (token !== undefined) {
      const { id, name } = await house.people.seconds.require(request, token, MAY.releaseRecipe)
      return request.person ? { by: name, byId: id } : { by: name }
    }
    requireRole(request, MAY.releaseRecipe, 'Releasing a recipe')
    return signedBy(request, by)
  }
}

export const signedBy = (request: FastifyRequest, said?: string): Signer =>
  request.person ? { by: request.person.name, byId: request.person.id } : { by: signerOf(request, said) }

function toProblem({ refused, detail, flaws }: RecipeRefused): Problem {
  if (flaws) return flawed(detail, flaws)
  return new Problem(refused === 'proposal-unknown' ? 404 : 409, refused, detail)
}

const flawed = (message: string, errors: readonly { field: string; rule: string }[]) =>
  new Problem(422, 'recipe-flawed', message, 'Change the fields that are named.', [...errors])
