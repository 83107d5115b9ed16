import type { CellEvent, JournalEntry } from '@celltwin/contracts'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { cycle, inserted, judged, streamOf } from '../testing/edge.ts'
import { applyEntries } from './apply.ts'
import { clearProjections } from './write.ts'

const CELL = 1
/** As a version before the limit of 32 bits would have let it in. */
const TOO_LARGE = 2 ** 40

describe('entries that cannot be projected', () => {
  let postgres: TestPostgres
  let client: pg.Client
  const connect = async () => {
    const made = new pg.Client(connectionSettings(postgres.url))
    await made.connect()
    return made
  }

  beforeAll(async () => {
    postgres = await startTestPostgres()
    client = await connect()
  })
  beforeEach(async () => {
    await clearProjections(client)
    await client.query('delete from projector')
  })
  afterAll(async () => {
    await client?.end()
    await postgres?.stop()
  })

  const recorded = (events: readonly CellEvent[]): JournalEntry[] =>
    events.map((event, n) => ({ position: n + 1, recordedAt: event.occurredAt, event }))
  const told = () => {
    const tell = streamOf('handling')
    const events = Array.from({ length: 40 }, (_, n) => tell('part-inserted', inserted(n + 1)))
    return { tell, events }
  }
  const numbersOf = async () => {
    const { rows } = await client.query<{ cycle_number: number }>('select cycle_number from part_cycle order by 1')
    return rows.map(({ cycle_number }) => cycle_number)
  }
  const standsAt = async () => (await client.query('select position from projector')).rows[0]?.position
  const listed = async () =>
    (await client.query('select position, projection, reason from unprojected order by position')).rows

  it('are recorded with the reason and passed over, and no other is', async () => {
    const { tell, events } = told()
    const worse = tell('part-judged', { ...judged(3, 'pass'), counts: undefined as never })
    events.push(worse, tell('part-judged', judged(4, 'reject')))
    events[16] = { ...events[16]!, data: { ...inserted(17), cycleNumber: TOO_LARGE } } as CellEvent
    const passedOver = await applyEntries(client, CELL, recorded(events), 0)
    expect(passedOver).toEqual([
      { position: 17, projection: 'cycles', reason: expect.stringContaining('out of range for type integer') },
      { position: 41, projection: 'content', reason: expect.stringContaining('notInspected') },
    ])
    expect(await listed()).toEqual(passedOver)
    expect(await numbersOf()).toEqual(events.flatMap((_, n) => (n === 16 || n >= 40 ? [] : [n + 1])))
    const { rows } = await client.query('select verdict from part_cycle where cycle_id = $1', [cycle(4).cycleId])
    expect(rows).toEqual([{ verdict: 'reject' }])
    expect(await standsAt()).toBe(42)
  })

  const AWAY = {
    ...{ 'a deadlock': '40P01', 'a serialisation failure': '40001', 'a full disk': '53100' },
    ...{ 'a database that stops': '57P01', 'a lock that is held': '55P03', 'a table that is not there yet': '42P01' },
  }

  it.each(Object.entries(AWAY))('are none of those that %s keeps out', async (_, code) => {
    const { events } = told()
    events[16] = { ...events[16]!, data: { ...inserted(17), cycleNumber: TOO_LARGE } } as CellEvent
    const entries = recorded(events)
    await client.query(
      `create function fails() returns trigger language plpgsql as $$ begin raise exception 'away' using errcode = '${code}'; end $$;
       create trigger fails before insert on material_lot execute function fails()`,
    )
    await expect(applyEntries(client, CELL, entries, 0)).rejects.toThrow('away')
    await client.query('drop function fails cascade')
    expect([await standsAt(), await listed(), await numbersOf()]).toEqual([undefined, [], []])
    expect(await applyEntries(client, CELL, entries, 0)).toHaveLength(1)
    expect(await numbersOf()).toHaveLength(events.length - 1)
  })

  it('are none where the connection breaks', async () => {
    const [broken, other] = [await connect(), await connect()]
    broken.on('error', () => {})
    await other.query('begin; lock table material_lot in exclusive mode')
    const applying = applyEntries(broken, CELL, recorded(told().events), 0).catch((error: Error) => error)
    const end =
      "select pg_terminate_backend(pid) from pg_locks where not granted and relation = 'material_lot'::regclass"
    await until(async () => (await client.query(end)).rowCount === 1)
    expect(await applying).toBeInstanceOf(Error)
    await other.end()
    expect([await standsAt(), await listed(), await numbersOf()]).toEqual([undefined, [], []])
  })
})
