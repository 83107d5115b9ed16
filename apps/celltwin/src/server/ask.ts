/** A server as commands ask it: JSON in and out, signed in where it wants to know who asks. */
import type { ApiError } from '@celltwin/contracts'
import { savedToken } from './sign-in.ts'

/** Where one signs in and out. */
export const SESSION = '/api/session'

/** @throws Error with what the server says against it, and what to do. */
export async function request(url: string, path: string, init: RequestInit = {}): Promise<Response> {
  if (!URL.canParse(url)) throw new Error(`the server's address must be a URL, it is "${url}"`)
  const token = process.env.CELLTWIN_TOKEN ?? savedToken(url)
  const headers = new Headers(init.headers)
  if (token) headers.set('authorization', `Bearer ${token}`)
  const response = await fetch(new URL(path, url), { ...init, headers }).catch((error: Error) => {
    throw new Error(`no server at ${url}: ${error.message}. Is it running there?`)
  })
  if (response.ok) return response
  const problem = (await response.json().catch(() => undefined)) as ApiError | undefined
  const flaws = problem?.errors?.map(({ field, rule }) => `${field}: ${rule}.`) ?? []
  throw new Error(
    [
      problem?.message ?? `${url}${path} answered ${response.status}`,
      ...flaws,
      isStranger(response, path, problem) ? signInRemedy(url, token) : problem?.remedy,
    ]
      .filter(Boolean)
      .join(' '),
  )
}

/** Whoever was signing in is not told to sign in, nor anybody where there is no account yet. */
const isStranger = ({ status }: Response, path: string, problem: ApiError | undefined) =>
  status === 401 && path !== SESSION && problem?.code !== 'set-up-needed'

function signInRemedy(url: string, token: string | undefined): string {
  const login = `\`celltwin login --url ${url} --account NAME\``
  if (process.env.CELLTWIN_TOKEN)
    return `CELLTWIN_TOKEN counts no longer: take it out of the environment, then ${login}.`
  return token ? `What you signed in with counts no longer: ${login}.` : `Sign in first: ${login}.`
}

/** The answer to a GET, or to `body` sent by another method. */
export async function ask<T>(url: string, path: string, method = 'GET', body?: unknown): Promise<T> {
  const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await (await request(url, path, { method, ...sent })).json()) as T
}

/** The path of a cell in the API. */
export const cellPath = (slug: string) => `/api/cells/${encodeURIComponent(slug)}`
