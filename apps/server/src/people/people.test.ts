/** Sign-in against a real Postgres: who may come in, what each role may ask for, and what never works. */

import { get } from 'node:http'
import {
  type Me,
  type OneTimeCode,
  type PersonRecord,
  ROLES,
  type Role,
  type SecondSignature,
} from '@celltwin/contracts'
import argon2 from '@node-rs/argon2'
import pg from 'pg'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startEmbeddedBroker, type TestBroker } from '../../../../test/support/broker.ts'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { type Browser, codeIn, openBrowser, PASSWORD, setUpAdmin, signUp, UNREADABLE } from '../testing/people.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const AGENT_KEY = 'a key of the cell, long enough'

let postgres: TestPostgres
let broker: TestBroker
let server: TestServer
let admin: Browser
let database: pg.Client
const people = new Map<Role, Browser & { readonly id: string }>()

beforeAll(async () => {
  ;[postgres, broker] = await Promise.all([startTestPostgres(), startEmbeddedBroker()])
  database = new pg.Client(postgres.url)
  await database.connect()
})
afterAll(async () => {
  await server?.close()
  await database?.end()
  await broker?.stop()
  await postgres?.stop()
})

describe('before anybody has an account', () => {
  it('lets everybody on this computer do everything, and says so', async () => {
    server = await startTestServer(postgres.url, broker.url)
    const browser = openBrowser(server.url)
    expect(await browser.me()).toMatchObject({ mode: 'demo', person: null })
    expect((await browser.get('/api/cells')).status).toBe(200)
    expect((await browser.send('POST', '/api/people', { account: 'bo', name: 'Bo', roles: ['admin'] })).status).toBe(
      401,
    )
  })

  it('gives no demo to who comes by another name or through a proxy', async () => {
    for (const headers of [
      { 'x-forwarded-for': '10.1.2.3' },
      { host: 'twin.plant.example' },
      { host: '127.0.0.1.evil' },
    ]) {
      const status = new Promise((done) =>
        get(`${server.url}/api/cells`, { headers }, (answer) => done(answer.statusCode)),
      )
      expect(await status, JSON.stringify(headers)).toBe(401)
    }
  })

  it('takes two names as told for four eyes, for there is nobody to prove anything', async () => {
    const browser = openBrowser(server.url)
    const { status, body } = await browser.send<SecondSignature>('POST', '/api/people/second-signature', {
      name: 'Rui',
    })
    expect([status, body.name]).toEqual([200, 'Rui'])
    await server.close()
  })

  it('shows nothing but set-up where others can reach it', async () => {
    server = await startTestServer(postgres.url, broker.url, {
      ...{ HOST: '0.0.0.0', AGENT_KEY, PUBLIC_URL: 'https://twin.plant.example' },
    })
    const browser = openBrowser(server.url)
    expect((await browser.me()).mode).toBe('set-up')
    expect((await browser.get('/api/cells')).status).toBe(401)
    expect((await browser.get('/docs/json')).status).toBe(401)
    expect((await browser.get('/healthz')).status).toBe(200)
  })

  it('makes the first account by the code in the log, once, and of a strong password', async () => {
    const code = codeIn(server.log())
    const first = { account: 'ana', name: 'Ana Admin', password: PASSWORD }
    const browser = openBrowser(server.url)
    const answer = async (given: object) =>
      (await browser.send<{ code: string }>('POST', '/api/set-up', { ...first, ...given })).body.code
    expect(await answer({ code: 'AAAA-AAAA-AAAA-AAAA' })).toBe('wrong')
    for (const password of ['short', 'aaaaaaaaaaaaaaaa', 'here is ana again'])
      expect(await answer({ code, password })).toBe('weak-password')
    admin = await setUpAdmin(server.url, code.toLowerCase())
    expect(await admin.me()).toMatchObject({ mode: 'sign-in', roles: ['admin'], person: { account: 'ana' } })
    expect(await answer({ code })).toBe('set-up-done')
  })
})

describe('sign-in', () => {
  it('sets a cookie that no script reads, no other site sends and no plain connection carries', async () => {
    const browser = openBrowser(server.url)
    const { headers } = await browser.send('POST', '/api/session', { account: 'ANA', password: PASSWORD })
    expect(headers.get('set-cookie')).toMatch(
      /^celltwin_session=[\w-]{43};(?=.*HttpOnly)(?=.*Secure)(?=.*SameSite=Strict)/,
    )
    const { rows } = await database.query('select id from person_session')
    expect(rows.map(({ id }) => id)).not.toContain(browser.cookies.get('celltwin_session'))
  })

  it('answers alike, and hashes alike, whether or not the account exists', async () => {
    const verify = vi.spyOn(argon2, 'verify')
    const answers = []
    for (const account of ['ana', 'nobody'])
      answers.push(await openBrowser(server.url).send('POST', '/api/session', { account, password: 'wrong' }))
    const costs = verify.mock.calls.map(([hashed]) => String(hashed).split('$').slice(1, 4).join('$'))
    verify.mockRestore()
    expect(answers[0]!.status).toBe(401)
    expect(answers[1]).toMatchObject({ status: 401, body: answers[0]!.body })
    // Time tells an account apart where the password of another is not hashed, or at another cost.
    expect(costs).toEqual(Array(2).fill('argon2id$v=19$m=19456,t=2,p=1'))
  })

  it('makes who guesses wait, known account or not, even at the right answer', async () => {
    await signUp(admin, server.url, { account: 'guessed', roles: ['viewer'] })
    for (const account of ['guessed', 'nobody-either']) {
      const browser = openBrowser(server.url)
      const statuses: number[] = []
      for (const password of ['a', 'b', 'c', 'd', 'e', PASSWORD])
        statuses.push((await browser.send('POST', '/api/session', { account, password })).status)
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    }
  })

  it('refuses what a page of another site asks for', async () => {
    const ask = async (headers: Record<string, string>) =>
      (await admin.send<{ code?: string }>('DELETE', '/api/session', undefined, headers)).body.code
    expect(await ask({ origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' })).toBe('foreign-origin')
    expect(await ask({ origin: 'https://elsewhere.example', 'sec-fetch-site': '' })).toBe('foreign-origin')
    expect((await admin.me()).person?.account).toBe('ana')
  })

  it('limits how often one address may try', async () => {
    const browser = openBrowser(server.url)
    const statuses = new Set<number>()
    for (let n = 0; n < 61; n++) statuses.add((await browser.send('POST', '/api/panel-session', { badge: 'x' })).status)
    expect([...statuses]).toEqual([400, 429])
  })
})

interface Route {
  readonly method: string
  readonly path: string
  readonly roles: readonly Role[] | undefined
  readonly access: string
}

describe('roles', () => {
  let routes: Route[]

  beforeAll(async () => {
    for (const role of ROLES)
      people.set(role, await signUp(admin, server.url, { account: `one-${role}`, roles: [role] }))
    const { paths } = (
      await admin.get<{ paths: Record<string, Record<string, Record<string, unknown>>> }>('/docs/json')
    ).body
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: path.replaceAll(/\{\w+\}/g, 'x'),
        roles: operation['x-roles'] as Role[] | undefined,
        access: String(operation['x-access']),
      })),
    )
  })

  it('are decided for every route that changes something', () => {
    expect(routes.length).toBeGreaterThan(30)
    const undecided = routes.filter(({ method, roles, access }) => method !== 'GET' && !roles && access === 'person')
    const byOneself = ['/api/session/touch', '/api/sessions', '/api/me', '/api/me/password', '/api/me/pin']
    // A question too long for an address.
    const asked = ['/api/cells/x/recipes/what-if']
    expect(undecided.map(({ path }) => path).sort()).toEqual([...byOneself, ...asked].sort())
  })

  it('are asked for at every route: no more and no less', async () => {
    const wrong: string[] = []
    for (const { method, path, roles, access } of routes.filter(({ access }) => access === 'person'))
      for (const role of ROLES) {
        if (method !== 'GET' && !roles) continue
        const { status } = await people.get(role)!.send(method, path, method === 'GET' ? undefined : UNREADABLE)
        const may = !roles || role === 'admin' || roles.includes(role)
        if ((status === 403) === may || status === 401) wrong.push(`${role} ${method} ${path}: ${status} (${access})`)
      }
    expect(wrong).toEqual([])
  })

  it('let nobody in who is not signed in', async () => {
    const stranger = openBrowser(server.url)
    for (const { method, path } of routes.filter(({ access }) => access !== 'anyone'))
      expect((await stranger.send(method, path)).status, `${method} ${path}`).toBe(401)
  })

  it.each<[Role[], string, string]>([
    [['operator', 'quality'], 'POST', '/api/parts/x/cycles/x/reviews'],
    [['operator', 'integrator'], 'POST', '/api/cells/x/requests'],
    [['integrator'], 'PUT', '/api/cells/x/faults'],
    [['integrator'], 'POST', '/api/panels'],
    [[], 'POST', '/api/people'],
    [[], 'GET', '/api/people/audit'],
  ])('%j alone, and admins, may %s %s', async (may, method, path) => {
    for (const role of ROLES) {
      const { status } = await people.get(role)!.send(method, path, method === 'GET' ? undefined : UNREADABLE)
      expect(status === 403, role).toBe(role !== 'admin' && !may.includes(role))
    }
  })

  it('let a program act with the session of a person, named as a bearer does, until it ends', async () => {
    const session = people.get('quality')!.cookies.get('celltwin_session')!
    const as = async (token: string) => {
      const response = await fetch(new URL('/api/me', server.url), { headers: { authorization: `Bearer ${token}` } })
      return ((await response.json()) as Me).roles
    }
    expect(await as(session)).toEqual(['quality'])
    expect(await as('no such session')).toEqual([])
  })

  it('let agents bring evidence by their key, and nothing else', async () => {
    const put = (path: string, key: string) =>
      fetch(`${server.url}${path}`, { method: 'PUT', headers: { authorization: `Bearer ${key}` }, body: 'x' })
    const place = `/api/evidence/${'0'.repeat(64)}`
    expect((await put(place, 'another key of sixteen')).status).toBe(401)
    expect((await put(place, AGENT_KEY)).status, 'the bytes do not fit their name').toBe(422)
    expect((await put('/api/cells/x/faults', AGENT_KEY)).status).toBe(403)
    expect((await people.get('admin')!.send('PUT', place)).status, 'a person is no agent').toBe(401)
  })

  it('keep strangers off the stream, and drop who is signed out', async () => {
    const connect = (browser: Browser) => {
      const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
      return io(server.url, { transports: ['websocket'], reconnection: false, extraHeaders: { cookie } })
    }
    const stranger = connect(openBrowser(server.url))
    await new Promise((done) => stranger.once('connect_error', done))
    const viewer = connect(people.get('viewer')!)
    await new Promise<void>((done) => viewer.once('connect', done))
    const dropped = new Promise((done) => viewer.once('disconnect', done))
    await admin.send('DELETE', `/api/people/${people.get('viewer')!.id}/sessions`)
    expect(await dropped).toBe('io server disconnect')
  })
})

describe('accounts', () => {
  const change = (id: string, wanted: object) => admin.send<{ code: string }>('PATCH', `/api/people/${id}`, wanted)

  it('end at once when an admin says so, and a role taken is gone with the next request', async () => {
    const rui = await signUp(admin, server.url, { account: 'rui', roles: ['integrator'] })
    expect((await rui.get('/api/panels')).status).toBe(200)
    await change(rui.id, { roles: ['viewer'] })
    expect((await rui.get('/api/panels')).status).toBe(403)
    await change(rui.id, { active: false })
    expect((await rui.get('/api/cells')).status).toBe(401)
    expect((await rui.send('POST', '/api/session', { account: 'rui', password: PASSWORD })).status).toBe(401)
  })

  it('always leave somebody who can give roles', async () => {
    const { body: all } = await admin.get<PersonRecord[]>('/api/people')
    const [first, ...others] = all.filter(({ roles }) => roles.includes('admin'))
    for (const { id } of others) expect((await change(id, { roles: ['viewer'] })).status).toBe(200)
    expect((await change(first!.id, { active: false })).body.code).toBe('last-admin')
    expect((await change(first!.id, { roles: ['viewer'] })).body.code).toBe('last-admin')
  })

  it('sign out everywhere, and with another password elsewhere', async () => {
    const desk = await signUp(admin, server.url, { account: 'lia', roles: ['viewer'] })
    const home = openBrowser(server.url)
    await home.send('POST', '/api/session', { account: 'lia', password: PASSWORD })
    const renewed = { current: PASSWORD, password: 'another copper river' }
    expect((await desk.send('PUT', '/api/me/password', renewed)).status).toBe(204)
    expect([(await desk.me()).person?.account, (await home.me()).person]).toEqual(['lia', null])
    await home.send('POST', '/api/session', { account: 'lia', password: renewed.password })
    expect((await home.send('DELETE', '/api/sessions')).status).toBe(204)
    expect([(await desk.me()).person, (await home.me()).person]).toEqual([null, null])
  })

  it('are reset by a code that is good once', async () => {
    const eva = await signUp(admin, server.url, { account: 'eva', roles: ['viewer'] })
    const { body: oneTime } = await admin.send<OneTimeCode>('POST', `/api/people/${eva.id}/reset`)
    expect((await eva.me()).person).toBeNull()
    expect((await eva.send('POST', '/api/session', { account: 'eva', password: PASSWORD })).status).toBe(401)
    const redeem = { account: 'eva', code: oneTime.code, password: PASSWORD }
    expect((await eva.send('POST', '/api/redeem', redeem)).status).toBe(204)
    expect((await openBrowser(server.url).send('POST', '/api/redeem', redeem)).status).toBe(401)
  })

  it('leave a trace of every change that nobody rubs out', async () => {
    await database.query(`update audit set by = 'nobody'`)
    await database.query('delete from audit')
    const { body } = await admin.get<{ by: string; what: string; about: string }[]>('/api/people/audit?limit=500')
    const told = body.map(({ by, what, about }) => `${by} ${what} ${about}`)
    for (const fact of [
      'Ana Admin set-up-done ana',
      'Ana Admin person-created rui',
      'Ana Admin password-reset eva',
      'eva password-chosen eva',
    ])
      expect(told).toContain(fact)
  })
})
