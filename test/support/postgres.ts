/** A throwaway Postgres for tests, from the same binaries as `celltwin up`; without fsync, for speed. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../apps/celltwin/src/bench/harness.ts'
import { freePort } from '../../apps/celltwin/src/up/ports.ts'
import { startPostgres } from '../../apps/celltwin/src/up/postgres.ts'

export interface TestPostgres {
  readonly url: string
  stop(): Promise<void>
}

export async function startTestPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const home = temporaryFolder('celltwin-pg-')
  const postgres = await startPostgres({
    folder: join(home, 'data'),
    port: await freePort(undefined),
    log: () => {},
    settings: { fsync: 'off', shared_buffers: '64MB', log_min_messages: 'fatal', ...settings },
  })
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
