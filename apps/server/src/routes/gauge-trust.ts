/** Trust in gauges: challenge parts, studies by the cell, calibrations, and parts that a failed challenge made suspect. */
import {
  type CellTwin,
  ChallengeRequired,
  EventId,
  expiryOf,
  GaugeCalibration,
  Instant,
  MAY,
  ReleaseRequest,
  StudyRun,
} from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { gaugeStates, trustIn } from '@celltwin/twin'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { knownCalibrations } from '../parts/calibrations.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

/** Time for the running cycle to end and for somebody to walk to the cell. */
const REQUEST_LASTS_MS = 3_600_000
const FOREVER = '9999-01-01'

const CellParams = Type.Object({ cell: Type.String() })
const By = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))
const Asked = Type.Object({ requestId: Type.String() })

type Target = Extract<OwnEvent, { type: 'request-made' }>['data']['target']

export function gaugeTrustRoutes(app: App, house: House): void {
  /** Made into a request against the twin as it is inside the append. */
  const ask = (slug: string, by: string, targetFor: (cell: LiveCell) => Target) => {
    const requestId = uuidv7()
    return house.writer.append(cellOr404(house, slug).path, (cell) => {
      const expiresAt = new Date(Date.now() + REQUEST_LASTS_MS).toISOString()
      const target = targetFor(cell)
      const data = { requestId, target, by, decidedAtRevision: cell.twin.position, expiresAt }
      return { events: [{ type: 'request-made', simulated: isSimulated(cell), data }], answer: { requestId } }
    })
  }

  app.post(
    '/api/cells/:cell/challenge',
    {
      config: { roles: MAY.runChallenge },
      schema: {
        summary: 'Asks the cell to run its challenge parts. Accepted, not done',
        params: CellParams,
        body: Type.Object({ by: By }),
        response: { 202: Asked },
      },
    },
    async (request, reply) => {
      const target = withChallenge({ kind: 'run-challenge' })
      return reply.status(202).send(await ask(request.params.cell, signerOf(request, request.body.by), target))
    },
  )

  app.post(
    '/api/cells/:cell/studies/run',
    {
      config: { roles: MAY.study },
      schema: {
        summary: 'Asks the cell to inspect master parts again and again, for a study of its gauges. Accepted, not done',
        params: CellParams,
        body: Type.Object({ ...StudyRun.properties, by: By }),
        response: { 202: Asked },
      },
    },
    async (request, reply) => {
      const { by, ...study } = request.body
      const target = ({ twin, path }: LiveCell): Target => {
        if (twin.definition?.value.definition.masters?.length) return { kind: 'run-study', study }
        throw new Problem(409, 'no-master-parts', `The cell file of ${path.cell} has no master parts.`)
      }
      return reply.status(202).send(await ask(request.params.cell, signerOf(request, by), target))
    },
  )

  app.put(
    '/api/cells/:cell/challenge/required',
    {
      config: { roles: MAY.requireChallenge },
      schema: {
        summary: 'Sets whether AUTO waits for the challenge parts. Accepted, not done',
        params: CellParams,
        body: Type.Object({ required: ChallengeRequired, by: By }),
        response: { 202: Asked },
      },
    },
    async (request, reply) => {
      const target = withChallenge({ kind: 'require-challenge', required: request.body.required })
      return reply.status(202).send(await ask(request.params.cell, signerOf(request, request.body.by), target))
    },
  )

  app.post(
    '/api/cells/:cell/calibrations',
    {
      config: { roles: MAY.tellCalibration },
      schema: {
        summary: 'Hands a calibration to the module of its gauge. Accepted, not done',
        params: CellParams,
        body: Type.Object({
          calibration: Type.Object({ ...GaugeCalibration.properties, madeAt: Instant }),
          by: By,
        }),
        response: { 202: Asked },
      },
    },
    async (request, reply) => {
      const { calibration, by } = request.body
      const expiresAt = expiryOf(calibration)
      if (expiresAt === null || expiresAt <= new Date().toISOString())
        throw new Problem(409, 'calibration-expired', `The calibration ${calibration.id} is not valid any more.`)
      const digest = hashOf(calibration)
      const cell = cellOr404(house, request.params.cell)
      const known = await knownCalibrations(house.database.pool, cell, [calibration.id], FOREVER)
      const target = ({ twin, path }: LiveCell): Target => {
        const owner = gaugeStates(twin, Date.now()).find(({ gauge }) => gauge === calibration.gauge)
        if (!owner) throw new Problem(409, 'gauge-unknown', `${path.cell} has no gauge ${calibration.gauge}.`)
        if ([...known, ...askedFor(twin)].some((each) => each.id === calibration.id && hashOf(each) !== digest))
          throw new Problem(
            409,
            'calibration-id-taken',
            `Another calibration has the id ${calibration.id}.`,
            'Give the new one an id of its own: results name the calibration that they rest on.',
            [{ field: 'body/calibration/id', rule: 'must be new: an id is given once' }],
          )
        return { kind: 'record-calibration', module: owner.module, calibration }
      }
      return reply.status(202).send(await ask(request.params.cell, signerOf(request, by), target))
    },
  )

  app.post(
    '/api/cells/:cell/suspicions/:suspicion/release',
    {
      config: { roles: MAY.answerToCustomer },
      schema: {
        summary: 'Answers for parts that a failed challenge made suspect',
        params: Type.Object({ cell: Type.String(), suspicion: EventId }),
        body: ReleaseRequest,
        response: { 200: Type.Object({ from: Type.Integer(), to: Type.Integer() }) },
      },
    },
    (request) => {
      const { suspicion, cell: slug } = request.params
      const { from, to, reason, by } = request.body
      if (from > to)
        throw new Problem(400, 'range-reversed', 'The range ends before it begins.', undefined, [
          { field: 'body/from', rule: 'must not be above body/to' },
        ])
      return house.writer.append(cellOr404(house, slug).path, (cell) => {
        const known = trustIn(cell.twin).suspicions.find(({ id }) => id === suspicion)
        if (!known) throw notFound(`suspicion ${suspicion}`)
        const range = { from: Math.max(from, known.from), to: Math.min(to, known.to) }
        if (range.from > range.to)
          throw new Problem(409, 'not-suspect', `Cycles ${from} to ${to} are none of this suspicion.`)
        const data = { suspicion, ...range, by: signerOf(request, by), reason }
        return { events: [{ type: 'suspicion-released', simulated: isSimulated(cell), data }], answer: range }
      })
    },
  )
}

/** What is on its way to its module. */
const askedFor = ({ requests }: CellTwin): GaugeCalibration[] =>
  Object.values(requests).flatMap(({ made }) =>
    made?.target.kind === 'record-calibration' ? [made.target.calibration] : [],
  )

const withChallenge =
  (target: Target) =>
  ({ twin, path }: LiveCell): Target => {
    if (twin.definition?.value.definition.challenge) return target
    throw new Problem(409, 'no-challenge-parts', `The cell file of ${path.cell} has no challenge parts.`)
  }
