/** Recalls: from criteria to the list of containers to block, each confirmed by the person who stood before it. */
import { BlockConfirmation, EventId, MAY, Recall, RecallRequest, RecallSummary } from '@celltwin/contracts'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { languageFor } from '../languages.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import { d3Pdf } from '../recall/d3-pdf.ts'
import { findingsOf } from '../recall/events.ts'
import { isEmpty, listRecalls, readRecall } from '../recall/read.ts'
import { findContainers, findParts } from '../recall/search.ts'
import { type App, cellOr404, type House } from './context.ts'

/** More is no recall but a stop of delivery. */
const MOST_PARTS = 200_000
const Params = Type.Object({ recallId: EventId })
const By = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))

export function recallRoutes(app: App, house: House): void {
  const { database, cells, writer, projector } = house
  const { pool } = database

  app.get(
    '/api/cells/:cell/recalls',
    {
      schema: {
        summary: 'Recalls, newest first',
        params: Type.Object({ cell: Type.String() }),
        response: { 200: Type.Array(RecallSummary) },
      },
    },
    ({ params }) => listRecalls(pool, cellOr404(house, params.cell).id),
  )

  app.post(
    '/api/cells/:cell/recalls',
    {
      config: { roles: MAY.recall },
      schema: {
        summary: 'Opens a recall: finds the parts, blocks their containers',
        params: Type.Object({ cell: Type.String() }),
        body: RecallRequest,
        response: { 201: Type.Object({ recallId: EventId, parts: Type.Integer(), containers: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { criteria, reason, by } = request.body
      if (isEmpty(criteria))
        throw new Problem(400, 'no-criteria', 'body/criteria must name at least one.', 'Say what the parts share.')
      const cell = cellOr404(house, request.params.cell)
      await projector.caughtUp(cell)
      const position = cell.head.position
      const parts = await findParts(pool, cell.id, criteria, { most: MOST_PARTS + 1 })
      if (parts.length === 0) throw new Problem(409, 'no-parts', 'No part fulfils these criteria.')
      if (parts.length > MOST_PARTS)
        throw new Problem(409, 'too-many-parts', `More than ${MOST_PARTS} parts fulfil these criteria.`, 'Narrow them.')
      const containers = await findContainers(
        pool,
        cell.id,
        parts.map(({ cycleId }) => cycleId),
      )
      const recallId = uuidv7()
      await writer.append(cell.path, (live) => {
        const simulated = isSimulated(live)
        const data = { recallId, criteria, reason, by: signerOf(request, by), position }
        const opened: OwnEvent = { type: 'recall-opened', simulated, data }
        return {
          events: [opened, ...findingsOf(recallId, parts, containers, { late: false, simulated })],
          answer: undefined,
        }
      })
      await projector.caughtUp(cell)
      return reply.status(201).send({ recallId, parts: parts.length, containers: containers.length })
    },
  )

  app.get(
    '/api/recalls/:recallId',
    { schema: { summary: 'A recall as it stands', params: Params, response: { 200: Recall } } },
    ({ params }) => recallOr404(params.recallId),
  )

  app.get(
    '/api/recalls/:recallId/d3.pdf',
    {
      schema: {
        summary: 'The 8D D3 containment sheet as a PDF on A4',
        params: Params,
        querystring: Type.Object({ language: Type.Optional(Type.String({ maxLength: 35 })) }),
      },
    },
    async ({ params, query }, reply) => {
      const recall = await recallOr404(params.recallId)
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${recall.cell}-d3-${recall.recallId}.pdf"`)
        .send(d3Pdf(recall, cellOr404(house, recall.cell), languageFor(query.language)))
    },
  )

  app.post(
    '/api/recalls/:recallId/containers/:container/confirmation',
    {
      config: { roles: MAY.confirmBlocks },
      schema: {
        summary: 'A person stood before the container and blocked it',
        params: Type.Object({ ...Params.properties, container: Type.String({ maxLength: 64 }) }),
        body: BlockConfirmation,
        response: { 201: Type.Object({ position: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { recallId, container } = request.params
      const { by, ...confirmation } = request.body
      const recall = await openRecall(recallId)
      const block = recall.blocks.find((one) => one.container === container)
      if (!block) throw notFound(`container ${container} in this recall`)
      if (block.confirmation)
        throw new Problem(409, 'already-confirmed', `${container} was confirmed by ${block.confirmation.by}.`)
      const data = { recallId, container, ...confirmation, by: signerOf(request, by) }
      return reply.status(201).send(await tell(recall, { type: 'container-block-confirmed', data }))
    },
  )

  app.post(
    '/api/recalls/:recallId/closing',
    {
      config: { roles: MAY.recall },
      schema: {
        summary: 'Closes a recall whose containers are all confirmed',
        params: Params,
        body: Type.Object({ conclusion: Type.String({ minLength: 3, maxLength: 2000 }), by: By }),
        response: { 201: Type.Object({ position: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const recall = await openRecall(request.params.recallId)
      const open = recall.blocks.filter(({ confirmation }) => !confirmation).map(({ container }) => container)
      if (open.length > 0)
        throw new Problem(
          409,
          'not-confirmed',
          `${open.length} containers are not confirmed: ${open.slice(0, 5).join(', ')}${open.length > 5 ? ' …' : ''}.`,
          'Confirm each, then close.',
        )
      const { conclusion, by } = request.body
      const data = { recallId: recall.recallId, conclusion, by: signerOf(request, by) }
      return reply.status(201).send(await tell(recall, { type: 'recall-closed', data }))
    },
  )

  async function recallOr404(recallId: string): Promise<Recall> {
    const recall = await readRecall(pool, cells, recallId)
    if (!recall) throw notFound(`recall ${recallId}`)
    return recall
  }

  async function openRecall(recallId: string): Promise<Recall> {
    const recall = await recallOr404(recallId)
    if (recall.closedAt) throw new Problem(409, 'recall-closed', 'The recall is closed.', 'Open another one.')
    return recall
  }

  /** Projected before it is answered: what is read next agrees. */
  async function tell(recall: Recall, event: Omit<OwnEvent, 'simulated'>): Promise<{ position: number }> {
    const cell = cellOr404(house, recall.cell)
    const answer = await writer.append(cell.path, (live) => ({
      events: [{ ...event, simulated: isSimulated(live) } as OwnEvent],
      answer: { position: live.head.position + 1 },
    }))
    await projector.caughtUp(cell)
    return answer
  }
}
