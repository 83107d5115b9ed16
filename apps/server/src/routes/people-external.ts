/** To the identity provider and back. */
import Type from 'typebox'
import { note } from '../people/audit.ts'
import { cookieOptions, giveSession } from '../people/cookies.ts'
import { CALLBACK, type External } from '../people/external.ts'
import { notFound, Problem } from '../problems.ts'
import type { App, House } from './context.ts'

const LEAVING_COOKIE = 'celltwin_leaving'
const AWAY_MS = 600_000
const config = { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

export function externalRoutes(app: App, { database, people }: House): void {
  const { sessions, directory, publicUrl } = people

  app.get(
    '/api/oidc',
    { config, schema: { summary: 'Leaves for the identity provider', response: { 302: Type.Null() } } },
    async (request, reply) => {
      const { url, ...kept } = await provider().leave()
      const value = Buffer.from(JSON.stringify(kept)).toString('base64url')
      // Coming back is a link from another site: a strict cookie would stay at home.
      const options = { ...cookieOptions(request, publicUrl, AWAY_MS), sameSite: 'lax' as const, path: '/api/oidc' }
      return reply.setCookie(LEAVING_COOKIE, value, options).redirect(url.href)
    },
  )

  app.get(
    CALLBACK,
    { config, schema: { summary: 'Comes back from the identity provider', response: { 302: Type.Null() } } },
    async (request, reply) => {
      reply.clearCookie(LEAVING_COOKIE, { path: '/api/oidc' })
      try {
        const kept = readKept(request.cookies[LEAVING_COOKIE])
        const id = await provider().comeBack(request.url.split('?')[1] ?? '', kept)
        const person = await directory.person(id)
        const token = await sessions.begin(id, request.panel)
        await note(database.prisma, { person }, 'signed-in', person.name, { external: true })
        return giveSession(request, reply, publicUrl, token).redirect('/sign-in')
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        request.log.warn({ reason: error.message }, 'a sign-in with the identity provider was refused')
        return reply.redirect(`/sign-in?refused=${error.code}`)
      }
    },
  )

  /** @throws Problem 404 where none is configured */
  function provider(): External {
    if (!people.external) throw notFound('identity provider configured')
    return people.external
  }
}

function readKept(value: string | undefined) {
  try {
    const kept = JSON.parse(Buffer.from(value ?? '', 'base64url').toString()) as Record<string, unknown>
    return { state: String(kept.state), nonce: String(kept.nonce), verifier: String(kept.verifier) }
  } catch {
    throw new Problem(
      400,
      'provider-refused',
      'This browser did not leave for the identity provider.',
      'Sign in again.',
    )
  }
}
