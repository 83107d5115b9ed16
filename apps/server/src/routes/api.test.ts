import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type {
  ApiError,
  CellDefinition,
  CellStatistics,
  CellSummary,
  CellTwin,
  Desired,
  Faults,
  PartPage,
  Passport,
  ReviewAnswer,
  ReviewQueue,
  TimeMark,
} from '@celltwin/contracts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { TestBroker } from '../../../../test/support/broker.ts'
import type { TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { connectionSettings } from '../database/database.ts'
import { rebuildProjections } from '../projections/rebuild.ts'
import {
  connectEdge,
  cycle,
  inserted,
  inspectedBy,
  judged,
  PATH,
  sha,
  streamOf,
  type TestEdge,
  topics,
} from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const START_MS = Date.now() - 3 * 3_600_000
const definition = parse(readFileSync('cells/pulley-cell-1.yaml', 'utf8')) as CellDefinition

describe('the HTTP API', () => {
  let stand: Stand
  let postgres: TestPostgres
  let broker: TestBroker
  let server: TestServer
  let edge: TestEdge
  let database: pg.Client
  const tell = streamOf('handling', 1, START_MS)
  const verify = streamOf('verifier', 1, START_MS)
  const measure = streamOf('dimensional', 1, START_MS)
  const verdicts = ['pass', 'reject', 'hold', 'pass', 'reject'] as const

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge, postgres, broker } = stand)
    database = new pg.Client(connectionSettings(postgres.url))
    await database.connect()
    await edge.live(tell('cell-described', { hash: sha('definition'), definition: { ...definition, path: PATH } }))
    await edge.live(tell('cell-state-changed', { state: 'execute', reason: 'the modules are ready' }))
    for (const [n, verdict] of verdicts.entries()) {
      const at = (n + 1) * 15_000
      await edge.live(tell('part-inserted', inserted(n + 1), at))
      await edge.live(measure('part-inspected', inspectedBy('dimensional', n + 1), at + 5_000))
      await edge.live(verify('part-judged', judged(n + 1, verdict), at + 9_000))
      const where = verdict === 'pass' ? 'accept' : verdict
      await edge.live(tell('part-arrived', { ...cycle(n + 1), at: where }, at + 11_000))
    }
    await until(async () => (await server.get<ReviewQueue>('/api/review-queue')).total === 3)
  })
  afterAll(async () => {
    await database?.end()
    await stand?.stop()
  })

  const review = (n: number, finding: object) => {
    const { serial, cycleId } = cycle(n)
    const path = `/api/parts/${serial}/cycles/${cycleId}/reviews`
    return server.send<ReviewAnswer & ApiError>('POST', path, { by: 'Ada', review: { reasonCode: 'seen', ...finding } })
  }

  it('lists cells as they are', async () => {
    const [cell] = await server.get<CellSummary[]>('/api/cells')
    expect(cell).toMatchObject({ cell: PATH.cell, path: PATH, state: 'execute', simulated: true, waitingForPerson: 3 })
    expect((await server.get<CellDefinition>(`${CELL}/definition`)).recipe.id).toBe('6PK-120')
  })

  it('pages through parts without repeating or leaving out one', async () => {
    const serials: string[] = []
    let cursor: string | null = ''
    do {
      const page: PartPage = await server.get(`/api/parts?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      serials.push(...page.items.map(({ serial }) => serial))
      cursor = page.nextCursor
    } while (cursor)
    expect(serials).toEqual(['S-0005', 'S-0004', 'S-0003', 'S-0002', 'S-0001'])
  })

  it('finds parts by verdict, by time and by the beginning of the serial', async () => {
    const serials = async (query: string) =>
      (await server.get<PartPage>(`/api/parts?${query}`)).items.map(({ serial }) => serial)
    expect(await serials(`cell=${PATH.cell}&verdict=reject`)).toEqual(['S-0005', 'S-0002'])
    expect(await serials(`from=${new Date(START_MS + 50_000).toISOString()}`)).toEqual(['S-0005', 'S-0004'])
    expect(await serials('serial=S-0003')).toEqual(['S-0003'])
    expect(await serials('serial=S_0003')).toEqual([])
  })

  it('gives the passport of a part with results, evidence on its way, lots and timeline', async () => {
    const passport = await server.get<Passport>('/api/parts/S-0002')
    expect(passport).toMatchObject({ serial: 'S-0002', previous: 'S-0001', next: 'S-0003', cell: PATH.cell })
    expect(passport.cycles[0]).toMatchObject({
      verdict: 'reject',
      reason: 'run-out 0.2 mm',
      whereabouts: 'reject',
      codeGrade: 'A',
      materialLots: [{ material: 'bearing', lot: 'L1', partsSharing: 5 }],
      steps: [{ module: 'dimensional', step: 'fit', tookMs: 12 }],
      evidence: [{ sha256: sha('evidence 2'), stored: false }],
    })
    expect(passport.cycles[0]!.results[0]).toMatchObject({
      characteristic: 'runout',
      value: 0.03,
      module: 'dimensional',
      late: false,
    })
    expect(passport.cycles[0]!.timeline.map(({ type }) => type).sort()).toEqual([
      'part-arrived',
      'part-inserted',
      'part-inspected',
      'part-judged',
    ])
    expect((await server.send('GET', '/api/parts/S-9999')).status).toBe(404)
  })

  it('says of each value how late it came, and of what came after the verdict that it did', async () => {
    const late = streamOf('visual', 1, START_MS)
    const owed = { ...cycle(3), module: 'visual', dueAt: new Date(START_MS + 60_000).toISOString() }
    await edge.live(verify('evidence-late', { ...owed, lateMs: 1_000 }, 90_000))
    await edge.backlog('visual', [late('part-inspected', inspectedBy('visual', 3), 61_000)])
    const now = streamOf('dimensional', 2)
    await edge.live(now('part-inspected', inspectedBy('dimensional', 4), 0))
    const passport = async (n: number) => (await server.get<Passport>(`/api/parts/${cycle(n).serial}`)).cycles[0]!
    await until(async () => (await passport(3)).results.length === 2)
    const held = await passport(3)
    const hours = expect.toSatisfy((ms: number) => ms > 2.9 * 3_600_000 && ms < 4 * 3_600_000)
    expect(held).toMatchObject({ verdict: 'hold', verdictCameLateMs: hours, cameLateMs: hours, cameAfterVerdict: true })
    expect(held.results.map(({ module, late, cameLateMs }) => ({ module, late, cameLateMs }))).toEqual([
      { module: 'dimensional', late: false, cameLateMs: hours },
      { module: 'visual', late: true, cameLateMs: hours },
    ])
    expect(held.evidence.every(({ cameLateMs }) => cameLateMs !== undefined)).toBe(true)
    const { items } = await server.get<PartPage>('/api/parts?serial=S-0003')
    expect(items[0]).toMatchObject({ cameLateMs: hours, cameAfterVerdict: true, verdict: 'hold' })
    const twin = await server.get<CellTwin>(`${CELL}/twin`)
    expect(twin.cycles['cycle-3']!.modules.visual).toMatchObject({
      inspected: { lateByMs: hours },
      late: { lateMs: 1_000 },
    })
    expect(twin.cycles['cycle-4']!.modules.dimensional!.inspected, 'the newer one, in time').not.toHaveProperty(
      'lateByMs',
    )
  })

  it('counts a window: verdicts, yield, losses, cycle time', async () => {
    const window = `from=${new Date(START_MS).toISOString()}&to=${new Date(START_MS + 600_000).toISOString()}`
    const statistics = await server.get<CellStatistics>(`${CELL}/statistics?${window}`)
    expect(statistics).toMatchObject({
      inspected: 5,
      pass: 2,
      reject: 2,
      hold: 1,
      firstPassYield: 0.4,
      cycleTimeP50Ms: 11_000,
    })
    expect(statistics.losses).toEqual([{ characteristic: 'runout', title: 'runout', count: 3 }])
    expect(statistics.buckets.reduce((sum, { reject }) => sum + reject, 0)).toBe(2)
    const marks = await server.get<TimeMark[]>(`${CELL}/marks?${window}`)
    expect(marks.map(({ kind }) => kind)).toEqual(['state', 'reject', 'hold', 'reject'])
  })

  it('names the field and the rule where a request is wrong', async () => {
    const { status, body } = await server.send<ApiError>('GET', '/api/parts?limit=many')
    expect(status).toBe(400)
    expect(body).toMatchObject({
      statusCode: 400,
      code: 'invalid',
      errors: [{ field: 'querystring/limit', rule: 'must be integer' }],
    })
    expect((await server.send<ApiError>('GET', '/api/nothing')).body).toMatchObject({
      statusCode: 404,
      code: 'not-found',
    })
  })

  it('accepts a review once, asks the cell to act, and takes it back before the cell has begun', async () => {
    const accepted = await review(3, { finding: 'conforming' })
    expect(accepted).toMatchObject({ status: 202, body: { requestId: expect.any(String) } })
    const again = await review(3, { finding: 'nonconforming', disposition: 'scrap' })
    expect(again).toMatchObject({ status: 409, body: { code: 'already-reviewed' } })
    const queue = await server.get<ReviewQueue>('/api/review-queue')
    expect(queue.items.map(({ serial }) => serial)).toEqual(['S-0002', 'S-0005'])

    const desired: Desired[] = []
    const client = await connectEdge(broker.url)
    client.client.on(
      'message',
      (topic, payload) => topic === topics.desired && desired.push(JSON.parse(payload.toString())),
    )
    await client.client.subscribeAsync(topics.desired)
    await until(() => desired.length > 0)
    expect(desired[0]).toMatchObject({
      journalId: server.journalId,
      items: [{ id: accepted.body.requestId, target: { kind: 'move-part', serial: 'S-0003', to: 'accept' } }],
    })

    const { serial, cycleId } = cycle(3)
    const undo = `/api/parts/${serial}/cycles/${cycleId}/reviews/${accepted.body.id}/undo`
    expect((await server.send('POST', undo, { by: 'Bo' })).status).toBe(202)
    await until(() => desired.at(-1)?.items.length === 0)
    expect(desired.at(-1)!.revision).toBeGreaterThan(desired[0]!.revision)
    await client.close()
    const passport = await server.get<Passport>(`/api/parts/${serial}`)
    expect(passport.cycles[0]!.reviews).toMatchObject([{ by: 'Ada', undone: { by: 'Bo' } }])
    expect(passport.cycles[0]!.verdict).toBe('hold')
    expect((await server.get<ReviewQueue>('/api/review-queue')).total).toBe(3)
  })

  it('refuses a disposition that does not fit, with a sentence', async () => {
    expect(await review(2, { finding: 'nonconforming' })).toMatchObject({
      status: 409,
      body: { code: 'disposition-missing' },
    })
    expect(await review(1, { finding: 'conforming' })).toMatchObject({
      status: 409,
      body: { code: 'part-not-in-hold-or-reject' },
    })
    expect(
      (await server.send<ApiError>('POST', '/api/parts/S-0002/cycles/cycle-2/reviews', {})).body.errors,
    ).toContainEqual({
      field: 'body/review',
      rule: expect.stringContaining('required'),
    })
  })

  it('says where a part is after a person has taken it out', async () => {
    const { body } = await review(5, { finding: 'nonconforming', disposition: 'rework' })
    await edge.live(tell('request-done', { requestId: body.requestId!, serial: 'S-0005' }, 200_000))
    await until(async () => (await server.get<Passport>('/api/parts/S-0005')).cycles[0]!.whereabouts === 'out')
  })

  it('asks the cell to hold', async () => {
    const { status } = await server.send('POST', `${CELL}/requests`, {
      target: { kind: 'set-state', state: 'held' },
      by: 'Ada',
    })
    expect(status).toBe(202)
    const twin = await server.get<CellTwin>(`${CELL}/twin`)
    expect(Object.values(twin.requests).some(({ made }) => made?.target.kind === 'set-state')).toBe(true)
  })

  it('keeps evidence under its hash and gives it back as it came', async () => {
    const bytes = Buffer.from('\x89PNG not really, but bytes', 'latin1')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const url = `${server.url}/api/evidence/${sha256}`
    const put = (body: Buffer<ArrayBuffer>) =>
      fetch(url, { method: 'PUT', body, headers: { 'content-type': 'image/png', 'x-evidence-kind': 'image-bright' } })
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(404)
    const wrong = await put(Buffer.from('other bytes'))
    expect(wrong.status).toBe(422)
    expect((await put(bytes)).status).toBe(201)
    expect((await put(bytes)).status).toBe(200)
    const answer = await fetch(url)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes)
    const part = await fetch(url, { headers: { range: 'bytes=1-3' } })
    expect(part.status).toBe(206)
    expect(await part.text()).toBe('PNG')
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
  })

  it('shows evidence of an unknown kind as a download only', async () => {
    const bytes = Buffer.from('<script>alert(1)</script>')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const url = `${server.url}/api/evidence/${sha256}`
    await fetch(url, { method: 'PUT', body: bytes, headers: { 'content-type': 'text/html' } })
    const answer = await fetch(url)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toBe('attachment')
  })

  it('publishes faults with a new revision, and keeps them', async () => {
    const items = [{ id: 'f1', kind: 'grease', severity: 1, fromCycle: 7 }]
    const first = await server.send<Faults>('PUT', `${CELL}/faults`, { items })
    expect(first).toMatchObject({ status: 200, body: { revision: 1, items } })
    const retained: Faults[] = []
    const client = await connectEdge(broker.url)
    client.client.on(
      'message',
      (topic, payload) => topic === topics.faults && retained.push(JSON.parse(payload.toString())),
    )
    await client.client.subscribeAsync(topics.faults)
    await until(() => retained.length > 0)
    await client.close()
    expect(retained[0]).toEqual(first.body)
    expect((await server.send('PUT', `${CELL}/faults`, { items: [{ ...items[0], kind: 'sabotage' }] })).status).toBe(
      400,
    )
  })

  it('makes the same projections again from the journal', async () => {
    const read = async () => {
      const tables = [
        'part_cycle',
        'inspection',
        'measurement',
        'evidence_ref',
        'material_lot',
        'review',
        'request',
        'cell_state',
        'definition',
      ]
      const rows: unknown[][] = []
      for (const table of tables) rows.push((await database.query(`select * from ${table} t order by t::text`)).rows)
      return rows
    }
    const before = await read()
    await rebuildProjections(database)
    expect(await read()).toEqual(before)
  })
})
