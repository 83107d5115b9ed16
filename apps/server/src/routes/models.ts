/** Models: packages kept here, and what modules of cells are to run. */
import { MAY, ModelDetail, ModelStage, ModelSummary, Sha256, ShadowRule, Slug } from '@celltwin/contracts'
import fastifyMultipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import Type from 'typebox'
import type { OwnEvent } from '../ingest/own-event.ts'
import { assign, promote, promotionRefusals, rollBack, USUAL_RULE, withdraw } from '../models/decide.ts'
import { gateRuleOf, summaryOf } from '../models/gate-of.ts'
import { MOST_FILES, MOST_MODEL_BYTES, type ModelStore, type NewFile, PackageFlaw } from '../models/model-store.ts'
import { note } from '../people/audit.ts'
import { requireRole, signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

const Digest = Type.Object({ digest: Sha256 })
const Target = Type.Object({ cell: Slug, module: Slug })
const OfCell = Type.Object({ cell: Type.Optional(Slug) })
const By = Type.Optional(
  Type.String({ minLength: 1, maxLength: 80, description: 'who decides, where there is no sign-in' }),
)
const Reason = Type.Optional(Type.String({ minLength: 3, maxLength: 500 }))
const Accepted = Type.Object({ position: Type.Integer() })

export async function modelRoutes(app: App, house: House): Promise<void> {
  const { models, database, writer } = house
  const ruleFor = ({ cell }: { cell?: string }) =>
    cell === undefined ? undefined : gateRuleOf(cellOr404(house, cell).twin)
  await app.register(fastifyMultipart, { limits: { fileSize: MOST_MODEL_BYTES, files: MOST_FILES, fields: 0 } })
  await app.register(fastifyStatic, { root: models.folder, serve: false, contentType: false })

  app.post(
    '/api/models',
    {
      config: { roles: MAY.putModels },
      schema: {
        summary: 'Registers a model package: multipart/form-data, one part for each file under its own name',
        response: { 200: ModelSummary, 201: ModelSummary },
      },
    },
    async (request, reply) => {
      if (!request.isMultipart()) throw new Problem(415, 'not-multipart', 'A package comes as multipart/form-data.')
      const { model, known } = await registered(models, request.files(), signerOf(request), !request.person)
      if (!known) {
        const { digest, name, version, signedBy } = model
        await note(database.prisma, request, 'model-registered', digest, { name, version, signedBy })
      }
      return reply.status(known ? 200 : 201).send(summaryOf(model))
    },
  )

  app.get(
    '/api/models',
    {
      schema: {
        summary: 'All packages, newest first, as the gate of the cell’s recipe sees them',
        querystring: OfCell,
        response: { 200: Type.Array(ModelSummary) },
      },
    },
    async ({ query }) => (await models.list()).map((model) => summaryOf(model, ruleFor(query))),
  )

  app.get(
    '/api/models/:digest',
    {
      schema: {
        summary: 'A package with its card',
        params: Digest,
        querystring: OfCell,
        response: { 200: ModelDetail },
      },
    },
    async ({ params: { digest }, query }) => {
      const detail = await models.detail(digest, ruleFor(query))
      if (!detail) throw notFound(`model ${digest}`)
      return detail
    },
  )

  app.get(
    '/api/models/:digest/files/:name',
    {
      schema: {
        summary: 'The bytes of a file; agents check them against the manifest',
        params: Type.Object({ ...Digest.properties, name: Type.String({ pattern: '^\\w[\\w.-]{0,99}$' }) }),
      },
    },
    async ({ params: { digest, name } }, reply) => {
      reply.type('application/octet-stream').header('content-disposition', 'attachment')
      return reply.sendFile(`${digest}/${name}`, models.folder, { immutable: true, maxAge: '365d' })
    },
  )

  app.post(
    '/api/cells/:cell/modules/:module/model',
    {
      config: { roles: MAY.putModels },
      schema: {
        summary: 'Puts a model into shadow, or live where the gate lets it. Accepted, not done',
        params: Target,
        body: Type.Object({
          ...Digest.properties,
          stage: ModelStage,
          rule: Type.Optional(ShadowRule),
          /** An admin's reason to go against the gate. */
          overriding: Reason,
          by: By,
        }),
        response: { 202: Accepted },
      },
    },
    async (request, reply) => {
      const { digest, stage, rule = USUAL_RULE, overriding, by } = request.body
      if (overriding !== undefined) requireRole(request, MAY.overrideGate, 'Going against the gate')
      const model = await models.find(digest)
      if (!model) throw notFound(`model ${digest}`)
      const { module } = request.params
      const decided = { module, by: signerOf(request, by) }
      return reply
        .status(202)
        .send(
          await decide(request.params.cell, (cell) =>
            stage === 'shadow' ? assign(cell, model, decided) : promote(cell, model, decided, rule, overriding),
          ),
        )
    },
  )

  app.get(
    '/api/cells/:cell/modules/:module/model/gate',
    {
      schema: {
        summary: 'Why a model may not go live in the module; nothing where it may',
        params: Target,
        querystring: Type.Object({ ...Digest.properties, ...Type.Partial(ShadowRule).properties }),
        response: { 200: Type.Object({ refusals: Type.Array(Type.String()), rule: ShadowRule }) },
      },
    },
    async ({ params, query: { digest, ...rule } }) => {
      const model = await models.find(digest)
      if (!model) throw notFound(`model ${digest}`)
      const asked = { ...USUAL_RULE, ...rule }
      return { refusals: promotionRefusals(cellOr404(house, params.cell), params.module, model, asked), rule: asked }
    },
  )

  const turns = {
    'roll-back': { summary: 'Back to the model that was live before. Accepted, not done', turn: rollBack },
    withdraw: { summary: 'Takes a model out of shadow. Accepted, not done', turn: withdraw },
  } as const
  for (const [path, { summary, turn }] of Object.entries(turns))
    app.post(
      `/api/cells/:cell/modules/:module/model/${path}`,
      {
        // Back is always the safe way: whoever answers for quality may take it too.
        config: { roles: MAY.stopModels },
        schema: { summary, params: Target, body: Type.Object({ reason: Reason, by: By }), response: { 202: Accepted } },
      },
      async (request, reply) => {
        const { reason, by } = request.body
        const { module, cell } = request.params as { module: string; cell: string }
        const decided = { module, by: signerOf(request, by) }
        return reply.status(202).send(await decide(cell, (live) => turn(live, decided, reason)))
      },
    )

  const decide = (slug: string, by: (cell: LiveCell) => OwnEvent) =>
    writer.append(cellOr404(house, slug).path, (cell) => ({
      events: [by(cell)],
      answer: { position: cell.head.position + 1 },
    }))
}

interface Part {
  readonly filename: string
  readonly file: NewFile['content'] & { readonly truncated: boolean }
}

async function registered(models: ModelStore, parts: AsyncIterable<Part>, by: string, mayBeUnsigned: boolean) {
  async function* files(): AsyncGenerator<NewFile> {
    for await (const { filename, file } of parts) {
      yield { name: filename, content: file }
      if (file.truncated)
        throw new PackageFlaw('package-flaw', `${filename} has more than ${MOST_MODEL_BYTES >> 20} MB`)
    }
  }
  try {
    return await models.register(files(), by, mayBeUnsigned)
  } catch (error) {
    if (error instanceof PackageFlaw) throw new Problem(422, error.code, `The package was not taken: ${error.message}.`)
    throw error
  }
}
