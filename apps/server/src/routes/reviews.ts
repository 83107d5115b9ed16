/** What people decide: journalled as events, answered as accepted, carried out by the cell when its inputs allow. */
import {
  DesiredItem,
  MAY,
  ReviewAnswer,
  ReviewQueue,
  ReviewRequest,
  Serial,
  type VerdictReason,
} from '@celltwin/contracts'
import { type Accepted, emptyTwin, fold, type Refused, reviewPart, undoReview, weightOf } from '@celltwin/twin'
import type pg from 'pg'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { readAbout } from '../journal/read.ts'
import { listWaiting } from '../parts/part-list.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'
import { requireRights } from './review-rights.ts'

/** A part is moved within a shift or somebody has to ask again. */
const REQUEST_LASTS_MS = 8 * 3_600_000
/** A change of the cell's state that comes an hour late is a surprise. */
const STATE_REQUEST_LASTS_MS = 60_000

const By = Type.String({ minLength: 1, maxLength: 80, description: 'who decides, where there is no sign-in' })
const CycleParams = Type.Object({ serial: Serial, cycleId: Type.String() })
const SetState = Type.Object({
  kind: Type.Literal('set-state'),
  state: Type.Union([Type.Literal('execute'), Type.Literal('held')]),
})

export function reviewRoutes(app: App, house: House): void {
  const { database, writer, projector } = house

  app.get(
    '/api/review-queue',
    {
      schema: {
        summary: 'Held and rejected parts without a decision in force, oldest first',
        querystring: Type.Object({ cell: Type.Optional(Type.String()) }),
        response: { 200: ReviewQueue },
      },
    },
    ({ query: { cell } }) =>
      listWaiting(database.pool, house.cells, cell === undefined ? undefined : cellOr404(house, cell).id),
  )

  app.post(
    '/api/parts/:serial/cycles/:cycleId/reviews',
    {
      config: { roles: MAY.decideParts },
      schema: {
        summary: 'Decides on a held or rejected part. Accepted, not done',
        params: CycleParams,
        body: ReviewRequest,
        response: { 202: ReviewAnswer },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const requestExpiresAt = new Date(Date.now() + REQUEST_LASTS_MS).toISOString()
      const by = signerOf(request, body.by)
      const cell = await cellOfCycle(params.cycleId)
      const recipe = cell.twin.definition?.value.definition.recipe
      const weight = weightOf(body.review, recipe, await failedOf(params.cycleId))
      const secondBy = await requireRights(request, house.people, by, weight, recipe, body.secondSignature)
      const { secondBy: _, ...review } = body.review
      const signed = { ...review, ...(secondBy === undefined ? {} : { secondBy }) }
      const command = { ...params, review: signed, by, requestId: uuidv7(), requestExpiresAt }
      const answer = await decide(params.cycleId, (cell, letGo) => reviewPart(cell.twin, command, letGo))
      return reply.status(202).send(answer)
    },
  )

  app.post(
    '/api/parts/:serial/cycles/:cycleId/reviews/:reviewId/undo',
    {
      config: { roles: MAY.decideParts },
      schema: {
        summary: 'Takes a review back, as long as the cell has not moved the part',
        params: Type.Object({ ...CycleParams.properties, reviewId: Type.String() }),
        body: Type.Object({ by: By, reason: Type.Optional(Type.String({ maxLength: 500 })) }),
        response: { 202: ReviewAnswer },
      },
    },
    async (request, reply) => {
      const { cycleId, reviewId } = request.params
      const by = signerOf(request, request.body.by)
      const answer = await decide(cycleId, (cell, letGo) =>
        undoReview(cell.twin, { cycleId, reviewId, ...request.body, by }, letGo),
      )
      return reply.status(202).send(answer)
    },
  )

  app.post(
    '/api/cells/:cell/requests',
    {
      config: { roles: MAY.askState },
      schema: {
        summary: 'Asks the cell to hold or to go on. Accepted, not done',
        params: Type.Object({ cell: Type.String() }),
        body: Type.Object({ target: SetState, by: By }),
        response: { 202: Type.Object({ requestId: Type.String(), item: DesiredItem }) },
      },
    },
    async (request, reply) => {
      const { target } = request.body
      const by = signerOf(request, request.body.by)
      const { path } = cellOr404(house, request.params.cell)
      const requestId = uuidv7()
      const item = await writer.append(path, (cell) => {
        const expiresAt = new Date(Date.now() + STATE_REQUEST_LASTS_MS).toISOString()
        const decidedAtRevision = cell.twin.position
        const data = { requestId, target, by, decidedAtRevision, expiresAt }
        return {
          events: [{ type: 'request-made', simulated: isSimulated(cell), data }],
          answer: { id: requestId, target, decidedAtRevision, expiresAt },
        }
      })
      return reply.status(202).send({ requestId, item })
    },
  )

  /** Decided against the twin inside the append, then projected before it is answered: a list read next agrees. */
  async function decide(
    cycleId: string,
    by: (cell: LiveCell, letGo?: Cycle) => Accepted | Refused,
  ): Promise<ReviewAnswer> {
    const cell = await cellOfCycle(cycleId)
    const answer = await writer.append(cell.path, async (live, journal) => {
      const letGo = Object.hasOwn(live.twin.cycles, cycleId) ? undefined : await foldCycle(journal, live, cycleId)
      const decided = by(live, letGo)
      if ('refused' in decided)
        throw new Problem(decided.refused === 'part-unknown' ? 404 : 409, decided.refused, decided.detail)
      const simulated = (live.twin.cycles[cycleId] ?? letGo)?.simulated ?? isSimulated(live)
      const id = uuidv7()
      const events = decided.events.map(
        (event, nth) => ({ ...event, simulated, ...(nth === 0 ? { id } : {}) }) as OwnEvent,
      )
      return { events, answer: { id, position: live.head.position + 1, requestId: decided.requestId } }
    })
    await projector.caughtUp(cell)
    return answer
  }

  /** The characteristics that decided the verdict. */
  async function failedOf(cycleId: string): Promise<string[]> {
    const row = await database.prisma.partCycle.findUnique({ where: { cycleId }, select: { reasons: true } })
    const reasons = (row?.reasons as VerdictReason[] | null) ?? []
    return reasons.flatMap(({ characteristic }) => (characteristic === undefined ? [] : [characteristic]))
  }

  async function cellOfCycle(cycleId: string): Promise<LiveCell> {
    const all = house.cells.all()
    const known = all.find(({ twin }) => Object.hasOwn(twin.cycles, cycleId))
    if (known) return known
    const row = await database.prisma.partCycle.findUnique({ where: { cycleId }, select: { cellId: true } })
    const cell = all.find(({ id }) => id === row?.cellId)
    if (!cell) throw notFound(`cycle ${cycleId}`)
    return cell
  }
}

type Cycle = LiveCell['twin']['cycles'][string]

/** A cycle that the twin has let go, made again of its own events. */
async function foldCycle(journal: pg.ClientBase, cell: LiveCell, cycleId: string): Promise<Cycle | undefined> {
  return fold(emptyTwin(cell.path.cell), await readAbout(journal, cell.id, [cycleId])).cycles[cycleId]
}
