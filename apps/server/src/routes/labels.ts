/** What people decided, as labelled data. Nothing here trains anything. */
import { Readable } from 'node:stream'
import { Instant, MAY } from '@celltwin/contracts'
import Type from 'typebox'
import { requireRole } from '../people/person.ts'
import { readLabels } from '../second-review/labels.ts'
import { type App, cellOr404, type House } from './context.ts'

export function labelRoutes(app: App, house: House): void {
  app.get(
    '/api/labels.ndjson',
    {
      config: { roles: MAY.readLabels },
      schema: {
        summary: 'Decisions with the evidence they are of, one JSON object a line; people by pseudonym; no limit',
        querystring: Type.Object({
          cell: Type.Optional(Type.String()),
          from: Type.Optional(Instant),
          to: Type.Optional(Instant),
          names: Type.Boolean({ default: false, description: 'people by name; needs the role admin' }),
        }),
      },
    },
    (request, reply) => {
      const { query } = request
      if (query.cell !== undefined) cellOr404(house, query.cell)
      if (query.names) requireRole(request, MAY.keepPeople, 'People by name')
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="labels.ndjson"')
        .send(Readable.from(readLabels(house.database.pool, query)))
    },
  )
}
