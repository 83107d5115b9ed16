/** A throwaway Postgres for tests, from the same binaries as `celltwin up`; without fsync, for speed. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../apps/celltwin/src/up/postgres.ts'

export interface TestPostgres {
  readonly url: string
  stop(): Promise<void>
}

export async function startTestPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'celltwin-pg-'))
  // As root, Postgres runs as another account, which must be able to pass through.
  chmodSync(home, 0o755)
  const postgres = await startPostgres({
    folder: join(home, 'data'),
    port: await freePort(),
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

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}
