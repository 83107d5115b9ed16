/** Studies of gauges: which there are, what they rest on, and new ones from readings or from the cell's own parts. */
import {
  Instant,
  MAY,
  RepeatedPart,
  StudiedCharacteristic,
  StudyReadings,
  StudyRecord,
  StudyRequest,
  StudyRunOutcome,
} from '@celltwin/contracts'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem, wrong } from '../problems.ts'
import { reckonStudy, subjectOf } from '../studies/reckon.ts'
import { listStudies, readStudies } from '../studies/records.ts'
import { readRepeatedParts, readRepeats } from '../studies/repeats.ts'
import { outcomeOf } from '../studies/run.ts'
import { type App, cellOr404, type House } from './context.ts'

const params = Type.Object({ cell: Type.String() })
/** How far back repeated parts are looked for. */
const LOOK_BACK_MS = 30 * 86_400_000

export function studyRoutes(app: App, house: House): void {
  const { pool } = house.database

  /** What of the cell's file a study needs to know. */
  const subjectIn = (slug: string, id: string) => {
    const cell = cellOr404(house, slug)
    const definition = cell.twin.definition?.value.definition
    const characteristic = definition?.recipe.characteristics.find((one) => one.id === id)
    if (!definition || !characteristic) throw notFound(`characteristic ${id} in the recipe of ${slug}`)
    return { cell, subject: subjectOf(definition, characteristic) }
  }

  app.get(
    '/api/cells/:cell/studies',
    {
      schema: {
        summary: 'Gauges and characteristics with their studies, newest first',
        params,
        response: { 200: Type.Array(StudiedCharacteristic) },
      },
    },
    async ({ params: { cell: slug } }) => {
      const cell = cellOr404(house, slug)
      return listStudies(cell, await readStudies(pool, cell.id))
    },
  )

  app.get(
    '/api/cells/:cell/studies/repeated',
    {
      schema: {
        summary: 'Parts that were inspected more than once in the last 30 days',
        params,
        response: { 200: Type.Array(RepeatedPart) },
      },
    },
    ({ params: { cell } }) =>
      readRepeatedParts(pool, cellOr404(house, cell).id, new Date(Date.now() - LOOK_BACK_MS).toISOString()),
  )

  app.get(
    '/api/cells/:cell/studies/readings',
    {
      schema: {
        summary: 'Repeated cycles of parts as readings of a study',
        params,
        querystring: Type.Object({
          characteristic: Type.String(),
          serials: Type.String({ minLength: 1, description: 'separated by commas' }),
          since: Type.Optional(Instant),
          until: Type.Optional(Instant),
          trials: Type.Optional(Type.Integer({ minimum: 2, maximum: 500 })),
        }),
        response: { 200: StudyReadings },
      },
    },
    async ({ params: { cell: slug }, query: { serials, ...wanted } }) => {
      const { cell, subject } = subjectIn(slug, wanted.characteristic)
      const readings = await readRepeats(pool, cell.id, { ...wanted, serials: serials.split(',') })
      return { ...subject, simulated: isSimulated(cell), readings }
    },
  )

  app.get(
    '/api/cells/:cell/studies/run',
    {
      schema: {
        summary: 'Characteristics that the last complete run of the cell gave fewer readings of, or no study, and why',
        params,
        response: { 200: StudyRunOutcome },
      },
    },
    ({ params: { cell } }) => outcomeOf(pool, cellOr404(house, cell), Date.now()),
  )

  app.get(
    '/api/cells/:cell/studies/:study',
    {
      schema: {
        summary: 'One study with its readings and figures',
        params: Type.Object({ cell: Type.String(), study: Type.String() }),
        response: { 200: StudyRecord },
      },
    },
    async ({ params: { cell, study } }) => {
      const found = (await readStudies(pool, cellOr404(house, cell).id)).find(({ id }) => id === study)
      if (!found) throw notFound(`study ${study}`)
      return found
    },
  )

  app.post(
    '/api/cells/:cell/studies',
    {
      config: { roles: MAY.study },
      schema: {
        summary: 'Reckons a study from readings, or from repeated cycles of parts, and keeps it',
        params,
        body: StudyRequest,
        response: { 201: StudyRecord },
      },
    },
    async (request, reply) => {
      const { kind, characteristic, fromCell, by } = request.body
      const { cell, subject } = subjectIn(request.params.cell, characteristic)
      const readings =
        request.body.readings ?? (fromCell && (await readRepeats(pool, cell.id, { characteristic, ...fromCell })))
      if (!readings) throw wrong({ field: 'body/readings', rule: 'must be there, or body/fromCell' })
      const asked = { kind, readings, settings: request.body.settings ?? {}, by: signerOf(request, by) }
      const data = reckoned(() => reckonStudy(subject, asked))
      const id = uuidv7()
      const simulated = isSimulated(cell)
      const answer = { id, recordedAt: new Date().toISOString(), simulated, ...data }
      await house.writer.append(cell.path, () => ({
        events: [{ type: 'study-recorded', id, simulated, data }],
        answer,
      }))
      return reply.status(201).send(answer)
    },
  )
}

/** What makes readings no study is for the person who sent them to mend. */
function reckoned<T>(reckon: () => T): T {
  try {
    return reckon()
  } catch (error) {
    if (error instanceof RangeError) throw new Problem(422, 'no-such-study', `${error.message}.`)
    throw error
  }
}
