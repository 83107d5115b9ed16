import type { AlarmJournalPage, AlarmRates, AlarmState, CellTwin } from '@celltwin/contracts'
import { alarmOf, alarmState } from '@celltwin/twin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const STOP = 'emergency-stop'
// The delays are tried in the twin's own tests.
const quick = { onDelayS: 0, offDelayS: 0 }
const definition = { ...testCell, alarms: { [STOP]: quick, 'cell-aborted': quick } }

const inputs = (emergencyStopClear: boolean) => ({
  ...{ zoneClear: true, guardClosed: true, localRelease: true, lockedOut: false },
  emergencyStopClear,
})

describe('alarms', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge
  const tell = streamOf('handling', 1, Date.now() - 5000)

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    await edge.live(tell('cell-described', { hash: sha('definition'), definition }))
    await until(async () => (await server.send('GET', `${CELL}/twin`)).status === 200)
  })
  afterAll(() => stand?.stop())

  const twin = () => server.get<CellTwin>(`${CELL}/twin`)
  const state = async (id = STOP): Promise<AlarmState> => alarmState(alarmOf(await twin(), id), Date.now())
  const inState = (wanted: AlarmState, id = STOP) => until(async () => (await state(id)) === wanted)
  const act = (what: string, body: object) =>
    server.send<{ code?: string; position?: number }>('POST', `${CELL}/alarms/${what}`, { alarm: STOP, ...body })
  const journal = async (query = '') => (await server.get<AlarmJournalPage>(`${CELL}/alarms/journal?${query}`)).items

  it('are raised by what the cell tells, and what follows from one is suppressed', async () => {
    await edge.live(tell('cell-inputs-changed', inputs(false)))
    await edge.live(tell('cell-state-changed', { state: 'aborted', reason: 'emergency stop' }))
    await inState('unacknowledged')
    await inState('suppressed', 'cell-aborted')
  })

  it('are acknowledged by a person, once', async () => {
    expect(await act('acknowledge', { note: 'on my way', by: 'Ada' })).toMatchObject({ status: 200 })
    expect(await state()).toBe('acknowledged')
    expect(await act('acknowledge', { by: 'Bo' })).toMatchObject({
      status: 409,
      body: { code: 'nothing-to-acknowledge' },
    })
    expect((await act('acknowledge', { alarm: 'no-such' })).status).toBe(404)
    expect((await act('shelve', { until: new Date(Date.now() + 60_000).toISOString() })).status).toBe(400)
  })

  it('are as they were after the server was started again, and come off the shelf by themselves', async () => {
    const until1s = new Date(Date.now() + 1500).toISOString()
    await act('shelve', { until: until1s, reason: 'work order 5512', by: 'Ada' })
    expect(await state()).toBe('shelved')
    const position = (await twin()).position
    server = await stand.restart()
    expect((await twin()).position).toBeGreaterThanOrEqual(position)
    await until(async () => (await journal('type=alarm-unshelved')).length === 1)
    expect(await state()).toBe('acknowledged')
    expect(await journal(`type=alarm-raised&alarm=${STOP}`), 'not raised a second time').toHaveLength(1)
  })

  it('return when it is over, and the journal has who and why of every change', async () => {
    await edge.live(tell('cell-state-changed', { state: 'stopped', reason: 'cleared' }))
    await edge.live(tell('cell-inputs-changed', inputs(true)))
    await inState('normal')
    await inState('returned-unacknowledged', 'cell-aborted')
    const changes = (await journal(`alarm=${STOP}`)).map(({ type, by }) => [type, by])
    expect(changes).toEqual([
      ['alarm-returned', null],
      ['alarm-unshelved', 'server'],
      ['alarm-shelved', 'Ada'],
      ['alarm-acknowledged', 'Ada'],
      ['alarm-raised', null],
    ])
  })

  it('are found by what they are called in any language, by whom and why', async () => {
    const types = async (text: string) => (await journal(`text=${encodeURIComponent(text)}`)).map(({ type }) => type)
    expect(await types('on my way')).toEqual(['alarm-acknowledged'])
    expect(await types('work order')).toEqual(['alarm-shelved'])
    expect(await types('Parada de emerg')).toHaveLength(5)
    expect(await types('100%')).toEqual([])
  })

  it('are exported whole as CSV and NDJSON', async () => {
    const text = async (format: string) =>
      (await fetch(`${server.url}${CELL}/alarms/export?format=${format}&alarm=${STOP}`)).text()
    const lines = (await text('ndjson')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).type)).toEqual((await journal(`alarm=${STOP}`)).map(({ type }) => type))
    const csv = (await text('csv')).trimEnd().split('\r\n')
    expect(csv[0]).toMatch(/^at,position,alarm,change,priority,by,/)
    expect(csv).toHaveLength(lines.length + 1)
    expect(csv.find((line) => line.includes('alarm-acknowledged'))).toContain('Ada')
  })

  it('are known at any instant of the past', async () => {
    const [raised] = await journal(`alarm=${STOP}&type=alarm-raised`)
    const just = new Date(Date.parse(raised!.at) - 1).toISOString()
    const past = (at: string) => server.get<CellTwin>(`${CELL}/twin?at=${at}`)
    expect(alarmOf(await past(just), STOP).active).toBe(false)
    expect(alarmOf(await past(raised!.at), STOP).active).toBe(true)
  })

  it('are counted, without the one that was never in sight', async () => {
    const rates = await server.get<AlarmRates>(`${CELL}/alarms/rates`)
    expect(rates).toMatchObject({ raised: 1, floods: [], chattering: [], top: [{ alarm: STOP, count: 1 }] })
    expect(rates.buckets.reduce((n, { count }) => n + count, 0)).toBe(1)
  })

  it('are acknowledged together under one signature, without those that somebody else answered', async () => {
    await edge.live(tell('cell-inputs-changed', inputs(false)))
    await inState('unacknowledged')
    const both = { alarms: [STOP, 'cell-aborted'], note: 'walked the line', by: 'Bo' }
    expect(await act('acknowledge', { alarm: 'cell-aborted', by: 'Ada' })).toMatchObject({ status: 200 })
    expect(await act('acknowledge-all', both)).toMatchObject({ status: 200, body: { acknowledged: [STOP] } })
    expect(await state()).toBe('acknowledged')
    expect((await journal(`alarm=${STOP}`))[0]).toMatchObject({ by: 'Bo', data: { note: 'walked the line' } })
    expect(await act('acknowledge-all', both)).toMatchObject({ status: 409 })
  })
})
