import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { CellDefinition, CellTwin, Genealogy, PartPage } from '@celltwin/contracts'
import { emptyTwin } from '@celltwin/twin'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { startEmbeddedBroker, type TestBroker } from '../../../../test/support/broker.ts'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { connectEdge, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { measuredOf } from './aqdef.ts'
import { ndjsonOf } from './formats.ts'
import { readRows } from './rows.ts'

const CELL = `/api/cells/${PATH.cell}`
const PARTS = 50_000
const EARLY = '2026-01-01T00:00:00.000Z'
const definition: CellDefinition = {
  ...(parse(readFileSync('cells/pulley-cell-1.yaml', 'utf8')) as CellDefinition),
  path: PATH,
}
/** Every tenth part lacks the second one. */
const MEASURED = ['crimp-height-min', 'crimp-height-max', 'face-flatness']

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Reads the format as its grammar says: K-fields, and lines of values by the characters 15 and 20. */
function readAqdef(bytes: Buffer) {
  const fields = new Map<string, string>()
  const values: { value: number; attribute: number; at: string }[][] = []
  for (const line of bytes.toString('latin1').split('\r\n')) {
    const field = /^(K\d{4}(?:\/\d+){0,2}) (.*)$/.exec(line)
    if (field) fields.set(field[1]!, field[2]!)
    else if (line !== '')
      values.push(
        line.split('\x0f').map((portion) => {
          const [value, attribute, at = ''] = portion.split('\x14')
          return { value: Number(value), attribute: Number(attribute), at }
        }),
      )
  }
  return { fields, values }
}

describe('exports', () => {
  let postgres: TestPostgres
  let broker: TestBroker
  let server: TestServer
  let edge: TestEdge
  let pool: pg.Pool
  const file = async (path: string) => Buffer.from(await (await fetch(server.url + path)).arrayBuffer())

  beforeAll(async () => {
    ;[postgres, broker] = await Promise.all([startTestPostgres(), startEmbeddedBroker()])
    server = await startTestServer(postgres.url, broker.url)
    edge = await connectEdge(broker.url)
    pool = new pg.Pool(connectionSettings(postgres.url))
    await edge.live(streamOf('handling')('cell-described', { hash: sha('d'), definition }))
    await until(async () => (await server.get<unknown[]>('/api/cells')).length === 1)
    await until(async () => (await pool.query('select from definition')).rowCount === 1)
    await pool.query(
      `insert into part_cycle (cycle_id, cell_id, serial, cycle_number, started_at, inserted, verdict, judged_at,
                               whereabouts, simulated, replayed)
       select 'c-' || n, 1, 'S-' || lpad(n::text, 6, '0'), n, '2026-11-19T10:00:00Z'::timestamptz + n * interval '15 s',
              '{"recipe": {"id": "6PK-120", "version": 15}, "fixture": "FX-1", "tool": "T1"}',
              case when n % 50 = 0 then 'reject' else 'pass' end,
              '2026-11-19T10:00:09Z'::timestamptz + n * interval '15 s', 'accept', true, false
       from generate_series(1, $1::int) n`,
      [PARTS],
    )
    await pool.query(
      `insert into measurement (cycle_id, characteristic, cell_id, at, value, conformance)
       select 'c-' || n, c, 1, now(), 1.2 + n / 1e6, 'pass' from generate_series(1, $1::int) n, unnest($2::text[]) c
       where not (c = $3 and n % 10 = 0)`,
      [PARTS, MEASURED, MEASURED[1]],
    )
    await pool.query(
      `insert into material_lot (cycle_id, material, lot, cell_id)
       select 'c-' || n, 'bearing', 'L' || n / 1000, 1 from generate_series(1, $1::int) n`,
      [PARTS],
    )
    await pool.query(
      `with made as (update part_cycle set made_from = 1 + cycle_number / 1000)
       insert into origin (id, kind, name) select 1 + n, 'bearing', 'L' || n from generate_series(0, $1::int / 1000) n`,
      [PARTS],
    )
    await pool.query(`update part_cycle set judged_late_ms = 7200500 where cycle_number = 7`)
    await pool.query(
      `insert into inspection (cycle_id, module, cell_id, at, late, came_late_ms) values
       ('c-7', 'visual', 1, now(), true, 7300000), ('c-7', 'dimensional', 1, now(), false, null),
       ('c-8', 'vibration', 1, now(), false, 6500), ('c-10', 'dimensional', 1, now(), false, 9000)`,
    )
    await pool.query('analyze')
  })
  afterAll(async () => {
    await pool?.end()
    await edge?.close()
    await broker?.stop()
    await postgres?.stop()
  })

  it('gives a spreadsheet every part that is asked for, oldest first, a column for each characteristic', async () => {
    const lines = (await file(`${CELL}/parts.csv?lot=L7`)).toString().trimEnd().split('\r\n')
    expect(lines).toHaveLength(1_001)
    const columns = lines[0]!.split(',')
    const first = Object.fromEntries(lines[1]!.split(',').map((cell, n) => [columns[n], cell]))
    expect(first).toMatchObject({
      ...{ serial: 'S-007000', verdict: 'reject', recipe: '6PK-120 v15', materialLots: 'bearing L7' },
      ...{ 'crimp-height-min [mm]': '1.207', 'crimp-height-max [mm]': '', simulated: 'true' },
    })
    const comma = (await file(`${CELL}/parts.csv?serial=S-007001&decimal=comma`)).toString()
    expect(comma).toContain(';1,207001;')
    expect([lines[0]![0], comma[0]], 'with its mark a spreadsheet reads µ and ° right').toEqual(['s', '\uFEFF'])
  })

  it('refuse a criterion that nobody knows: without it other parts would be meant', async () => {
    for (const path of ['/parts.csv', '/parts.ndjson', '/parts.dfq', '/genealogy']) {
      const answer = await fetch(`${server.url}${CELL}${path}?lot=L7&gage=laser-2`)
      expect([answer.status, JSON.stringify(await answer.json())], path).toEqual([400, expect.stringContaining('gage')])
    }
    expect((await fetch(`${server.url}/api/parts?lott=L7`)).status).toBe(400)
  })

  it('are of the same parts that a search finds page by page, also of the oldest and where few fulfil it', async () => {
    for (const [criteria, count] of [
      ['lot=L7', 1_000],
      ['lot=L0', 999],
      ['lot=L0&measured=crimp-height-max', 900],
      ['measured=face-flatness&below=1.200012', 12],
      ['measured=face-flatness&above=2', 0],
    ] as const) {
      const found: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: PartPage = await server.get(
          `/api/parts?cell=${PATH.cell}&limit=400&${criteria}${cursor && `&cursor=${cursor}`}`,
        )
        found.push(...page.items.map(({ serial }) => serial))
        cursor = page.nextCursor
      }
      const exported = (await file(`${CELL}/parts.csv?${criteria}`)).toString().trimEnd().split('\r\n').slice(1)
      expect(found, criteria).toEqual(exported.map((line) => line.split(',')[0]).reverse())
      expect(found, criteria).toHaveLength(count)
      const genealogy = await server.get<Genealogy>(`${CELL}/genealogy?${criteria}`)
      expect(genealogy).toMatchObject({ parts: count, containerCount: 0 })
      expect(genealogy.lots.reduce((sum, { parts }) => sum + parts, 0)).toBe(count)
    }
  })

  it('gives a program one object a line', async () => {
    const [line] = (await file(`${CELL}/parts.ndjson?serial=S-000021`)).toString().trimEnd().split('\n')
    expect(JSON.parse(line!)).toMatchObject({
      serial: 'S-000021',
      materialLots: [{ material: 'bearing', lot: 'L0' }],
      values: { 'face-flatness': { value: 1.200021, conformance: 'pass' } },
      container: null,
    })
  })

  it('says where a verdict or a value came late, and what came after the verdict', async () => {
    const told = async (serial: string) => {
      const [head, line] = (await file(`${CELL}/parts.csv?serial=${serial}&decimal=comma`)).toString().split('\r\n')
      const columns = head!.split(';')
      const names = ['verdictCameLateMs', 'visual cameLateMs', 'visual afterVerdict', 'vibration cameLateMs']
      return names.map((name) => line!.split(';')[columns.indexOf(name)])
    }
    expect(await told('S-000007')).toEqual(['7200500', '7300000', 'true', ''])
    expect(await told('S-000008')).toEqual(['', '', 'false', '6500'])
    expect(await told('S-000009')).toEqual(['', '', 'false', ''])
    const line = async (serial: string) => JSON.parse((await file(`${CELL}/parts.ndjson?serial=${serial}`)).toString())
    expect(await line('S-000007')).toMatchObject({
      verdictCameLateMs: 7_200_500,
      cameLate: [{ module: 'visual', cameLateMs: 7_300_000, afterVerdict: true }],
      values: { 'face-flatness': { cameLateMs: null, afterVerdict: false } },
    })
    expect((await line('S-000010')).values['face-flatness']).toMatchObject({ cameLateMs: 9_000, afterVerdict: false })
  })

  it('calls late what the screens do: not what a clock that runs behind explains [TW62]', async () => {
    const raised = { id: 'r', at: EARLY, since: EARLY, priority: 'medium', value: -6_000 } as const
    const alarm = { id: 'clock-skew/vibration', active: true, acknowledged: false, raises: 1, raised }
    const twin: CellTwin = { ...emptyTwin(PATH.cell), alarms: { [alarm.id]: alarm } }
    const late = async (of: CellTwin) => {
      for await (const [row] of readRows(pool, { id: 1, twin: of }, { serial: 'S-000008' })) return row!.cameLate
      return undefined
    }
    expect(await late(emptyTwin(PATH.cell))).toEqual([{ module: 'vibration', cameLateMs: 6_500, afterVerdict: false }])
    expect(await late(twin)).toEqual([])
  })

  it('gives statistics the measured values in AQDEF, which reads back', async () => {
    const { fields, values } = readAqdef(await file(`${CELL}/parts.dfq?lot=L3`))
    const characteristics = measuredOf(definition)
    expect(fields.get('K0100')).toBe(String(characteristics.length))
    expect(fields.get('K1001/1')).toBe(definition.recipe.partType)
    const n = characteristics.findIndex(({ id }) => id === 'crimp-height-max') + 1
    expect(['K2001', 'K2110', 'K2111', 'K2142', 'K2022'].map((key) => fields.get(`${key}/${n}`))).toEqual([
      ...['crimp-height-max', '1', '1.4', 'mm', '3'],
    ])
    expect(values).toHaveLength(1_000)
    for (const line of values) expect(line).toHaveLength(characteristics.length)
    expect(values[1]![n - 1]).toEqual({ value: 1.203001, attribute: 0, at: '19.11.2026/19:30:24' })
    expect(values[0]![n - 1]).toMatchObject({ value: 0, attribute: 255 })
    expect([fields.get('K0014/0/1'), fields.get('K0014/0/1000')]).toEqual(['S-003000', 'S-003999'])
    expect(fields.get('K0009/0/1')).toBe('bearing L3')
  })

  it('reads 50,000 parts in memory that does not grow with them', async () => {
    let rows = 0
    let most = 0
    let bytes = 0
    collect()
    const before = process.memoryUsage().heapUsed
    for await (const text of ndjsonOf(
      readRows(pool, { id: 1, twin: emptyTwin(PATH.cell) }, {}),
      definition.recipe.characteristics,
    )) {
      rows += text.split('\n').length - 1
      bytes += text.length
      if (rows % 5_000 === 0) {
        collect()
        most = Math.max(most, process.memoryUsage().heapUsed - before)
      }
    }
    expect(rows).toBe(PARTS)
    expect(bytes).toBeGreaterThan(20e6)
    expect(most).toBeLessThan(8e6)
  })

  it('gives its connection back when the reader leaves early', async () => {
    for (let n = 0; n < 12; n++) {
      const reading = ndjsonOf(
        readRows(pool, { id: 1, twin: emptyTwin(PATH.cell) }, {}),
        definition.recipe.characteristics,
      )
      expect((await reading.next()).done).toBe(false)
      await reading.return(undefined)
    }
    expect(pool.idleCount).toBe(pool.totalCount)
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    )
    expect(rows).toEqual([])
  })

  it('do not keep the server from stopping, however slowly somebody reads', async () => {
    const download = await fetch(`${server.url}${CELL}/parts.ndjson`)
    const reader = download.body!.getReader()
    expect((await reader.read()).done).toBe(false)
    await server.close()
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toThrow()
  })
})
