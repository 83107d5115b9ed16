/** A throwaway Postgres, from the same binaries as `celltwin up`; without fsync, for speed. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { temporaryFolder } from '../../apps/celltwin/src/bench/harness.ts'
import { freePort } from '../../apps/celltwin/src/up/ports.ts'
import { startPostgres } from '../../apps/celltwin/src/up/postgres.ts'

export interface TestPostgres {
  readonly url: string
  stop(): Promise<void>
}

/** Its database is empty. */
export async function startTestCluster(): Promise<TestPostgres> {
  const home = temporaryFolder('celltwin-pg-')
  const postgres = await startPostgres({
    folder: join(home, 'data'),
    port: await freePort(undefined),
    log: () => {},
    settings: { fsync: 'off', shared_buffers: '64MB', log_min_messages: 'fatal', max_connections: '200' },
  })
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The same cluster, another database. */
export function databaseOf(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = name
  return other.href
}

export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
