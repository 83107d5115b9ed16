/** A server in this process, on a folder and a port of its own. For tests. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '@celltwin/contracts'
import { pino } from 'pino'
import { until } from '../../../../test/support/until.ts'
import { Config } from '../config.ts'
import { type RunningServer, startServer } from '../server.ts'

export interface TestServer extends RunningServer {
  get<T>(path: string): Promise<T>
  send<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>
  /** What it has logged so far. */
  readonly log: () => string
}

export async function startTestServer(
  databaseUrl: string,
  mqttUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const config = readConfig(Config, {
    DATABASE_URL: databaseUrl,
    MQTT_URL: mqttUrl,
    PORT: '0',
    DATA_DIR: mkdtempSync(join(tmpdir(), 'celltwin-server-')),
    LOG_LEVEL: 'fatal',
    ...settings,
  })
  const lines: string[] = []
  const log = process.env.TEST_LOG
    ? pino({ level: process.env.TEST_LOG })
    : pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const server = await startServer(config, log)
  await until(async () => (await fetch(`${server.url}/readyz`)).ok).catch((error: Error) => {
    throw new Error(`${error.message}\n${lines.join('')}`)
  })
  const send = async <T>(method: string, path: string, body?: unknown) => {
    const json =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await fetch(server.url + path, { method, ...json })
    return { status: response.status, body: (await response.json().catch(() => undefined)) as T }
  }
  return Object.assign(server, {
    send,
    log: () => lines.join(''),
    get: async <T>(path: string) => (await send<T>('GET', path)).body,
  })
}
