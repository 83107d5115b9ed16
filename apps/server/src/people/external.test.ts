/** The whole way to a real identity provider and back, as a browser goes it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEmbeddedBroker, type TestBroker } from '../../../../test/support/broker.ts'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { type Browser, openBrowser } from '../testing/people.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { CALLBACK, readRoles } from './external.ts'

let postgres: TestPostgres
let broker: TestBroker
let server: TestServer
let provider: Server
let issuer: string
/** Who is at the provider's keyboard, and what it says of them. */
let said: { sub: string; name: string; groups: string[] }

beforeAll(async () => {
  ;[postgres, broker] = await Promise.all([startTestPostgres(), startEmbeddedBroker()])
  provider = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => provider.once('listening', done))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  server = await startTestServer(postgres.url, broker.url, {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'celltwin',
    OIDC_CLIENT_SECRET: 'a secret of some length',
    OIDC_ROLES_CLAIM: 'groups',
    OIDC_ROLES: 'plant-quality=quality,plant-it=admin',
    // The port is not known before it listens; only the path of it matters here.
    PUBLIC_URL: 'http://twin.plant.example',
  })
  const identity = new Provider(issuer, {
    clients: [
      {
        client_id: 'celltwin',
        client_secret: 'a secret of some length',
        redirect_uris: [`http://twin.plant.example${CALLBACK}`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'name', 'groups', 'preferred_username'] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ ...said, preferred_username: `${said.sub}@plant` }),
    }),
  })
  provider.on('request', identity.callback())
}, 60_000)
afterAll(async () => {
  await server?.close()
  await new Promise((done) => provider?.close(done))
  await broker?.stop()
  await postgres?.stop()
})

/** Leaves, signs in and consents on the provider's own pages, and comes back: where the server then sends the browser. */
async function signIn(browser: Browser): Promise<string> {
  const outside = openBrowser(issuer)
  const leaving = await browser.get('/api/oidc')
  let at = leaving.headers.get('location') ?? ''
  for (let hops = 0; hops < 12 && !at.includes(CALLBACK); hops++) {
    const page = await outside.get<string>(at)
    const form = /action="([^"]+)"/.exec(page.status === 200 ? page.body : '')?.[1]
    at = page.headers.get('location') ?? (form ? await submit(outside, form, page.body) : '')
  }
  const back = new URL(at)
  return (await browser.get(back.pathname + back.search)).headers.get('location') ?? ''
}

async function submit(outside: Browser, action: string, page: string): Promise<string> {
  const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? 'login'
  const body = new URLSearchParams({ prompt, login: said.sub, password: 'any' })
  const cookie = [...outside.cookies].map((pair) => pair.join('=')).join('; ')
  const answer = await fetch(new URL(action, issuer), { method: 'POST', body, headers: { cookie }, redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}

describe('sign-in with an identity provider', () => {
  it('asks everybody to sign in, though nobody has an account yet', async () => {
    expect(await openBrowser(server.url).me()).toMatchObject({ mode: 'sign-in', external: true })
  })

  it('leaves with a challenge, a state and a nonce, and keeps what answers them out of scripts', async () => {
    const { headers } = await openBrowser(server.url).get('/api/oidc')
    const { searchParams } = new URL(headers.get('location') ?? '')
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    for (const name of ['code_challenge', 'state', 'nonce']) expect(searchParams.get(name)?.length).toBeGreaterThan(20)
    expect(headers.get('set-cookie')).toMatch(/HttpOnly(?=.*SameSite=Lax)/)
  })

  it('takes name and roles from the provider, each time anew', async () => {
    const browser = openBrowser(server.url)
    said = { sub: 'quim', name: 'Quim', groups: ['plant-quality', 'football'] }
    expect(await signIn(browser)).toBe('/sign-in')
    expect(await browser.me()).toMatchObject({ roles: ['quality'], person: { name: 'Quim', external: true } })
    said = { ...said, groups: ['plant-it'] }
    expect(await signIn(browser)).toBe('/sign-in')
    expect((await browser.me()).roles).toEqual(['admin'])
  })

  it('lets nobody in to whom no role is mapped, nor who comes back without having left', async () => {
    const browser = openBrowser(server.url)
    said = { sub: 'guest', name: 'Guest', groups: ['football'] }
    expect(await signIn(browser)).toBe('/sign-in?refused=no-role')
    const { headers } = await browser.get(`${CALLBACK}?code=stolen&state=guessed`)
    expect(headers.get('location')).toBe('/sign-in?refused=provider-refused')
    expect((await browser.me()).person).toBeNull()
  })

  it('maps roles by name where nothing else is said', () => {
    expect(['operator', 'stranger'].flatMap(readRoles(undefined))).toEqual(['operator'])
  })
})
