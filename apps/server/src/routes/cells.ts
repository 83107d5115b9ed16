/** Cells: what they are, how they are, how they were. */
import { CellDefinition, CellSummary, Instant, type SourceSummary, Telemetry } from '@celltwin/contracts'
import { waitingForPerson } from '@celltwin/twin'
import Type from 'typebox'
import { isSimulated } from '../dispatch/dispatch.ts'
import { readAfter, readOccurred } from '../journal/read.ts'
import { notFound } from '../problems.ts'
import { twinAt, twinKnownAt, twinKnownAtPosition } from '../twins/as-of.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type App, cellOr404, type House } from './context.ts'

const CellParams = Type.Object({ cell: Type.String() })

export function cellRoutes(app: App, house: House): void {
  const { pool } = house.database

  app.get('/api/cells', { schema: { summary: 'All cells', response: { 200: Type.Array(CellSummary) } } }, () =>
    house.cells.all().map(summaryOf),
  )

  app.get(
    '/api/cells/:cell/definition',
    { schema: { summary: 'The cell file in force', params: CellParams, response: { 200: CellDefinition } } },
    ({ params }) => {
      const definition = cellOr404(house, params.cell).twin.definition
      if (!definition) throw notFound(`definition of cell ${params.cell} yet`)
      return definition.value.definition
    },
  )

  app.get(
    '/api/cells/:cell/twin',
    {
      schema: {
        summary: 'State of the cell: now, as it was true (`at`), or as it was known (`knownAt`)',
        params: CellParams,
        querystring: Type.Object({
          at: Type.Optional(Instant),
          knownAt: Type.Optional(
            Type.Union([Type.String({ pattern: '^\\d{1,15}$', description: 'position' }), Instant]),
          ),
        }),
        response: { 200: Type.Unknown({ description: 'CellTwin' }) },
      },
    },
    async ({ params, query: { at, knownAt } }) => {
      const cell = cellOr404(house, params.cell)
      if (at) return twinAt(pool, house.snapshots, cell, at)
      if (knownAt === undefined) return cell.twin
      return /^\d+$/.test(knownAt) ? twinKnownAtPosition(pool, cell, Number(knownAt)) : twinKnownAt(pool, cell, knownAt)
    },
  )

  app.get(
    '/api/cells/:cell/entries',
    {
      schema: {
        summary: 'A page of the journal, oldest first',
        params: CellParams,
        querystring: Type.Object({
          from: Type.Integer({ minimum: 1, default: 1, description: 'first position' }),
          limit: Type.Integer({ minimum: 1, maximum: 2000, default: 500 }),
        }),
        response: { 200: Type.Array(Type.Unknown({ description: 'JournalEntry' })) },
      },
    },
    ({ params, query }) => readAfter(pool, cellOr404(house, params.cell).id, query.from - 1, query.limit),
  )

  app.get(
    '/api/cells/:cell/occurrences',
    {
      schema: {
        summary: 'A page of the journal in the order in which things occurred: what a replay folds',
        params: CellParams,
        querystring: Type.Object({
          after: Instant,
          position: Type.Integer({ minimum: 0, default: 0, description: 'of what occurred at `after`, those above' }),
          until: Instant,
          limit: Type.Integer({ minimum: 1, maximum: 2000, default: 500 }),
        }),
        response: { 200: Type.Array(Type.Unknown({ description: 'JournalEntry' })) },
      },
    },
    ({ params, query: { after, position, until, limit } }) =>
      readOccurred(pool, cellOr404(house, params.cell).id, { at: after, position }, until, limit),
  )

  app.get(
    '/api/cells/:cell/telemetry',
    {
      schema: {
        summary: 'Telemetry of a period, oldest first; without `from`, the last ten minutes',
        params: CellParams,
        querystring: Type.Object({
          source: Type.Optional(Type.String()),
          from: Type.Optional(Instant),
          to: Type.Optional(Instant),
          limit: Type.Integer({ minimum: 1, maximum: 20_000, default: 5_000 }),
        }),
        response: { 200: Type.Array(Telemetry) },
      },
    },
    ({ params, query: { source, from, to, limit } }) =>
      house.telemetry.read(cellOr404(house, params.cell), {
        source,
        from: from ?? new Date(Date.now() - 600_000).toISOString(),
        to: to ?? new Date().toISOString(),
        limit,
      }),
  )
}

function summaryOf(cell: LiveCell): CellSummary {
  const { path, twin } = cell
  const definition = twin.definition?.value.definition
  return {
    cell: path.cell,
    path,
    title: definition?.title ?? path.cell,
    kind: definition?.kind ?? 'unknown',
    position: twin.position,
    state: twin.state?.value.state ?? null,
    simulated: isSimulated(cell),
    replayed: definition?.devices.kind === 'replay',
    lastEventAt: twin.occurredAt ?? null,
    away: Object.values(twin.sources).flatMap(({ source, presence }) =>
      presence?.value.online === false ? source : [],
    ),
    sources: Object.values(definition?.agents ?? {}).flatMap(({ roles }) => roles.map((role) => sourceOf(cell, role))),
    waitingForPerson: waitingForPerson(twin).length,
  }
}

function sourceOf({ twin, telemetry }: LiveCell, source: string): SourceSummary {
  const known = twin.sources[source]
  const measured = telemetry.get(source)
  const heard = [known?.last?.occurredAt, measured?.at].flatMap((at) => at ?? []).sort()
  const { backlogEvents = 0, evidenceOnItsWay = 0 } = measured?.values ?? {}
  return {
    source,
    online: known?.presence?.value.online ?? known?.last !== undefined,
    heardAt: heard.at(-1) ?? null,
    missing: (known?.gaps ?? []).reduce((n, { from, to }) => n + to - from + 1, 0),
    waiting: backlogEvents + evidenceOnItsWay,
    simulated: known?.simulated ?? false,
    replayed: known?.replayed ?? false,
  }
}
