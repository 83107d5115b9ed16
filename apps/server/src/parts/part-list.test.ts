import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { connectionSettings } from '../database/database.ts'
import { Cells } from '../twins/cells.ts'
import { listWaiting } from './part-list.ts'

let postgres: TestPostgres
let pool: pg.Pool

beforeAll(async () => {
  postgres = await startTestPostgres()
  pool = new pg.Pool(connectionSettings(postgres.url))
  await pool.query(`insert into cell (slug, enterprise, site, area) values ('a', 'e', 's', 'h'), ('b', 'e', 's', 'h')`)
  // Of a thousand parts half were accepted; of the others every fifth is decided, and every tenth was so once.
  await pool.query(
    `insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, verdict, whereabouts, simulated, replayed)
     select 'c' || n, 1 + n / 951, 'S' || n, n, '2026-11-19T10:00:00Z'::timestamptz + n * interval '1 s', 'reject',
            case when n % 2 = 1 then 'accept' when n % 4 = 0 then 'reject' else 'hold' end, true, false
     from generate_series(1, 1000) n`,
  )
  await pool.query(
    `insert into review (id, cycle_id, cell_id, position, at, by, review, undone_at)
     select gen_random_uuid(), 'c' || n, 1, n, now(), 'Ada', '{"finding": "nonconforming", "disposition": "scrap"}',
            case when n % 20 = 0 then now() end
     from generate_series(10, 1000, 10) n`,
  )
  await pool.query(
    `insert into inspection (cycle_id, module, cell_id, late) select 'c2', module, 1, module = 'visual'
     from unnest(array['visual', 'vibration']) module`,
  )
})
afterAll(async () => {
  await pool?.end()
  await postgres?.stop()
})

it('counts all parts that wait for a person and shows those that have waited longest', async () => {
  const queue = await listWaiting(pool, new Cells(), undefined)
  expect(queue.total).toBe(450)
  expect(queue.items.slice(0, 3).map(({ serial }) => serial)).toEqual(['S2', 'S4', 'S6'])
  expect(queue.items[0]).toMatchObject({ cell: 'a', whereabouts: 'hold', cameAfterVerdict: true, finding: null })
  expect(queue.items.some(({ serial }) => serial === 'S10')).toBe(false)
  expect(queue.items.some(({ serial }) => serial === 'S20')).toBe(true)
  const ofCell = await listWaiting(pool, new Cells(), 2)
  expect(ofCell.items.map(({ cell }) => cell)).toEqual(Array(23).fill('b'))
  expect(ofCell.total).toBe(23)
})

it('shows five hundred of them, and asks nothing more of the others than whether they wait', async () => {
  await pool.query('delete from review')
  await pool.query(
    `insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, verdict, whereabouts, simulated, replayed)
     select 'd' || n, 1, 'T' || n, n, '2026-11-20T10:00:00Z', 'hold', 'hold', true, false from generate_series(1, 300) n`,
  )
  const queue = await listWaiting(pool, new Cells(), undefined)
  expect([queue.items.length, queue.total, queue.items[0]!.serial]).toEqual([500, 800, 'S2'])
})
