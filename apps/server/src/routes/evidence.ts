/** Evidence by its sha256: up from the edge, down to whoever looks at a result. */
import { Sha256 } from '@celltwin/contracts'
import fastifyStatic from '@fastify/static'
import Type from 'typebox'
import { MOST_BYTES } from '../evidence/evidence-store.ts'
import { notFound, Problem } from '../problems.ts'
import type { App, House } from './context.ts'

const Params = Type.Object({ sha256: Sha256 })
/** Served as what they are; anything else is only ever a download, so that evidence cannot act as a page. */
const SHOWN = /^(image\/(png|jpeg|webp)|application\/vnd\.celltwin\.series)$/
const MediaType = /^[\w.+-]+\/[\w.+-]+$/

export async function evidenceRoutes(app: App, house: House): Promise<void> {
  const { evidence, database, stream, cells } = house
  // The body is bytes of any type, read as a stream.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_, __, done) => done(null))
  await app.register(fastifyStatic, { root: evidence.folder, serve: false, contentType: false })

  app.put(
    '/api/evidence/:sha256',
    {
      bodyLimit: MOST_BYTES,
      config: { access: 'agent' },
      schema: { summary: 'Stores evidence; answered when it is on the disk', params: Params },
    },
    async ({ params: { sha256 }, headers, raw }, reply) => {
      const mediaType = headers['content-type']?.split(';')[0]?.trim() ?? ''
      const kind = headers['x-evidence-kind']
      const stored = await evidence.store({
        sha256,
        kind: typeof kind === 'string' ? kind : undefined,
        mediaType: MediaType.test(mediaType) ? mediaType : 'application/octet-stream',
        body: raw,
      })
      const refs = await database.prisma.evidenceRef.findMany({
        where: { sha256 },
        select: { cellId: true },
        distinct: ['cellId'],
      })
      for (const { cellId } of refs) {
        const cell = cells.all().find(({ id }) => id === cellId)
        if (cell) stream.tell('evidence', cell.path.cell, { sha256 })
      }
      return reply.status(stored === 'stored' ? 201 : 200).send({ sha256 })
    },
  )

  app.get(
    '/api/evidence/:sha256',
    { schema: { summary: 'The bytes; never change under this name', params: Params } },
    async ({ params: { sha256 } }, reply) => {
      const file = await database.prisma.evidenceFile.findUnique({ where: { sha256 } })
      if (!file) throw notFound(`evidence ${sha256} here; it may still be on its way from the edge`)
      if (file.droppedAt)
        throw new Problem(410, 'evidence-dropped', `Evidence ${sha256} was let go by retention (EVIDENCE_MAX_MB).`)
      if (SHOWN.test(file.mediaType)) reply.type(file.mediaType)
      else reply.type('application/octet-stream').header('content-disposition', 'attachment')
      return reply.sendFile(evidence.fileOf(sha256), evidence.folder, { immutable: true, maxAge: '365d' })
    },
  )
}
