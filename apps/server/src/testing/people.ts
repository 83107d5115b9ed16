/** Somebody with a browser, as the server sees them: keeps cookies, names its origin. For tests. */
import type { Me, NewPerson, OneTimeCode, Role, SetUp } from '@celltwin/contracts'

export interface Answer<T> {
  readonly status: number
  readonly body: T
  readonly headers: Headers
}

export interface Browser {
  readonly cookies: Map<string, string>
  get<T = unknown>(path: string): Promise<Answer<T>>
  send<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>
  me(): Promise<Me>
}

/** Who gets past the guard with it is told that it cannot be read, and nothing happens. */
export const UNREADABLE = Symbol('unreadable')
export const PASSWORD = 'copper river at nine'

export function openBrowser(url: string): Browser {
  const cookies = new Map<string, string>()
  async function send<T>(method: string, path: string, body?: unknown, extra: Record<string, string> = {}) {
    const headers = {
      ...(method === 'GET' ? {} : { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' }),
      ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...extra,
    }
    const text = body === UNREADABLE ? '{' : body === undefined ? undefined : JSON.stringify(body)
    const init = { method, headers, redirect: 'manual', ...(text === undefined ? {} : { body: text }) }
    const response = await fetch(new URL(path, url), init as RequestInit)
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const said = await response.text()
    const json = response.headers.get('content-type')?.includes('json')
    return { status: response.status, body: (json && said ? JSON.parse(said) : said) as T, headers: response.headers }
  }
  const get = <T>(path: string) => send<T>('GET', path)
  return { cookies, get, send, me: async () => (await get<Me>('/api/me')).body }
}

/** With which the first account is made. */
export const codeIn = (log: string): string => /with the code ([A-Z0-9-]+)/.exec(log)?.[1] ?? ''

/** A browser whose person has made the first account. */
export async function setUpAdmin(url: string, code: string): Promise<Browser> {
  const admin = openBrowser(url)
  const first: SetUp = { code, account: 'ana', name: 'Ana Admin', password: PASSWORD }
  const { status, body } = await admin.send('POST', '/api/set-up', first)
  if (status !== 204) throw new Error(JSON.stringify(body))
  return admin
}

/** Makes an account and signs in with it. */
export async function signUp(
  admin: Browser,
  url: string,
  person: Partial<NewPerson> & { readonly account: string; readonly roles: Role[] },
  pin?: string,
): Promise<Browser & { readonly id: string }> {
  const made = await admin.send<{ person: { id: string }; oneTime: OneTimeCode }>('POST', '/api/people', {
    name: person.account,
    ...person,
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  const browser = openBrowser(url)
  const redeem = { account: person.account, code: made.body.oneTime.code, password: PASSWORD, ...(pin ? { pin } : {}) }
  const entered = await browser.send('POST', '/api/redeem', redeem)
  if (entered.status !== 204) throw new Error(JSON.stringify(entered.body))
  return Object.assign(browser, { id: made.body.person.id })
}
