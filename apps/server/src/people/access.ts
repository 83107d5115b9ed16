/** One hook before every request: where it comes from, who it is, whether they may. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../problems.ts'
import type { Caller, Callers } from './caller.ts'
import { mayAs } from './person.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Guards every route registered after it: what does not say otherwise is for people who are signed in. */
export function guard(app: FastifyInstance, callers: Callers, publicUrl: string | undefined): void {
  app.decorateRequest('person')
  app.decorateRequest('panel')
  app.decorateRequest('sessionId')
  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions
    if (!READS.has(request.method)) refuseForeign(request, publicUrl)
    // Where there is no route there is the page, or nothing.
    if (!url || (config.access === 'anyone' && !url.startsWith('/api/'))) return
    const caller = await callers.identify(request.headers, !READS.has(request.method))
    if (caller.person) request.person = caller.person
    if (caller.panel) request.panel = caller.panel
    if (caller.sessionId) request.sessionId = caller.sessionId
    if (config.access === 'anyone') return
    if (config.access === 'agent') return refuseOthersThanAgents(caller)
    if (caller.mode === 'demo') return
    if (!caller.person) throw unknownCaller(caller)
    if (config.roles && !mayAs(request, config.roles))
      throw new Problem(
        403,
        'not-allowed',
        `This needs the role ${config.roles.join(' or ')}.`,
        caller.panel
          ? 'Identify yourself at this panel with badge and PIN.'
          : 'Ask somebody who has it, or an admin to give it to you.',
      )
  })
}

const unknownCaller = ({ mode }: Pick<Caller, 'mode'>): Problem =>
  mode === 'set-up'
    ? new Problem(
        401,
        'set-up-needed',
        'Nobody has an account here yet.',
        'Open /set-up; the server’s log has the code.',
      )
    : new Problem(401, 'sign-in-needed', 'Nobody is signed in.', 'Sign in, then try again.')

function refuseOthersThanAgents({ agent }: Caller): void {
  if (agent) return
  throw new Problem(
    401,
    'agent-key-needed',
    'Evidence is taken from agents that know the key.',
    'Give the server and the agents the same AGENT_KEY.',
  )
}

/** A page of another site must not act through the browser of somebody who may. Programs name no origin. */
function refuseForeign({ headers }: FastifyRequest, publicUrl: string | undefined): void {
  const site = headers['sec-fetch-site']
  if (site ? site === 'same-origin' || site === 'none' : isOwnOrigin(headers.origin, headers.host, publicUrl)) return
  throw new Problem(
    403,
    'foreign-origin',
    'The request comes from a page of another site.',
    'Behind a proxy, set PUBLIC_URL to the address that people type.',
  )
}

/** Whether a browser's page of this origin is ours; no origin is no browser's page. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicUrl: string | undefined) {
  if (!origin) return true
  if (!URL.canParse(origin)) return false
  return new URL(origin).host === host || (publicUrl !== undefined && new URL(publicUrl).origin === origin)
}
