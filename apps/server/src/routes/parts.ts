/** Parts: search and passport; and what could not be read. */
import { PartCriteria, PartPage, Passport, Serial, Unreadable } from '@celltwin/contracts'
import Type from 'typebox'
import { listParts } from '../parts/part-list.ts'
import { readPassport } from '../parts/passport.ts'
import { notFound } from '../problems.ts'
import { type App, cellOr404, type House } from './context.ts'

const PREVIEW_BYTES = 2_000

export function partRoutes(app: App, house: House): void {
  const { database, cells } = house

  app.get(
    '/api/parts',
    {
      schema: {
        summary: 'Cycles of parts, newest first',
        querystring: Type.Object({
          cell: Type.Optional(Type.String()),
          ...PartCriteria.properties,
          cursor: Type.Optional(Type.String({ maxLength: 300 })),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
        }),
        response: { 200: PartPage },
      },
    },
    ({ query: { cell, ...query } }) =>
      listParts(database.pool, house.cells, {
        ...query,
        cellId: cell === undefined ? undefined : cellOr404(house, cell).id,
      }),
  )

  app.get(
    '/api/parts/:serial',
    {
      schema: { summary: 'Passport of one part', params: Type.Object({ serial: Serial }), response: { 200: Passport } },
    },
    async ({ params: { serial } }) => {
      const passport = await readPassport(database, cells, serial)
      if (!passport) throw notFound(`part ${serial}`)
      return passport
    },
  )

  app.get(
    '/api/unreadable',
    {
      schema: {
        summary: 'What could not be taken in, newest first',
        querystring: Type.Object({
          cursor: Type.Optional(Type.Integer({ description: 'id of the last one seen' })),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        }),
        response: { 200: Type.Array(Unreadable) },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const rows = await database.prisma.unreadable.findMany({
        ...(cursor === undefined ? {} : { where: { id: { lt: cursor } } }),
        orderBy: { id: 'desc' },
        take: limit,
      })
      return rows.map(({ cellId, recordedAt, seq, payload, ...row }) => ({
        ...row,
        cell: cells.all().find(({ id }) => id === cellId)?.path.cell ?? null,
        seq: seq === null ? null : Number(seq),
        recordedAt: recordedAt.toISOString(),
        bytes: payload.length,
        preview: Buffer.from(payload.subarray(0, PREVIEW_BYTES)).toString(),
      }))
    },
  )
}
