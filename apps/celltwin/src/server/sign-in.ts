/** `celltwin login` and `logout`: sessions of this user by server, in a file that nobody else may read. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { Me } from '@celltwin/contracts'
import { ask, request, SESSION } from './ask.ts'

const COOKIE = /(?:^|;\s*)celltwin_session=([^;]+)/

const fileOf = () => join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'celltwin', 'sessions.json')

type Sessions = Readonly<Record<string, string>>

function readSessions(): Sessions {
  try {
    return JSON.parse(readFileSync(fileOf(), 'utf8')) as Sessions
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Error(`${fileOf()} cannot be read: ${(error as Error).message}`)
  }
}

/** Written beside and moved: a command that reads meanwhile sees the old file or the new one. */
function writeSessions(sessions: Sessions): void {
  const file = fileOf()
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, `${JSON.stringify(sessions, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

export const savedToken = (url: string): string | undefined => readSessions()[new URL(url).origin]

/** Signs in with CELLTWIN_PASSWORD, or with what is typed. @returns whom the server knows the caller as. */
export async function login(url: string, account: string): Promise<string> {
  const password = process.env.CELLTWIN_PASSWORD ?? (await askedPassword(account))
  const response = await request(url, SESSION, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  })
  const token = response.headers.getSetCookie().flatMap((line) => COOKIE.exec(line)?.[1] ?? [])[0]
  if (!token) throw new Error(`${url} gave no session`)
  writeSessions({ ...readSessions(), [new URL(url).origin]: token })
  const { person, roles } = await ask<Me>(url, '/api/me')
  return `${person?.name ?? account} (${roles.join(', ')})`
}

/** Ends the session, there and here. */
export async function logout(url: string): Promise<void> {
  const { [new URL(url).origin]: token, ...others } = readSessions()
  if (token === undefined) throw new Error(`nobody is signed in to ${url}`)
  await request(url, SESSION, { method: 'DELETE' })
  writeSessions(others)
}

async function askedPassword(account: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Error('CELLTWIN_PASSWORD is not set, and there is no terminal to ask at')
  process.stderr.write(`Password of ${account}: `)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await new Promise<string>((answered) => lines.question('', answered))
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
