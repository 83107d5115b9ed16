import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ask } from './ask.ts'
import { login, logout, savedToken } from './sign-in.ts'

const SESSION = 'a-token'
const folder = mkdtempSync(join(tmpdir(), 'celltwin-session-'))
let server: Server
let url: string
let refuses = false

/** Knows one account and answers as the product's server does. */
function answer({ method, url: path, headers }: IncomingMessage) {
  if (path === '/api/session' && method === 'POST' && refuses)
    return { status: 401, body: { message: 'They do not belong together.', remedy: 'Try again.' } }
  if (path === '/api/session' && method === 'POST')
    return { status: 204, cookie: `celltwin_session=${SESSION}; Path=/` }
  if (path === '/api/unset')
    return {
      status: 401,
      body: { code: 'set-up-needed', message: 'Nobody has an account here yet.', remedy: 'Open /set-up.' },
    }
  if (path === '/api/labels')
    return {
      status: 400,
      body: {
        ...{ message: 'Not as described.', remedy: 'See /docs.' },
        errors: [{ field: 'querystring/from', rule: 'must be an instant' }],
      },
    }
  if (headers.authorization !== `Bearer ${SESSION}`)
    return { status: 401, body: { message: 'Nobody is signed in.', remedy: 'Sign in, then try again.' } }
  if (path === '/api/session') return { status: 204 }
  if (path === '/api/me') return { status: 200, body: { person: { name: 'Ada' }, roles: ['quality'] } }
  if (path === '/api/models')
    return { status: 403, body: { message: 'This needs the role integrator.', remedy: 'Ask.' } }
  return { status: 200, body: { items: [] } }
}

beforeAll(async () => {
  vi.stubEnv('XDG_CONFIG_HOME', folder)
  vi.stubEnv('CELLTWIN_PASSWORD', 'correct horse battery')
  server = createServer((request, response) => {
    const { status, cookie, body } = answer(request)
    response.writeHead(status, cookie ? { 'set-cookie': cookie } : {}).end(body && JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => rmSync(join(folder, 'celltwin'), { recursive: true, force: true }))
afterAll(async () => {
  vi.unstubAllEnvs()
  await new Promise((done) => server.close(done))
  rmSync(folder, { recursive: true })
})

describe('commands that ask a server', () => {
  it('send to set-up where nobody has an account, and tell each field that a request got wrong', async () => {
    await expect(ask(url, '/api/unset')).rejects.toThrow(/^Nobody has an account here yet\. Open \/set-up\.$/)
    await expect(ask(url, '/api/labels')).rejects.toThrow(
      'Not as described. querystring/from: must be an instant. See /docs.',
    )
  })

  it('say how to sign in where nobody is', async () => {
    await expect(ask(url, '/api/parts')).rejects.toThrow(
      `Nobody is signed in. Sign in first: \`celltwin login --url ${url} --account NAME\`.`,
    )
  })

  it('tell whoever signs in with a wrong password to try again, not to sign in', async () => {
    refuses = true
    await expect(login(url, 'ada')).rejects.toThrow(/^They do not belong together\. Try again\.$/)
    refuses = false
  })

  it('act as the person who signed in, and say what that person may not', async () => {
    expect(await login(url, 'ada')).toBe('Ada (quality)')
    expect(await ask(`${url}/`, '/api/parts')).toEqual({ items: [] })
    await expect(ask(url, '/api/models')).rejects.toThrow('This needs the role integrator. Ask.')
  })

  it('keep the session where nobody else may read it, until its end', async () => {
    await login(url, 'ada')
    expect(savedToken(url)).toBe(SESSION)
    expect(statSync(join(folder, 'celltwin/sessions.json')).mode & 0o777).toBe(0o600)
    await logout(url)
    expect(savedToken(url)).toBeUndefined()
    await expect(logout(url)).rejects.toThrow('nobody is signed in')
  })

  it('use the token of the environment before what is kept, and say when it counts no longer', async () => {
    await login(url, 'ada')
    vi.stubEnv('CELLTWIN_TOKEN', 'old')
    await expect(ask(url, '/api/parts')).rejects.toThrow('CELLTWIN_TOKEN counts no longer')
    vi.stubEnv('CELLTWIN_TOKEN', undefined)
  })
})
