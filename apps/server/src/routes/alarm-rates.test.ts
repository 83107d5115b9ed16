import {
  ALARM_KINDS,
  type AlarmJournalPage,
  type AlarmRates,
  type AlarmState,
  type CellDefinition,
  type CellTwin,
  type NotificationRule,
} from '@celltwin/contracts'
import { alarmOf, alarmState } from '@celltwin/twin'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { inspectedBy, PATH, sha, streamOf, type TestEdge, topics } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const HOUR_MS = 3_600_000
const STOP = 'emergency-stop'
/** The delays are tried in the twin's own tests. */
const quick = { onDelayS: 0, offDelayS: 0 }
const definition: CellDefinition = {
  ...testCell,
  alarms: {
    ...Object.fromEntries(ALARM_KINDS.map((kind) => [kind, { enabled: false }])),
    [STOP]: { ...quick, timeToRespondMin: 1 / 60 },
    'cell-aborted': quick,
    'source-silent': { ...quick, timeToRespondMin: 10 },
  },
}
const inputs = (emergencyStopClear: boolean) => ({
  ...{ zoneClear: true, guardClosed: true, localRelease: true, lockedOut: false },
  emergencyStopClear,
})
const silent = (n: number) => `source-silent/camera-${n}`

describe('figures of alarms', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge
  let database: pg.Client
  const START_MS = Date.now()
  const handling = streamOf('handling', 1, START_MS)
  const tell = (...[type, data]: Parameters<typeof handling>) => edge.live(handling(type, data, Date.now() - START_MS))

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    await tell('cell-described', { hash: sha('definition'), definition })
    await until(async () => (await server.send('GET', `${CELL}/twin`)).status === 200)
    database = new pg.Client(stand.postgres.url)
    await database.connect()
    const rule: NotificationRule = {
      ...{ name: 'all', enabled: true, priorities: ['high', 'medium', 'low'], cells: [], afterMin: 0, language: 'en' },
      channel: { kind: 'webhook', url: 'http://127.0.0.1:9/nobody' },
    }
    await server.send('POST', '/api/notifications/rules', { ...rule, reason: 'to see what is told', by: 'Ada' })
  })
  afterAll(async () => {
    await database?.end()
    await stand?.stop()
  })

  /** Whether it is told of an alarm that it is one of a flood; undefined until it is told. */
  const toldAsFlood = async (alarm: string) => {
    const { rows } = await database.query<{ flood: boolean }>(
      'select flood from notification_delivery where alarms @> $1',
      [JSON.stringify([{ alarm }])],
    )
    return rows[0]?.flood
  }

  const twin = () => server.get<CellTwin>(`${CELL}/twin`)
  const inState = (wanted: AlarmState, id = STOP) =>
    until(async () => alarmState(alarmOf(await twin(), id), Date.now()) === wanted)
  const raisedAt = async (alarm: string) => {
    const page = await server.get<AlarmJournalPage>(`${CELL}/alarms/journal?alarm=${alarm}&type=alarm-raised`)
    return page.items.map(({ at }) => at).reverse()
  }
  const rates = (fromMs = START_MS - HOUR_MS, toMs = Date.now() + 1000) =>
    server.get<AlarmRates>(
      `${CELL}/alarms/rates?from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`,
    )
  const acknowledge = (alarm: string) => server.send('POST', `${CELL}/alarms/acknowledge`, { alarm, by: 'Ada' })
  const goSilent = async (n: number) => {
    const presence = {
      ...{ v: 1, source: `camera-${n}`, readiness: 'ready', epoch: 1, outboxId: 'o', versions: {}, simulated: true },
      at: new Date().toISOString(),
    }
    for (const online of [true, false])
      await edge.client.publishAsync(topics.presence(presence.source), JSON.stringify({ ...presence, online }), {
        qos: 1,
      })
  }

  it('call an alarm chattering that comes three times in a minute, and count none that another one says', async () => {
    for (const n of [1, 2, 3]) {
      await tell('cell-inputs-changed', inputs(false))
      await inState('unacknowledged')
      if (n === 3) {
        await tell('cell-state-changed', { state: 'aborted', reason: 'emergency stop' })
        await inState('suppressed', 'cell-aborted')
        await tell('cell-state-changed', { state: 'stopped', reason: 'cleared' })
        expect((await rates()).chattering).toEqual([{ alarm: STOP, most: 3 }])
      } else expect((await rates()).chattering).toEqual([])
      await tell('cell-inputs-changed', inputs(true))
      await inState('returned-unacknowledged')
    }
    expect(await rates()).toMatchObject({ raised: 3, top: [{ alarm: STOP, count: 3 }], floods: [] })
    expect(await raisedAt('cell-aborted')).toHaveLength(1)
  })

  it('call more than ten in ten minutes a flood, from the first of them and for as long as five came in ten', async () => {
    for (let n = 1; n <= 7; n++) await goSilent(n)
    for (let n = 1; n <= 7; n++) await inState('unacknowledged', silent(n))
    expect(await rates()).toMatchObject({ raised: 10, floods: [], floodShare: 0 })
    await until(async () => (await toldAsFlood(silent(7))) !== undefined)
    expect(await toldAsFlood(silent(7)), 'ten were shown').toBe(false)
    await goSilent(8)
    await inState('unacknowledged', silent(8))
    const { floods, floodShare, raised, from, to } = await rates()
    const flood = { from: (await raisedAt(STOP))[0]!, to, count: 11 }
    expect(raised).toBe(11)
    expect(floods).toEqual([flood])
    const shareOf = Date.parse(flood.to) - Date.parse(flood.from)
    expect(floodShare).toBeCloseTo(shareOf / (Date.parse(to) - Date.parse(from)), 10)
    await until(async () => (await toldAsFlood(silent(8))) !== undefined)
    expect(await toldAsFlood(silent(8)), 'eleven were shown').toBe(true)
  })

  it('count who answered after the time to respond, and who has not although it is over', async () => {
    const lastMs = Date.parse((await raisedAt(STOP))[2]!)
    await until(() => Date.now() > lastMs + 1000)
    expect((await acknowledge(STOP)).status).toBe(200)
    expect((await acknowledge(silent(1))).status).toBe(200)
    // One second for each of three stops, answered together; ten minutes for eight cameras, of which one is answered.
    expect(await rates()).toMatchObject({ due: 4, late: 3 })
    expect(await rates(START_MS - HOUR_MS, Date.now() + HOUR_MS)).toMatchObject({ due: 11, late: 10 })
  })

  it('call stale what is active for more than a day, seen from any instant', async () => {
    const lastMs = Date.parse((await raisedAt(silent(8)))[0]!)
    const seen = async (hours: number) => (await rates(lastMs + HOUR_MS, lastMs + hours * HOUR_MS)).stale
    expect(await seen(23)).toEqual([])
    const stale = await seen(25)
    expect(stale.map(({ alarm }) => alarm).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(silent))
    expect(stale.find(({ alarm }) => alarm === silent(8))!.since).toBe(new Date(lastMs).toISOString())
  })

  it('[TW62] take a clock that is an hour behind for what it is by its telemetry, and a backlog for no clock', async () => {
    // Only now: what a busy machine delays is a clock's doing as long as little else was heard.
    const watched = { ...definition, alarms: { ...definition.alarms, 'clock-skew': quick } }
    await tell('cell-described', { hash: sha('clocks watched'), definition: watched })
    const vibration = streamOf('vibration', 1, Date.now() - HOUR_MS)
    await edge.backlog(
      'vibration',
      [1, 2, 3].map((n) => vibration('part-inspected', inspectedBy('vibration', n))),
    )
    await until(async () => (await twin()).sources.vibration?.events === 3)
    const at = new Date(Date.now() - HOUR_MS).toISOString()
    const sample = { v: 1, source: 'dimensional', at, values: { backlogEvents: 0 }, simulated: true }
    await edge.client.publishAsync(topics.telemetry('dimensional'), JSON.stringify(sample))
    await inState('unacknowledged', 'clock-skew/dimensional')
    const { alarms } = await twin()
    expect(alarms!['clock-skew/dimensional']!.raised!.value).toBeGreaterThan(-HOUR_MS - 10_000)
    expect(alarms!['clock-skew/dimensional']!.raised!.value).toBeLessThanOrEqual(-HOUR_MS)
    expect(Object.keys(alarms!).filter((id) => id.startsWith('clock-skew'))).toEqual(['clock-skew/dimensional'])
  })
})
