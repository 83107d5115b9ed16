import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { migrate } from '../database/migrate.ts'
import { type EvidenceStore, openEvidenceStore } from './evidence-store.ts'

let postgres: TestPostgres
let database: Database
let store: EvidenceStore

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url, 'prisma/migrations')
  // The second time there is nothing to do, and two at once take turns.
  expect(
    await Promise.all([migrate(postgres.url, 'prisma/migrations'), migrate(postgres.url, 'prisma/migrations')]),
  ).toEqual([[], []])
  database = openDatabase(postgres.url, pino({ level: 'silent' }))
  store = await openEvidenceStore(mkdtempSync(join(tmpdir(), 'celltwin-evidence-')), database)
})
afterAll(async () => {
  await database?.close()
  await postgres?.stop()
})

async function put(text: string) {
  const sha256 = createHash('sha256').update(text).digest('hex')
  await store.store({ sha256, kind: 'image', mediaType: 'image/png', body: Readable.from([Buffer.from(text)]) })
  return sha256
}
const isThere = (sha256: string) => existsSync(join(store.folder, store.fileOf(sha256)))

it('leaves nothing behind of bytes that are not what their name says', async () => {
  const store1 = store.store({
    sha256: 'f'.repeat(64),
    kind: undefined,
    mediaType: 'image/png',
    body: Readable.from(['x']),
  })
  await expect(store1).rejects.toThrow('the bytes have the sha256')
  expect(readdirSync(join(store.folder, 'incoming'))).toEqual([])
})

it('lets evidence of passed parts go first, oldest first, and keeps within its limit', async () => {
  await database.pool.query(`insert into cell (slug, enterprise, site, area) values ('c', 'e', 's', 'a')`)
  const stored: Record<string, string> = {}
  for (const [name, verdict] of [
    ['oldReject', 'reject'],
    ['oldPass', 'pass'],
    ['newPass', 'pass'],
  ] as const) {
    const sha256 = await put(name.padEnd(100))
    stored[name] = sha256
    await database.pool.query(
      `insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, verdict, simulated, replayed)
       values ($1, 1, $1, 1, now(), $2, true, false)`,
      [name, verdict],
    )
    await database.pool.query(
      `insert into evidence_ref (cycle_id, sha256, kind, cell_id, module, media_type, bytes, captured_at)
       values ($1, $2, 'image', 1, 'visual', 'image/png', 100, now())`,
      [name, sha256],
    )
  }
  expect(await store.sweep(250)).toBe(1)
  expect(Object.entries(stored).map(([name, sha256]) => [name, isThere(sha256)])).toEqual([
    ['oldReject', true],
    ['oldPass', false],
    ['newPass', true],
  ])
  expect(await store.sweep(0, [stored.oldReject!, stored.newPass!])).toBe(0)
  expect(await store.sweep(100)).toBe(1)
  expect(isThere(stored.oldReject!)).toBe(true)
  expect(isThere(stored.newPass!)).toBe(false)
})
