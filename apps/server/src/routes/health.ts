/** Whether it lives, and whether it can do its work. */
import Type from 'typebox'
import type { App, House } from './context.ts'

export function healthRoutes(app: App, { writer, link, snapshots, cells }: House): void {
  app.get(
    '/healthz',
    {
      config: { access: 'anyone' },
      schema: { summary: 'The process lives', response: { 200: Type.Object({ status: Type.Literal('ok') }) } },
    },
    () => ({ status: 'ok' as const }),
  )

  const Readiness = Type.Object({
    ready: Type.Boolean(),
    message: Type.String(),
    /** Event messages taken from the broker and not yet committed. */
    waiting: Type.Integer(),
    /** Whether all snapshots of the past that can be made are made. */
    snapshotsCaughtUp: Type.Boolean(),
    cells: Type.Array(Type.Object({ cell: Type.String(), position: Type.Integer() })),
  })
  app.get(
    '/readyz',
    {
      config: { access: 'anyone' },
      schema: { summary: 'Events can be taken in and committed', response: { 200: Readiness, 503: Readiness } },
    },
    async (_, reply) => {
      const obstacles = [writer.status, link.status].filter((status) => status !== undefined)
      return reply.status(obstacles.length === 0 ? 200 : 503).send({
        ready: obstacles.length === 0,
        message: obstacles.length === 0 ? 'ready' : obstacles.join('; '),
        waiting: writer.waiting,
        snapshotsCaughtUp: snapshots.caughtUp,
        cells: cells.all().map(({ path, head }) => ({ cell: path.cell, position: head.position })),
      })
    },
  )
}
