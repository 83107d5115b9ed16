import type { ApiError, Genealogy, PartPage, Passport, Recall, RecallSummary } from '@celltwin/contracts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pdfText } from '../../../../test/support/pdf-text.ts'
import type { TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { rebuildProjections } from '../projections/rebuild.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, inserted, inspectedBy, judged, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const START_MS = Date.now() - 3_600_000
const at = (n: number) => new Date(START_MS + n * 15_000).toISOString()
const { packing: _, ...definition } = testCell

describe('trace and recall', () => {
  let stand: Stand
  let postgres: TestPostgres
  let server: TestServer
  let edge: TestEdge
  let database: pg.Client
  const tell = streamOf('handling', 1, START_MS)
  const inspect = streamOf('dimensional', 1, START_MS)
  const verify = streamOf('verifier', 1, START_MS)

  /** Odd cycles have bearings of lot L1, even ones of L2; from the fifth on another gauge judged. */
  async function pass(n: number, verdict: 'pass' | 'reject' | 'hold' = 'pass'): Promise<void> {
    const ms = n * 15_000
    const lot = n % 2 === 1 ? 'L1' : 'L2'
    await edge.live(tell('part-inserted', { ...inserted(n), materialLots: [{ material: 'bearing', lot }] }, ms))
    const told = inspectedBy('dimensional', n)
    const gauge = n < 5 ? 'laser-1' : 'laser-2'
    const results = told.results.map((result) => ({ ...result, gauge, calibration: `${gauge}-cal`, value: n / 100 }))
    await edge.live(inspect('part-inspected', { ...told, results }, ms + 5_000))
    await edge.live(verify('part-judged', judged(n, verdict), ms + 9_000))
    const to = verdict === 'pass' ? 'accept' : verdict
    await edge.live(tell('part-arrived', { ...cycle(n), at: to }, ms + 11_000))
  }
  const pack = (n: number, container: string, position = n) =>
    server.send<ApiError>('POST', `${CELL}/containers/${container}/parts`, { serial: cycle(n).serial, position })
  const found = async (query: string) =>
    (await server.get<PartPage>(`/api/parts?cell=${PATH.cell}&${query}`)).items.map(({ cycleNumber }) => cycleNumber)
  const known = (n: number) => until(async () => (await found(`serial=${cycle(n).serial}`)).length > 0)
  const genealogy = (query: string) => server.get<Genealogy>(`${CELL}/genealogy?${query}`)
  const recall = (id: string) => server.get<Recall>(`/api/recalls/${id}`)
  const open = (criteria: object) =>
    server.send<{ recallId: string; parts: number; containers: number } & ApiError>('POST', `${CELL}/recalls`, {
      criteria,
      reason: 'Cage of the bearing may break',
      by: 'Q. Engineer',
    })

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge, postgres } = stand)
    database = new pg.Client(connectionSettings(postgres.url))
    await database.connect()
    await edge.live(tell('cell-described', { hash: sha('d'), definition }, 0))
    for (const [n, verdict] of (['pass', 'pass', 'hold', 'pass', 'pass', 'reject', 'pass', 'pass'] as const).entries())
      await pass(n + 1, verdict)
    await until(async () => (await found('')).length === 8)
    await until(async () => (await found('verdict=pass')).length === 6)
    for (const [n, container] of [
      [1, 'K1'],
      [2, 'K1'],
      [4, 'K2'],
      [5, 'K2'],
      [8, 'K3'],
    ] as const)
      expect((await pack(n, container)).status).toBe(201)
    await server.send('POST', `${CELL}/containers/K1/closing`, { label: '1JUN1' })
    await server.send('POST', `${CELL}/containers/K1/shipping`, { shipment: 'SHP1', customer: 'Carmaker' })
  })
  afterAll(async () => {
    await database?.end()
    await stand?.stop()
  })

  it.each([
    ['lot=L1', [7, 5, 3, 1]],
    ['lot=L1&verdict=pass&gauge=laser-2', [7, 5]],
    ['measured=runout&above=0.03&below=0.05', [5, 4, 3]],
    ['calibration=laser-1-cal&container=K1', [2, 1]],
    ['shipment=SHP1', [2, 1]],
    ['defect=runout', []],
    ['characteristic=runout', [6, 3]],
    ['measured=runout&conformance=pass&lot=L2', [8, 6, 4, 2]],
    ['model=face&fixture=F1&tool=T1&recipe=R%20v1&serial=S-0003', [3]],
    [`from=${at(4)}&to=${at(6)}`, [6, 5, 4]],
    ['lot=L%25', []],
  ])('finds parts by %s', async (query, numbers) => {
    expect(await found(query)).toEqual(numbers)
  })

  it('pages through what it finds without doubling or losing a part', async () => {
    const seen: number[] = []
    for (let cursor = ''; ; ) {
      const page = await server.get<PartPage>(
        `/api/parts?cell=${PATH.cell}&measured=runout&above=0.02&limit=3${cursor}`,
      )
      seen.push(...page.items.map(({ cycleNumber }) => cycleNumber))
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    expect(seen).toEqual([8, 7, 6, 5, 4, 3, 2])
  })

  it('follows a lot forwards to containers and shipments, and a container back to its lots', async () => {
    const forwards = await genealogy('lot=L1')
    expect(forwards).toMatchObject({
      parts: 4,
      verdicts: { pass: 3, reject: 0, hold: 1, none: 0 },
      lots: [{ material: 'bearing', name: 'L1', parts: 4 }],
      containers: [
        { container: 'K2', parts: 1, holds: 2, closedAt: null },
        { container: 'K1', parts: 1, holds: 2, label: '1JUN1', shipment: 'SHP1' },
      ],
      shipments: [{ shipment: 'SHP1', customer: 'Carmaker', containers: 1, parts: 1 }],
    })
    expect(forwards.loose).toEqual([
      { name: 'accept', parts: 1 },
      { name: 'hold', parts: 1 },
    ])
    const backwards = await genealogy('container=K2')
    expect(backwards.lots.map(({ name }) => name)).toEqual(['L1', 'L2'])
    expect(backwards.links.filter(({ kind }) => kind === 'gauge')).toEqual([
      { kind: 'gauge', name: 'laser-1', parts: 1 },
      { kind: 'gauge', name: 'laser-2', parts: 1 },
    ])
    const passport = await server.get<Passport>(`/api/parts/${cycle(1).serial}`)
    expect(passport.cycles[0]!.packed).toMatchObject({ container: 'K1', position: 1, label: '1JUN1', shipment: 'SHP1' })
  })

  it('packs no part that was not passed, and nothing into a closed container', async () => {
    expect(await pack(6, 'K9')).toMatchObject({ status: 409, body: { code: 'not-passed' } })
    expect(await pack(7, 'K1')).toMatchObject({ status: 409, body: { code: 'container-closed' } })
    expect(await pack(99, 'K9')).toMatchObject({ status: 404 })
  })

  it('opens no recall of everything, nor of nothing', async () => {
    expect(await open({})).toMatchObject({ status: 400, body: { code: 'no-criteria' } })
    expect(await open({ lot: 'L7' })).toMatchObject({ status: 409, body: { code: 'no-parts' } })
    expect(await open({ lot: 7, verdict: 'good' })).toMatchObject({ status: 400, body: { code: 'invalid' } })
  })

  it('ends in containers that are confirmed one by one, with loose parts and late ones, and a D3 sheet', async () => {
    const opened = await open({ lot: 'L1' })
    expect(opened).toMatchObject({ status: 201, body: { parts: 4, containers: 2 } })
    const { recallId } = opened.body
    expect(await recall(recallId)).toMatchObject({
      reason: 'Cage of the bearing may break',
      by: 'Q. Engineer',
      parts: 4,
      late: 0,
      blocks: [
        { container: 'K1', parts: 1, holds: 2, shipment: 'SHP1', escaped: false, confirmation: null },
        { container: 'K2', parts: 1, holds: 2, shipment: null },
      ],
      loose: [
        { serial: 'S-0003', whereabouts: 'hold', verdict: 'hold' },
        { serial: 'S-0007', whereabouts: 'accept' },
      ],
    })

    const shipping = await server.send<ApiError>('POST', `${CELL}/containers/K2/shipping`, { shipment: 'SHP2' })
    expect(shipping).toMatchObject({ status: 409, body: { code: 'blocked' } })

    // Heard of only now, and packed only now.
    await pass(9)
    await pack(7, 'K3')
    await known(9)
    await until(async () => (await recall(recallId)).late === 1 && (await recall(recallId)).blocks.length === 3)
    const late = await recall(recallId)
    expect(late.blocks.find(({ container }) => container === 'K3')).toMatchObject({ parts: 1, late: true })
    expect(late.loose.find(({ serial }) => serial === cycle(9).serial)).toMatchObject({ late: true })

    const confirm = (container: string, body: object) =>
      server.send<ApiError>('POST', `/api/recalls/${recallId}/containers/${container}/confirmation`, body)
    const close = () =>
      server.send<ApiError>('POST', `/api/recalls/${recallId}/closing`, { conclusion: 'All sorted', by: 'Q' })
    expect(await confirm('K8', { place: 'rack' })).toMatchObject({ status: 404 })
    expect(await confirm('K2', {})).toMatchObject({ status: 400, body: { code: 'invalid' } })
    expect((await confirm('K1', { place: 'dock of the customer', by: 'L. Logistics' })).status).toBe(201)
    expect(await confirm('K1', { place: 'dock' })).toMatchObject({ status: 409, body: { code: 'already-confirmed' } })
    expect(await close()).toMatchObject({ status: 409, body: { code: 'not-confirmed' } })
    for (const container of ['K2', 'K3'])
      expect((await confirm(container, { place: 'blocked stock', remark: 'red tag' })).status).toBe(201)
    expect((await close()).status).toBe(201)
    expect(await recall(recallId)).toMatchObject({ confirmed: 3, conclusion: { text: 'All sorted', by: 'Q' } })
    expect(await confirm('K1', { place: 'dock' })).toMatchObject({ status: 409, body: { code: 'recall-closed' } })

    const list = await server.get<RecallSummary[]>(`${CELL}/recalls`)
    expect(list).toMatchObject([{ recallId, parts: 5, late: 1, containers: 3, confirmed: 3 }])

    for (const [language, words] of [
      ['en', ['8D · D3 containment action', 'Lot: L1', 'L. Logistics', 'All sorted']],
      ['pt-BR', ['ação de contenção', 'Lote: L1', 'Dispositivo de retenção', 'blocked stock']],
    ] as const) {
      const sheet = await fetch(`${server.url}/api/recalls/${recallId}/d3.pdf?language=${language}`)
      expect(sheet.headers.get('content-type')).toBe('application/pdf')
      const text = pdfText(new Uint8Array(await sheet.arrayBuffer()))
      for (const word of words) expect(text).toContain(word)
    }
  })

  it('counts a part where it was packed last, also where nothing else was heard of it yet', async () => {
    const packed = async (container: string) => {
      await edge.live(tell('part-packed', { ...cycle(10), container, position: 1 }, 200_000))
      const { serial } = cycle(10)
      await until(async () => (await genealogy(`serial=${serial}`)).containers[0]?.container === container)
      const { parts, containers, loose } = await genealogy(`serial=${serial}`)
      expect({ parts, loose, containers: containers.map(({ container, parts }) => [container, parts]) }).toEqual({
        ...{ parts: 1, loose: [], containers: [[container, 1]] },
      })
    }
    await packed('K4')
    await packed('K5')
  })

  it('makes trace, containers and recalls again from the journal', async () => {
    const tables = ['part_cycle', 'packing', 'container', 'recall', 'recall_part', 'recall_block']
    const read = async () => {
      const rows: unknown[][] = []
      for (const table of tables) rows.push((await database.query(`select * from ${table} t order by t::text`)).rows)
      return rows
    }
    const before = await read()
    for (const rows of before) expect(rows.length).toBeGreaterThan(0)
    await rebuildProjections(database)
    expect(await read()).toEqual(before)
  })
})
