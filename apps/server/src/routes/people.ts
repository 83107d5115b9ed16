/** Accounts, as an admin keeps them; and the second signature. */
import {
  AuditEntry,
  MAY,
  MOST_INTEGER,
  NewPerson,
  OneTimeCode,
  PersonChange,
  PersonRecord,
  SecondSignature,
  SecondSignatureRequest,
} from '@celltwin/contracts'
import Type from 'typebox'
import { note, readAudit } from '../people/audit.ts'
import type { App, House } from './context.ts'
import { signedIn } from './people-sign-in.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const config = { roles: MAY.keepPeople }

export function peopleRoutes(app: App, { database, people }: House): void {
  const { directory, sessions } = people

  app.get(
    '/api/people',
    { config, schema: { summary: 'All accounts', response: { 200: Type.Array(PersonRecord) } } },
    () => directory.list(),
  )

  app.post(
    '/api/people',
    {
      config,
      schema: {
        summary: 'Makes an account; its owner chooses the password with the one-time code',
        body: NewPerson,
        response: { 201: Type.Object({ person: PersonRecord, oneTime: OneTimeCode }) },
      },
    },
    async (request, reply) => {
      // In a demo nobody is an admin in particular: the first account is made by set-up.
      signedIn(request)
      return reply.status(201).send(await directory.invite(request, request.body))
    },
  )

  app.patch(
    '/api/people/:id',
    {
      config,
      schema: { summary: 'Name, roles, badge, active', params, body: PersonChange, response: { 200: PersonRecord } },
    },
    async (request) => {
      const { id } = request.params
      const changed = await directory.change(request, id, request.body)
      if (!changed.active) await sessions.end({ personId: id })
      return changed
    },
  )

  app.post(
    '/api/people/:id/reset',
    {
      config,
      schema: {
        summary: 'A new one-time code; password, PIN and sessions end',
        params,
        response: { 200: OneTimeCode },
      },
    },
    async (request) => {
      const code = await directory.reset(request, request.params.id)
      await sessions.end({ personId: request.params.id })
      return code
    },
  )

  app.delete(
    '/api/people/:id/sessions',
    { config, schema: { summary: 'Signs somebody out everywhere', params, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { account } = await directory.record(request.params.id)
      await sessions.end({ personId: request.params.id })
      await note(database.prisma, request, 'sessions-ended', account)
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/api/people/audit',
    {
      config,
      schema: {
        summary: 'Who changed what about people, newest first',
        querystring: Type.Object({
          before: Type.Optional(Type.Integer({ maximum: MOST_INTEGER, description: 'id of the last one seen' })),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
        }),
        response: { 200: Type.Array(AuditEntry) },
      },
    },
    ({ query }) => readAudit(database, query.before, query.limit),
  )

  app.post(
    '/api/people/second-signature',
    {
      config: { roles: MAY.askSecondSignature, rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        summary: 'A second person signs at the same screen; the token is good once, for a minute',
        body: SecondSignatureRequest,
        response: { 200: SecondSignature },
      },
    },
    (request) => people.seconds.sign(request, request.body),
  )
}
