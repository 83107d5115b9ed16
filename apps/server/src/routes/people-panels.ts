/** Panels: browsers at the cell that stay signed in as themselves. */
import { MAY, PanelRecord } from '@celltwin/contracts'
import Type from 'typebox'
import { note } from '../people/audit.ts'
import { givePanel, takeSession } from '../people/cookies.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import type { App, House } from './context.ts'
import { signedIn } from './people-sign-in.ts'

const config = { roles: MAY.registerPanels }

export function panelRoutes(app: App, { database: { prisma }, people: { sessions, publicUrl } }: House): void {
  app.get(
    '/api/panels',
    { config, schema: { summary: 'Registered panels', response: { 200: Type.Array(PanelRecord) } } },
    async () =>
      (await prisma.panel.findMany({ orderBy: { name: 'asc' } })).map(({ id, name, registeredBy, registeredAt }) => ({
        ...{ id, name, registeredBy },
        registeredAt: registeredAt.toISOString(),
      })),
  )

  app.post(
    '/api/panels',
    {
      config,
      schema: {
        summary: 'Makes this browser a panel, and signs its integrator out of it',
        body: Type.Pick(PanelRecord, ['name']),
        response: { 201: Type.Pick(PanelRecord, ['id', 'name']) },
      },
    },
    async (request, reply) => {
      const { id } = signedIn(request)
      const name = request.body.name.trim()
      if (await prisma.panel.findUnique({ where: { name } }))
        throw new Problem(409, 'taken', `There is a panel ${name} already.`, 'Remove it, or choose another name.')
      const { panel, token } = await sessions.registerPanel(name, signerOf(request))
      await note(prisma, request, 'panel-registered', name)
      await sessions.end({ personId: id, ...(request.sessionId ? { id: request.sessionId } : {}) })
      return takeSession(givePanel(request, reply, publicUrl, token))
        .status(201)
        .send(panel)
    },
  )

  app.delete(
    '/api/panels/:id',
    {
      config,
      schema: {
        summary: 'A panel is a browser like any other again',
        params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const panel = await prisma.panel.findUnique({ where: { id: request.params.id } })
      if (!panel) throw notFound('such panel')
      await sessions.removePanel(panel.id)
      await note(prisma, request, 'panel-removed', panel.name)
      return reply.status(204).send(null)
    },
  )
}
