/** Shifts: their reports as page data and CSV; what people count, say and sign. */
import { Readable } from 'node:stream'
import { Destination, type EventData, MAY, ShiftAnswer, ShiftId, ShiftReport, ShiftSummary } from '@celltwin/contracts'
import { shiftAt } from '@celltwin/quality'
import Type from 'typebox'
import { isSimulated } from '../dispatch/dispatch.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import { languageFor } from '../languages.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import { CSV_TABLES, csvOf, Decimal } from '../shifts/csv.ts'
import { issuesOf, readRecentEntries, readShiftEntries, type ShiftEntry } from '../shifts/entries.ts'
import { shiftPdf } from '../shifts/pdf.ts'
import { isSignable, onOneState, readReport, windowOf } from '../shifts/report.ts'
import { type App, cellOr404, type House } from './context.ts'

const CURRENT = Type.Literal('current')
const params = Type.Object({ cell: Type.String(), shift: Type.Union([ShiftId, CURRENT]) })
const Past = { knownAt: Type.Optional(Type.Integer({ minimum: 0, description: 'journal position' })) }
const By = Type.String({ minLength: 1, maxLength: 80, description: 'who; needed where there is no sign-in' })
/** How far back the list goes. */
const LISTED_MS = 90 * 86_400_000

export function shiftRoutes(app: App, house: House): void {
  const { database, writer, projector } = house
  const { pool } = database

  app.get(
    '/api/cells/:cell/shifts',
    {
      schema: {
        summary: 'Shifts whose report was issued, newest first',
        params: Type.Object({ cell: Type.String() }),
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 200, default: 30 }) }),
        response: { 200: Type.Array(ShiftSummary) },
      },
    },
    async ({ params, query }) => {
      const since = new Date(Date.now() - LISTED_MS).toISOString()
      const recent = await readRecentEntries(pool, cellOr404(house, params.cell).id, since, query.limit)
      return [...recent.values()].map(summaryOf)
    },
  )

  app.get(
    '/api/cells/:cell/shifts/:shift',
    {
      schema: {
        summary: 'The report of a shift, as last issued or as known at a position; `current` is the one that runs',
        params,
        querystring: Type.Object(Past),
        response: { 200: ShiftReport },
      },
    },
    ({ params: { cell, shift }, query }) => report(cell, shift, query.knownAt),
  )

  app.get(
    '/api/cells/:cell/shifts/:shift/report.pdf',
    {
      schema: {
        summary: 'The report as a PDF on A4',
        params,
        querystring: Type.Object({
          ...Past,
          language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47; English where there is none' })),
        }),
      },
    },
    async ({ params: { cell, shift }, query }, reply) => {
      const read = await report(cell, shift, query.knownAt)
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${read.cell}-${read.id}.pdf"`)
        .send(shiftPdf(read, languageFor(query.language), cellOr404(house, cell).twin.definition?.value.definition))
    },
  )

  app.get(
    '/api/cells/:cell/shifts/:shift/report.csv',
    {
      schema: {
        summary: 'A table of the shift as CSV: its parts, figures, losses or states',
        params,
        querystring: Type.Object({
          ...Past,
          table: Type.Enum([...CSV_TABLES], { default: 'parts' }),
          decimal: Decimal,
        }),
      },
    },
    async ({ params: { cell, shift }, query: { knownAt, table, decimal } }, reply) => {
      const read = await report(cell, shift, knownAt)
      const name = `${read.cell}-${read.id}-${table}.csv`
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(csvOf(pool, cellOr404(house, cell).id, read, { table, decimal })))
    },
  )

  app.post(
    '/api/cells/:cell/shifts/:shift/counts',
    {
      config: { roles: MAY.sayOfShift },
      schema: {
        summary: 'What a person counted in a bin; a remark explains a difference that stays',
        params,
        body: Type.Object({
          bin: Destination,
          counted: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
          remark: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
          by: Type.Optional(By),
        }),
        response: { 201: ShiftAnswer },
      },
    },
    async (request, reply) => {
      const { by, ...count } = request.body
      const answer = await tell(request.params, (shift) => ({
        type: 'bin-counted',
        data: { shift, ...count, by: signerOf(request, by) },
      }))
      return reply.status(201).send(answer)
    },
  )

  app.post(
    '/api/cells/:cell/shifts/:shift/comments',
    {
      config: { roles: MAY.sayOfShift },
      schema: {
        summary: 'A note on the shift',
        params,
        body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 2000 }), by: Type.Optional(By) }),
        response: { 201: ShiftAnswer },
      },
    },
    async (request, reply) => {
      const { text, by } = request.body
      const answer = await tell(request.params, (shift) => ({
        type: 'shift-commented',
        data: { shift, text, by: signerOf(request, by) },
      }))
      return reply.status(201).send(answer)
    },
  )

  app.post(
    '/api/cells/:cell/shifts/:shift/signature',
    {
      config: { roles: MAY.signShift },
      schema: {
        summary: 'Signs the figures that were seen, by their digest',
        params,
        body: Type.Object({ digest: Type.String({ pattern: '^[0-9a-f]{64}$' }), by: Type.Optional(By) }),
        response: { 201: ShiftAnswer },
      },
    },
    async (request, reply) => {
      const { digest, by } = request.body
      const seen = await report(request.params.cell, request.params.shift)
      if (seen.digest !== digest)
        throw new Problem(409, 'restated', 'The report was restated meanwhile.', 'Read it again, then sign.')
      if (!isSignable(seen))
        throw new Problem(
          409,
          'not-signable',
          `The report cannot be signed: ${seen.blockers.join(', ')}.`,
          'Count the bins, explain what differs, then sign.',
        )
      const answer = await tell(request.params, (shift) => ({
        type: 'shift-signed',
        data: { shift, digest, by: signerOf(request, by) },
      }))
      return reply.status(201).send(answer)
    },
  )

  async function report(slug: string, shift: string, knownAt?: number): Promise<ShiftReport> {
    const cell = cellOr404(house, slug)
    const id = idOf(slug, shift)
    const read = await onOneState(pool, (db) => readReport(db, cell, id, knownAt))
    if (!read) throw notFound(`shift ${id} of cell ${slug}`)
    return read
  }

  function idOf(slug: string, shift: string): string {
    if (shift !== 'current') return shift
    const calendar = cellOr404(house, slug).twin.definition?.value.definition.shifts
    const running = calendar && shiftAt(calendar, Date.now())
    if (running) return running.id
    throw new Problem(
      404,
      calendar ? 'no-shift-runs' : 'no-shifts',
      calendar ? 'No shift of this cell runs now.' : 'The cell file has no shifts.',
      calendar ? 'Choose a past one.' : 'Write them under `shifts` in the cell file: time zone and pattern.',
    )
  }

  /** Projected before it is answered: a report read next agrees. */
  async function tell(
    { cell: slug, shift }: { cell: string; shift: string },
    eventOf: (shift: string) => Saying,
  ): Promise<{ position: number }> {
    const cell = cellOr404(house, slug)
    const id = idOf(slug, shift)
    if (!windowOf(cell, id, await readShiftEntries(pool, cell.id, id))) throw notFound(`shift ${id} of cell ${slug}`)
    const answer = await writer.append(cell.path, (live) => ({
      events: [{ ...eventOf(id), simulated: isSimulated(live) } as OwnEvent],
      answer: { position: live.head.position + 1 },
    }))
    await projector.caughtUp(cell)
    return answer
  }
}

type Saying = {
  [T in 'bin-counted' | 'shift-commented' | 'shift-signed']: { readonly type: T; readonly data: EventData<T> }
}['bin-counted' | 'shift-commented' | 'shift-signed']

function summaryOf(entries: readonly ShiftEntry[]): ShiftSummary {
  const issues = issuesOf(entries)
  const { shift: id, title, from, to, figures, digest } = issues.at(-1)!.data
  const signed = entries.some((entry) => entry.type === 'shift-signed' && entry.data.digest === digest)
  return { id, title, from, to, state: signed ? 'signed' : 'closed', figures, restatements: issues.length - 1 }
}
