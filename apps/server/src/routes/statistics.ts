/** Figures of a cell over a window. */
import { CellStatistics, Instant, TimeMark } from '@celltwin/contracts'
import Type from 'typebox'
import { readMarks, readStatistics } from '../parts/statistics.ts'
import { windowReversed } from '../problems.ts'
import { type App, cellOr404, type House } from './context.ts'

const params = Type.Object({ cell: Type.String() })
const Window = Type.Object({ from: Type.Optional(Instant), to: Type.Optional(Instant) })
const DAY_MS = 86_400_000

export function statisticsRoutes(app: App, house: House): void {
  const { pool } = house.database

  app.get(
    '/api/cells/:cell/statistics',
    {
      schema: {
        summary: 'Counts, yield, losses; last day by default',
        params,
        querystring: Window,
        response: { 200: CellStatistics },
      },
    },
    ({ params: { cell }, query }) => {
      const { from, to } = windowOf(query)
      return readStatistics(pool, cellOr404(house, cell), from, to)
    },
  )

  app.get(
    '/api/cells/:cell/marks',
    {
      schema: {
        summary: 'Rejects, holds, alarms raised and changes of state',
        params,
        querystring: Window,
        response: { 200: Type.Array(TimeMark) },
      },
    },
    ({ params: { cell }, query }) => {
      const { from, to } = windowOf(query)
      return readMarks(pool, cellOr404(house, cell), from, to)
    },
  )
}

function windowOf({ from, to = new Date().toISOString() }: { from?: string; to?: string }) {
  const start = from ?? new Date(Date.parse(to) - DAY_MS).toISOString()
  if (start < to) return { from: start, to }
  throw windowReversed()
}
