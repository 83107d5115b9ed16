/** Coming and going: set-up, sign-in, sign-out; and who one is here. */
import { BadgeSignIn, Me, Password, PersonRecord, Pin, ProfileChange, Redeem, SetUp, SignIn } from '@celltwin/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { note } from '../people/audit.ts'
import { giveSession, takeSession } from '../people/cookies.ts'
import { type Person, signerOf } from '../people/person.ts'
import { Problem } from '../problems.ts'
import type { App, House } from './context.ts'

/** Of one address, whatever the account; attempts at one account are counted apart. */
const rateLimit = { max: 60, timeWindow: '1 minute' }
/** Everybody at a shop floor's gateway may have one address: the roll call of a shift has to fit. */
const anyone = { access: 'anyone', rateLimit } as const
const person = { access: 'person' } as const
const Done = { 204: Type.Null() }

export function signInRoutes(app: App, { database, people }: House): void {
  const { directory, sessions, publicUrl } = people

  app.get(
    '/api/me',
    {
      config: { access: 'anyone' },
      schema: { summary: 'Who calls, and how one signs in here', response: { 200: Me } },
    },
    async (request) => {
      const { person, panel, sessionId } = request
      return {
        mode: await people.callers.modeOf(request.headers),
        person: person && sessionId ? await directory.record(person.id) : null,
        roles: [...(person?.roles ?? [])],
        panel: panel ?? null,
        external: people.external !== undefined,
      }
    },
  )

  app.post(
    '/api/set-up',
    { config: anyone, schema: { summary: 'Makes the first account, an admin’s', body: SetUp, response: Done } },
    async (request, reply) => enter(request, reply, await people.setUp(request.body)),
  )

  app.post(
    '/api/session',
    { config: anyone, schema: { summary: 'Signs in', body: SignIn, response: Done } },
    async (request, reply) => {
      const { account, password } = request.body
      return enter(request, reply, await directory.withPassword(account, password))
    },
  )

  app.post(
    '/api/panel-session',
    { config: anyone, schema: { summary: 'Identifies a person at a panel', body: BadgeSignIn, response: Done } },
    async (request, reply) => {
      if (!request.panel)
        throw new Problem(409, 'not-a-panel', 'This browser is not a panel.', 'An integrator registers it as one.')
      return enter(request, reply, await directory.withPin(request.body.badge, request.body.pin))
    },
  )

  app.post(
    '/api/redeem',
    {
      config: anyone,
      schema: { summary: 'Chooses a password with a one-time code, and signs in', body: Redeem, response: Done },
    },
    async (request, reply) => {
      const id = await directory.withCode(request.body)
      await sessions.end({ personId: id })
      return enter(request, reply, id)
    },
  )

  app.post(
    '/api/session/touch',
    { config: person, schema: { summary: 'A hand moved: the session at a panel goes on', response: Done } },
    async (_, reply) => reply.status(204).send(null),
  )

  app.delete(
    '/api/session',
    { config: { access: 'anyone' }, schema: { summary: 'Signs out', response: Done } },
    async (request, reply) => {
      if (request.sessionId) {
        await sessions.end({ id: request.sessionId })
        await note(database.prisma, request, 'signed-out', signerOf(request))
      }
      return takeSession(reply).status(204).send(null)
    },
  )

  app.delete(
    '/api/sessions',
    { config: person, schema: { summary: 'Signs out everywhere', response: Done } },
    async (request, reply) => {
      await sessions.end({ personId: signedIn(request).id })
      await note(database.prisma, request, 'sessions-ended', signerOf(request))
      return takeSession(reply).status(204).send(null)
    },
  )

  app.patch(
    '/api/me',
    {
      config: person,
      schema: { summary: 'Changes one’s name or language', body: ProfileChange, response: { 200: PersonRecord } },
    },
    (request) => directory.changeProfile(request, signedIn(request).id, request.body),
  )

  app.put(
    '/api/me/password',
    {
      config: { ...person, rateLimit },
      schema: {
        summary: 'Chooses another password; other sessions end',
        body: Type.Object({ current: Password, password: Password }),
        response: Done,
      },
    },
    async (request, reply) => {
      const { id } = signedIn(request)
      await directory.changePassword(request, id, request.body.current, request.body.password)
      await sessions.end({ personId: id, ...(request.sessionId ? { not: request.sessionId } : {}) })
      return reply.status(204).send(null)
    },
  )

  app.put(
    '/api/me/pin',
    {
      config: { ...person, rateLimit },
      schema: {
        summary: 'Chooses the PIN to one’s badge',
        body: Type.Object({ password: Password, pin: Pin }),
        response: Done,
      },
    },
    async (request, reply) => {
      await directory.changePin(request, signedIn(request).id, request.body.password, request.body.pin)
      return reply.status(204).send(null)
    },
  )

  async function enter(request: FastifyRequest, reply: FastifyReply, personId: string): Promise<FastifyReply> {
    if (request.sessionId) await sessions.end({ id: request.sessionId })
    const token = await sessions.begin(personId, request.panel)
    const person = await directory.person(personId)
    await note(
      database.prisma,
      { person },
      'signed-in',
      person.name,
      request.panel ? { panel: request.panel.name } : {},
    )
    return giveSession(request, reply, publicUrl, token).status(204).send(null)
  }
}

/** @throws Problem 401 for a panel by itself, an agent, and a demo, who are nobody in particular */
export function signedIn({ person, sessionId }: FastifyRequest): Person {
  if (person && sessionId) return person
  throw new Problem(401, 'sign-in-needed', 'Nobody is signed in.', 'Sign in, then try again.')
}
