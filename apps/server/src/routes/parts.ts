/** Parts: search and passport. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AskedCriteria, CycleId, PartPage, Passport, type PassportCycle, Serial } from '@celltwin/contracts'
import Type from 'typebox'
import type { EvidenceStore } from '../evidence/evidence-store.ts'
import { languageFor } from '../languages.ts'
import { listParts } from '../parts/part-list.ts'
import { readPassport } from '../parts/passport.ts'
import { passportPdf } from '../parts/passport-pdf.ts'
import { notFound } from '../problems.ts'
import { type App, cellOr404, type House } from './context.ts'

export function partRoutes(app: App, house: House): void {
  const { database, cells } = house

  app.get(
    '/api/parts',
    {
      schema: {
        summary: 'Cycles of parts, newest first',
        querystring: Type.Object(
          {
            cell: Type.Optional(Type.String()),
            ...AskedCriteria.properties,
            cursor: Type.Optional(Type.String({ maxLength: 300 })),
            limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
          },
          { additionalProperties: false },
        ),
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
    '/api/parts/:serial/passport.pdf',
    {
      schema: {
        summary: 'Passport of one cycle as a PDF on A4; the newest where none is named',
        params: Type.Object({ serial: Serial }),
        querystring: Type.Object({
          cycle: Type.Optional(CycleId),
          language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47; English where there is none' })),
        }),
      },
    },
    async ({ params: { serial }, query }, reply) => {
      const passport = await readPassport(database, cells, serial)
      const cycle = passport?.cycles.find(({ cycleId }) => cycleId === (query.cycle ?? passport.cycles[0]!.cycleId))
      if (!passport || !cycle) throw notFound(`passport of ${query.cycle ?? serial}`)
      const bytes = await storedBytes(house.evidence, cycle)
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${serial}.pdf"`)
        .send(passportPdf({ passport, cycle, language: languageFor(query.language), bytes }))
    },
  )
}

/** What a document can show of a cycle's evidence. Bytes that are on their way or were let go are left out. */
async function storedBytes(
  { folder, fileOf }: EvidenceStore,
  { evidence }: PassportCycle,
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const { sha256, stored } of evidence) {
    const bytes = stored ? await readFile(join(folder, fileOf(sha256))).catch(() => undefined) : undefined
    if (bytes) found.set(sha256, bytes)
  }
  return found
}
