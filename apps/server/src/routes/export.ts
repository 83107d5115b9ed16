/** Parts as files of any length: for spreadsheets, programs and statistics. */
import { Readable } from 'node:stream'
import { AskedCriteria, type CellDefinition, type Characteristic } from '@celltwin/contracts'
import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { aqdefOf } from '../export/aqdef.ts'
import { csvOf, ndjsonOf } from '../export/formats.ts'
import { readRows } from '../export/rows.ts'
import { notFound } from '../problems.ts'
import { Decimal } from '../shifts/csv.ts'
import { type App, cellOr404, type House } from './context.ts'

const params = Type.Object({ cell: Type.String() })

export function exportRoutes(app: App, house: House): void {
  const { pool, prisma } = house.database

  app.get(
    '/api/cells/:cell/parts.csv',
    {
      schema: {
        summary: 'All parts that fulfil the criteria as CSV, a column for each characteristic; no limit',
        params,
        querystring: Type.Object({ ...AskedCriteria.properties, decimal: Decimal }, { additionalProperties: false }),
      },
    },
    async ({ params, query: { decimal, ...criteria } }, reply) => {
      const cell = cellOr404(house, params.cell)
      const text = csvOf(readRows(pool, cell, criteria), await everyCharacteristic(cell.id), decimal)
      return send(reply, Readable.from(text), 'text/csv; charset=utf-8', `${params.cell}-parts.csv`)
    },
  )

  app.get(
    '/api/cells/:cell/parts.ndjson',
    {
      schema: {
        summary: 'All parts that fulfil the criteria, one JSON object a line; no limit',
        params,
        querystring: AskedCriteria,
      },
    },
    async ({ params, query }, reply) => {
      const cell = cellOr404(house, params.cell)
      const text = ndjsonOf(readRows(pool, cell, query), await everyCharacteristic(cell.id))
      return send(reply, Readable.from(text), 'application/x-ndjson', `${params.cell}-parts.ndjson`)
    },
  )

  app.get(
    '/api/cells/:cell/parts.dfq',
    {
      schema: {
        summary: 'Measured values of all parts that fulfil the criteria in AQDEF (Q-DAS .dfq); no limit',
        params,
        querystring: AskedCriteria,
      },
    },
    ({ params, query }, reply) => {
      const cell = cellOr404(house, params.cell)
      const definition = cell.twin.definition?.value.definition
      if (!definition) throw notFound(`definition of cell ${params.cell} yet`)
      const bytes = aqdefOf(readRows(pool, cell, query), definition)
      return send(reply, Readable.from(bytes), 'application/octet-stream', `${params.cell}-parts.dfq`)
    },
  )

  /** Of every cell file that was in force, in the order of the newest. */
  async function everyCharacteristic(cellId: number): Promise<Characteristic[]> {
    const rows = await prisma.definition.findMany({ where: { cellId }, orderBy: { position: 'desc' } })
    const found = new Map<string, Characteristic>()
    for (const { definition } of rows)
      for (const characteristic of (definition as unknown as CellDefinition).recipe.characteristics)
        if (!found.has(characteristic.id)) found.set(characteristic.id, characteristic)
    return [...found.values()]
  }
}

const send = (reply: FastifyReply, body: Readable, type: string, name: string) =>
  reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(body)
