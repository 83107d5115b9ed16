/** The cookies that say who somebody is: never read by a script, never sent from another site. */
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PANEL_COOKIE, SESSION_COOKIE } from './caller.ts'
import { DESK, PANEL_LASTS_MS } from './sessions.ts'

/** Over plain HTTP a Secure cookie would be dropped; behind TLS there is no other. */
export const cookieOptions = (
  { protocol }: FastifyRequest,
  publicUrl: string | undefined,
  maxAgeMs: number,
): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict',
  secure: protocol === 'https' || publicUrl?.startsWith('https:') === true,
  maxAge: maxAgeMs / 1000,
})

export const giveSession = (
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string | undefined,
  token: string,
) => reply.setCookie(SESSION_COOKIE, token, cookieOptions(request, publicUrl, DESK.longestMs))

export const takeSession = (reply: FastifyReply) => reply.clearCookie(SESSION_COOKIE, { path: '/' })

export const givePanel = (request: FastifyRequest, reply: FastifyReply, publicUrl: string | undefined, token: string) =>
  reply.setCookie(PANEL_COOKIE, token, cookieOptions(request, publicUrl, PANEL_LASTS_MS))
