/** Who is behind a request or a socket, from its headers alone. */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import type { Panel, SignInMode } from '@celltwin/contracts'
import fastifyCookie from '@fastify/cookie'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import type { Person } from './person.ts'
import { isSame } from './secrets.ts'
import type { Sessions } from './sessions.ts'

export const SESSION_COOKIE = 'celltwin_session'
export const PANEL_COOKIE = 'celltwin_panel'

export interface Caller {
  readonly mode: SignInMode
  /** A program of a cell, by its key. */
  readonly agent: boolean
  readonly person?: Person
  readonly panel?: Panel
  readonly sessionId?: string
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** `[::1]:8080` → `::1` */
const nameOf = (host = ''): string => host.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')

export type Callers = ReturnType<typeof createCallers>

export function createCallers({ prisma }: Database, sessions: Sessions, config: Config) {
  const mayDemo = isLoopback(config.HOST) && !config.OIDC_ISSUER
  let someone = false

  /** People are never deleted: once there is one, there always is. */
  async function hasPeople(): Promise<boolean> {
    someone ||= (await prisma.person.findFirst({ select: { id: true } })) !== null
    return someone
  }

  /** A proxy on this computer, or a page that had its name point here, comes by another name: neither gets a demo. */
  const isHere = (headers: IncomingHttpHeaders) =>
    isLoopback(nameOf(headers.host)) && !headers['x-forwarded-for'] && !headers.forwarded

  async function modeOf(headers: IncomingHttpHeaders): Promise<SignInMode> {
    if (await hasPeople()) return 'sign-in'
    if (config.OIDC_ISSUER) return 'sign-in'
    return mayDemo && isHere(headers) ? 'demo' : 'set-up'
  }

  return {
    hasPeople,
    mayDemo,
    modeOf,
    async identify(headers: IncomingHttpHeaders, used = false): Promise<Caller> {
      const mode = await modeOf(headers)
      if (mode === 'demo') return { mode, agent: true }
      const key = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
      if (key && config.AGENT_KEY && isSame(key, config.AGENT_KEY))
        return { mode, agent: true, person: { id: 'agent', name: 'agent', roles: ['viewer'] } }
      const cookies = fastifyCookie.parse(headers.cookie ?? '')
      const panel = cookies[PANEL_COOKIE] ? await sessions.findPanel(cookies[PANEL_COOKIE]) : undefined
      const here = { mode, agent: false, ...(panel ? { panel } : {}) }
      // A program that a person signed in names its session as a bearer does.
      const session = cookies[SESSION_COOKIE] ?? key
      const found = session && (await sessions.find(session, panel, used))
      if (found) return { ...here, ...found }
      return panel ? { ...here, person: { ...panel, roles: ['viewer'] } } : here
    },
  }
}
