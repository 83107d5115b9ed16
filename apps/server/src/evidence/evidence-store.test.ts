import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { migrate } from '../database/migrate.ts'
import type { LiveCell } from '../twins/cells.ts'
import { type EvidenceStore, openEvidenceStore } from './evidence-store.ts'
import { readKept } from './retention.ts'

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
  await database.pool.query(`insert into cell (slug, enterprise, site, area) values ('c', 'e', 's', 'a')`)
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

interface Made {
  readonly verdict: string
  readonly cycleNumber?: number
  readonly whereabouts?: string
  readonly challenge?: string
}

/** A cycle with 100 bytes of evidence; answers their digest. */
async function make(name: string, { verdict, cycleNumber = 1, whereabouts, challenge }: Made): Promise<string> {
  const sha256 = await put(name.padEnd(100))
  await database.pool.query(
    `insert into part_cycle
       (cycle_id, cell_id, serial, cycle_number, started_at, judged_at, verdict, whereabouts, challenge, simulated, replayed)
     values ($1, 1, $1, $2, now(), now(), $3, $4, $5, true, false)`,
    [name, cycleNumber, verdict, whereabouts, challenge],
  )
  await database.pool.query(
    `insert into evidence_ref (cycle_id, sha256, kind, cell_id, module, media_type, bytes, captured_at)
     values ($1, $2, 'image', 1, 'visual', 'image/png', 100, now())`,
    [name, sha256],
  )
  return sha256
}

const decide = (cycleId: string) =>
  database.pool.query(
    `insert into review (id, cycle_id, cell_id, position, at, by, review)
     values (gen_random_uuid(), $1, 1, 1, now(), 'Ada', '{"finding": "conforming"}')`,
    [cycleId],
  )

beforeEach(async () => {
  await store.sweep(0)
  await database.pool.query('truncate part_cycle, evidence_ref, review, recall, recall_part, pulled_part')
})

it('lets evidence of passed parts go first, oldest first, and keeps within its limit', async () => {
  const oldReject = await make('oldReject', { verdict: 'reject' })
  const oldPass = await make('oldPass', { verdict: 'pass' })
  const newPass = await make('newPass', { verdict: 'pass' })
  expect(await store.sweep(300)).toBe(0)
  expect(await store.sweep(250)).toBe(1)
  expect([oldReject, oldPass, newPass].map(isThere)).toEqual([true, false, true])
  expect(await store.sweep(0, async () => [oldReject, newPass])).toBe(0)
  expect(await store.sweep(100)).toBe(1)
  expect([oldReject, newPass].map(isThere)).toEqual([true, false])
})

it('lets go last what a person decided on and what challenge parts showed', async () => {
  const labelled = await make('labelled', { verdict: 'pass' })
  const challenge = await make('challenge', { verdict: 'pass', challenge: 'P1-GOOD' })
  const reject = await make('reject', { verdict: 'reject' })
  const pass = await make('pass', { verdict: 'pass' })
  await decide('labelled')
  expect(await store.sweep(250)).toBe(2)
  expect([labelled, challenge, reject, pass].map(isThere)).toEqual([true, true, false, false])
})

it('keeps whatever the limit what a person still has to answer for, and not longer', async () => {
  const plan = { passRate: 0, rejectRate: 0 }
  const definition = { secondReview: plan, recipe: { characteristics: [] } }
  const suspicion = { id: 's', at: '2026-11-19T13:00:00.000Z', from: 70, to: 79, reason: 'P1-BAD passed' }
  const trust = { calibrations: {}, parts: {}, suspicions: [suspicion], releases: [] as object[] }
  const twin = { trust, definition: { value: { definition } } }
  const cell = { id: 1, path: { cell: 'c' }, twin } as unknown as LiveCell
  const kept = async () => (await readKept(database.pool, cell, Date.now())).sort()

  const held = await make('held', { verdict: 'hold', whereabouts: 'hold' })
  const suspect = await make('suspect', { verdict: 'pass', whereabouts: 'accept', cycleNumber: 74 })
  const recalled = await make('recalled', { verdict: 'pass', whereabouts: 'accept' })
  const pulled = await make('pulled', { verdict: 'pass', whereabouts: 'accept' })
  await make('plain', { verdict: 'pass', whereabouts: 'accept' })
  const recallId = '00000000-0000-4000-8000-000000000001'
  await database.pool.query(
    `insert into recall (recall_id, cell_id, at, criteria, reason, by, searched)
     values ('${recallId}', 1, now(), '{}', 'grease', 'Ada', 0)`,
  )
  await database.pool.query(`insert into recall_part values ('${recallId}', 'recalled', 1, false)`)
  await database.pool.query(`insert into pulled_part values ('pulled', 1, 2, now(), 'Ada', 'plan')`)
  expect(await kept()).toEqual([held, suspect, recalled, pulled].sort())
  expect(await store.sweep(0, kept)).toBe(1)

  await decide('held')
  trust.releases.push({ suspicion: 's', from: 70, to: 79, by: 'Ada', reason: 'measured again' })
  await database.pool.query('update recall set closed_at = now()')
  await database.pool.query(
    `insert into remeasurement (id, characteristic, cell_id, cycle_id, position, at, by, gauge, value, unit, conforming)
     values (gen_random_uuid(), 'x', 1, 'pulled', 3, now(), 'Ada', 'g', 1, 'mm', true)`,
  )
  expect(await kept()).toEqual([])

  Object.assign(plan, { passRate: 1, rejectRate: 1 })
  expect(await kept()).toEqual([suspect, recalled, pulled].sort())
  await database.pool.query(
    `insert into second_review (id, cell_id, cycle_id, position, at, by, finding)
     values (gen_random_uuid(), 1, 'suspect', 4, now(), 'Ada', 'conforming')`,
  )
  expect(await kept()).toEqual([recalled, pulled].sort())
})
