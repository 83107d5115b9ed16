/** Genealogy both ways; and packing, for plants whose cell does not tell it. */
import {
  AskedCriteria,
  ContainerId,
  type EventData,
  Genealogy,
  MAY,
  PackRequest,
  ShipmentId,
} from '@celltwin/contracts'
import Type from 'typebox'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import { openBlocks } from '../recall/read.ts'
import { readGenealogy } from '../trace/genealogy.ts'
import { type App, cellOr404, type House } from './context.ts'

const CellParams = Type.Object({ cell: Type.String() })
const ContainerParams = Type.Object({ ...CellParams.properties, container: ContainerId })
const By = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))
const Answer = Type.Object({ position: Type.Integer() })

export function traceRoutes(app: App, house: House): void {
  const { database, writer, projector } = house
  const { pool } = database

  app.get(
    '/api/cells/:cell/genealogy',
    {
      schema: {
        summary: 'Parts that fulfil the criteria: what they were made from and with, and where they went',
        params: CellParams,
        querystring: AskedCriteria,
        response: { 200: Genealogy },
      },
    },
    ({ params, query }) => readGenealogy(pool, cellOr404(house, params.cell).id, query),
  )

  app.post(
    '/api/cells/:cell/containers/:container/parts',
    {
      config: { roles: MAY.pack },
      schema: {
        summary: 'Tells where a passed part was packed',
        params: ContainerParams,
        body: PackRequest,
        response: { 201: Answer },
      },
    },
    async (request, reply) => {
      const { serial, by, ...place } = request.body
      const { cell: slug, container } = request.params
      const { rows } = await pool.query<Cycle>(NEWEST_CYCLE, [cellOr404(house, slug).id, serial])
      const cycle = rows[0]
      if (!cycle) throw notFound(`part ${serial} in cell ${slug}`)
      if (!cycle.acceptable)
        throw new Problem(409, 'not-passed', `${serial} was neither passed nor found conforming.`, 'Set it apart.')
      await refuseClosed(slug, container)
      const { cycleId, cycleNumber } = cycle
      const data = { cycleId, serial, cycleNumber, container, ...place, by: signerOf(request, by) }
      return reply.status(201).send(await tell(slug, { type: 'part-packed', data }))
    },
  )

  app.post(
    '/api/cells/:cell/containers/:container/closing',
    {
      config: { roles: MAY.pack },
      schema: {
        summary: 'Tells that a container was closed and labelled',
        params: ContainerParams,
        body: Type.Object({ label: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })), by: By }),
        response: { 201: Answer },
      },
    },
    async (request, reply) => {
      const { cell: slug, container } = request.params
      const parts = await refuseClosed(slug, container)
      if (parts === 0) throw notFound(`part in container ${container}`)
      const { label, by } = request.body
      const data: EventData<'container-closed'> = {
        ...{ container, parts, by: signerOf(request, by) },
        ...(label === undefined ? {} : { label }),
      }
      return reply.status(201).send(await tell(slug, { type: 'container-closed', data }))
    },
  )

  app.post(
    '/api/cells/:cell/containers/:container/shipping',
    {
      config: { roles: MAY.ship },
      schema: {
        summary: 'Tells that a container left; refused while a recall blocks it',
        params: ContainerParams,
        body: Type.Object({
          shipment: ShipmentId,
          customer: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
          by: By,
        }),
        response: { 201: Answer },
      },
    },
    async (request, reply) => {
      const { cell: slug, container } = request.params
      const { by, ...shipped } = request.body
      const cell = cellOr404(house, slug)
      await projector.caughtUp(cell)
      const [reason] = await openBlocks(pool, cell.id, container)
      if (reason !== undefined)
        throw new Problem(409, 'blocked', `${container} is blocked: ${reason}`, 'It leaves when the recall is closed.')
      const { rowCount } = await pool.query('select from packing where cell_id = $1 and container = $2 limit 1', [
        cell.id,
        container,
      ])
      if (rowCount === 0) throw notFound(`container ${container}`)
      const data = { container, ...shipped, by: signerOf(request, by) }
      return reply.status(201).send(await tell(slug, { type: 'container-shipped', data }))
    },
  )

  /** Answers how many parts lie in it. @throws Problem 409 where the cell packs by itself, or it is closed. */
  async function refuseClosed(slug: string, container: string): Promise<number> {
    const cell = cellOr404(house, slug)
    if (cell.twin.definition?.value.definition.packing)
      throw new Problem(409, 'cell-packs', `${slug} tells by itself what it packs.`, 'Take `packing` out of its file.')
    await projector.caughtUp(cell)
    const { rows } = await pool.query<{ parts: number; closed: boolean }>(CONTAINER, [cell.id, container])
    if (rows[0]!.closed) throw new Problem(409, 'container-closed', `${container} is closed.`, 'Use another one.')
    return rows[0]!.parts
  }

  async function tell(slug: string, event: Omit<OwnEvent, 'simulated'>): Promise<{ position: number }> {
    const cell = cellOr404(house, slug)
    const answer = await writer.append(cell.path, (live) => ({
      events: [{ ...event, simulated: isSimulated(live) } as OwnEvent],
      answer: { position: live.head.position + 1 },
    }))
    await projector.caughtUp(cell)
    return answer
  }
}

interface Cycle {
  readonly cycleId: string
  readonly cycleNumber: number
  readonly acceptable: boolean
}

const NEWEST_CYCLE = `
  select c.cycle_id as "cycleId", c.cycle_number as "cycleNumber",
         coalesce(r.finding = 'conforming', c.verdict = 'pass', false) as acceptable
  from part_cycle c
  left join lateral (
    select review ->> 'finding' as finding from review
    where cycle_id = c.cycle_id and undone_at is null order by position desc limit 1
  ) r on true
  where c.cell_id = $1 and c.serial = $2 and c.challenge is null order by c.started_at desc limit 1`

const CONTAINER = `
  select (select count(*) from packing where cell_id = $1 and container = $2) as parts,
         exists (select from container where cell_id = $1 and container = $2 and closed_at is not null) as closed`
