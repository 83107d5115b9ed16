import type {
  ApiError,
  CellDefinition,
  CellTwin,
  LabelledDecision,
  NextSecondReview,
  PulledParts,
  SecondReviewRequest,
  SecondReviewSummary,
} from '@celltwin/contracts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestPostgres } from '../../../../test/support/postgres.ts'
import { until } from '../../../../test/support/until.ts'
import { rebuildProjections } from '../projections/rebuild.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, inserted, inspectedBy, judged, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import { type Browser, setUpAdmin, signUp } from '../testing/people.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'
import { drawnInSql, drawOf, isDrawn, pullInstants } from './draw.ts'

const CELL = `/api/cells/${PATH.cell}`
const PARTS = 24
/** Every fourth part is rejected; two of the passes come near a limit. */
const verdictOf = (n: number) => (n % 4 === 0 ? 'reject' : 'pass')
const START_MS = Date.now() - 600_000

const runout = {
  id: 'runout',
  title: 'Run-out',
  module: 'dimensional',
  group: 'face',
  kind: 'measure',
  unit: 'mm',
} as const
const definition: CellDefinition = {
  ...testCell,
  recipe: { ...testCell.recipe, characteristics: [{ ...runout, upper: 0.1, decimals: 2 }] },
  shifts: { timeZone: 'UTC', pattern: [{ id: 'day', title: 'Day', start: '00:00', end: '00:00' }] },
  secondReview: { passRate: 1, rejectRate: 1, pulledPerShift: 2 },
}

describe('the draw', () => {
  it('is the same for the same cycle, even over many, and grows with the rate', () => {
    const ids = Array.from({ length: 4_000 }, (_, n) => `cycle-${n}`)
    const at = (rate: number) => ids.filter((id) => isDrawn('cell-1', id, rate))
    expect(at(0.1)).toEqual(at(0.1))
    expect(at(0.1).length / ids.length).toBeCloseTo(0.1, 1)
    expect(at(0.2)).toEqual(expect.arrayContaining(at(0.1)))
    expect([at(0).length, at(1).length]).toEqual([0, ids.length])
    expect(ids.filter((id) => isDrawn('cell-2', id, 0.1))).not.toEqual(at(0.1))
  })

  it('pulls one part out of each stretch of the shift', () => {
    const shift = { id: '2026-11-22-early', title: 'Early', fromMs: 0, toMs: 8 * 3_600_000 }
    const [first, second] = pullInstants('cell-1', shift, 2) as [number, number]
    expect(first).toBeLessThan(4 * 3_600_000)
    expect(second).toBeGreaterThanOrEqual(4 * 3_600_000)
    expect(pullInstants('cell-1', shift, 0)).toEqual([])
  })
})

describe('looking at parts again', () => {
  let stand: Stand
  let postgres: TestPostgres
  let server: TestServer
  let edge: TestEdge
  let database: pg.Client

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge, postgres } = stand)
    database = new pg.Client(postgres.url)
    await database.connect()
    const tell = streamOf('handling', 1, START_MS)
    const measure = streamOf('dimensional', 1, START_MS)
    const judge = streamOf('verifier', 1, START_MS)
    await edge.live(tell('cell-described', { hash: sha('definition'), definition }))
    for (let n = 1; n <= PARTS; n++) {
      const taken = inspectedBy('dimensional', n)
      await edge.live(tell('part-inserted', inserted(n), n * 10_000))
      await edge.live(measure('part-inspected', taken, n * 10_000 + 500))
      await edge.live(judge('part-judged', judged(n, verdictOf(n)), n * 10_000 + 900))
      const at = verdictOf(n) === 'pass' ? 'accept' : 'reject'
      await edge.live(tell('part-arrived', { ...cycle(n), at }, n * 10_000 + 950))
      const body = new Blob([`evidence ${n}`], { type: 'application/vnd.celltwin.series' })
      await fetch(`${server.url}/api/evidence/${sha(`evidence ${n}`)}`, { method: 'PUT', body })
    }
    await until(async () => (await summary()).passed === 18 && (await next('Ada')).waiting === PARTS)
  })
  afterAll(async () => {
    await database?.end()
    await stand?.stop()
  })

  const summary = () => server.get<SecondReviewSummary>(`${CELL}/second-reviews/summary`)
  const next = (by: string) => server.get<NextSecondReview>(`${CELL}/second-reviews/next?by=${by}`)
  const untilTwin = async (holds: (twin: CellTwin) => boolean) => {
    const twin = () => server.get<CellTwin>(`${CELL}/twin`)
    await until(async () => holds(await twin()), 20_000)
    return twin()
  }
  const say = <T = { id: string }>(cycleId: string, said: SecondReviewRequest) =>
    server.send<T>('POST', `${CELL}/second-reviews/${cycleId}`, { by: 'Ada', ...said })
  const labels = async (more = '') => {
    const text = await (await fetch(`${server.url}/api/labels.ndjson?${more}`)).text()
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LabelledDecision)
  }

  it('draws in the database as it does outside', async () => {
    const { rows } = await database.query<{ id: string; draw: number }>(
      `select cycle_id as id, ${drawnInSql('$1::text')}::float8 as draw from part_cycle c`,
      [PATH.cell],
    )
    expect(rows).toHaveLength(PARTS)
    for (const { id, draw } of rows) expect(draw).toBeCloseTo(drawOf(`${PATH.cell}/${id}`), 12)
  })

  it('calls the escape rate unmeasured before anybody has looked', async () => {
    const { escapes, agreement, plan } = await summary()
    expect(escapes).toEqual({ either: null, secondReview: null, remeasurement: null })
    expect(agreement).toEqual({ kappa: null, overturned: null, passes: { count: 0, of: 0 } })
    expect(plan).toEqual(definition.secondReview)
  })

  it('shows evidence, and nothing of part, verdict or results', async () => {
    const { part } = await next('Ada')
    expect(Object.keys(part!).sort()).toEqual(['cycleId', 'evidence', 'partType'])
    expect(part?.evidence).toMatchObject([{ kind: 'face-profile', module: 'dimensional' }])
    expect(JSON.stringify(part)).not.toMatch(/S-00|verdict|pass|reject|0\.03|conform/)
  })

  it('takes findings, offers each part once, and estimates from them', async () => {
    for (let left = PARTS; left > 0; left--) {
      const { part, waiting } = await next('Ada')
      expect(waiting).toBe(left)
      const n = Number(part!.cycleId.split('-')[1])
      const bad = verdictOf(n) === 'reject' ? n !== 8 : n === 3
      const said = n === 5 ? 'unclear' : bad ? 'nonconforming' : 'conforming'
      const { status } = await say(part!.cycleId, { finding: said, ...(bad ? { defect: 'runout' } : {}) })
      expect(status).toBe(201)
    }
    expect(await next('Ada')).toEqual({ part: null, waiting: 0 })
    const { escapes, agreement, unclear, found, weeks, characteristics } = await summary()
    expect(escapes.secondReview).toMatchObject({ passed: 18, unmeasured: 0, looked: 17, found: 1 })
    expect(escapes.secondReview?.share).toBeCloseTo(1 / 17, 9)
    expect(unclear).toBe(1)
    expect(agreement.overturned).toMatchObject({ count: 1, of: 6 })
    expect(agreement.kappa!.value).toBeGreaterThan(0.6)
    expect(found).toMatchObject([{ serial: 'S-0003', how: 'second-review', defect: 'runout' }])
    expect(weeks).toHaveLength(13)
    expect(weeks.at(-1)).toMatchObject({ overturned: { count: 1, of: 6 }, drift: null })
    expect(characteristics).toMatchObject([
      { characteristic: 'runout', title: 'Run-out', overturned: { count: 1, of: 6 } },
    ])
  })

  it('lets the last word on a part count', async () => {
    await say('cycle-3', { finding: 'conforming' })
    expect((await summary()).found).toEqual([])
    await say('cycle-3', { finding: 'nonconforming', defect: 'runout' })
    expect((await summary()).escapes.secondReview).toMatchObject({ found: 1 })
  })

  it('refuses what would spoil the estimate, and says why', async () => {
    expect(await say<ApiError>('cycle-999', { finding: 'conforming' })).toMatchObject({
      ...{ status: 409, body: { code: 'not-drawn' } },
    })
    const flawed = await say<ApiError>('cycle-1', { finding: 'nonconforming' })
    expect(flawed).toMatchObject({ status: 400, body: { errors: [{ field: 'body/defect' }] } })
    const review = { finding: 'nonconforming', disposition: 'scrap', reasonCode: 'confirmed' }
    const decided = await server.send('POST', '/api/parts/S-0004/cycles/cycle-4/reviews', { review, by: 'Bo' })
    expect(decided.status).toBe(202)
    const same = await server.send<ApiError>('POST', `${CELL}/second-reviews/cycle-4`, {
      ...{ finding: 'conforming', by: 'Bo' },
    })
    expect(same).toMatchObject({ status: 409, body: { code: 'not-blind' } })
  })

  it('has drawn parts pulled and measured again, and says how far that is from the in-line values', async () => {
    const list = () => server.get<PulledParts>(`${CELL}/pulled-parts`)
    const pull = (serial: string) =>
      server.send<{ because: string }>('POST', `${CELL}/pulled-parts`, { serial, by: 'Cy' })
    const { toPull } = await list()
    for (const { serial } of toPull) expect((await pull(serial)).body.because).toBe('plan')
    const own = ['S-0001', 'S-0002', 'S-0005'].find((serial) => !toPull.some((part) => part.serial === serial))!
    expect((await pull(own)).body.because).toBe('person')
    expect(await pull(own)).toMatchObject({ status: 409 })
    expect(await pull('S-0004')).toMatchObject({ status: 404 })

    const { toPull: left, toMeasure } = await list()
    expect(left).toEqual([])
    expect(toMeasure).toHaveLength(toPull.length + 1)
    const csv = async (text: string) => {
      const headers = { 'content-type': 'text/csv' }
      const path = `${server.url}${CELL}/pulled-parts/measurements?gauge=CMM-1&by=Cy`
      const answer = await fetch(path, { method: 'POST', headers, body: text })
      return { status: answer.status, body: (await answer.json()) as ApiError & { values: number } }
    }
    const flawed = await csv(`serial;characteristic;value\n${own};runout;0,02x\nS-0004;runout;0,1\n`)
    expect(flawed.body.errors).toEqual([{ field: 'row 2, value', rule: 'must be a number, is "0,02x"' }])
    const unknown = await csv(`serial;characteristic;value\n${own};depth;0,02\nS-0004;runout;0,1\n`)
    expect(unknown.body.errors?.map(({ field }) => field)).toEqual(['row 2, characteristic', 'row 3, serial'])
    const values = toMeasure.map(({ serial }) => `${serial};runout;${serial === own ? '0,2' : '0,02'};0,001\n`)
    const taken = await csv(`serial;characteristic;value;uncertainty\n${values.join('')}`)
    expect(taken).toMatchObject({ status: 201, body: { values: toMeasure.length } })
    expect((await list()).toMeasure).toEqual([])

    const { deviations, escapes, found } = await summary()
    const offline = (toPull.length * 0.02 + 0.2) / toMeasure.length
    expect(deviations).toMatchObject([
      { characteristic: 'runout', gauge: 'CMM-1', n: toMeasure.length, unit: 'mm', sameConformance: toPull.length },
    ])
    expect(deviations[0]!.bias.value).toBeCloseTo(0.03 - offline, 9)
    // The one that nobody drew is an escape like any other, and counts in no estimate.
    expect(found.filter(({ how }) => how === 'remeasurement')).toMatchObject([{ serial: own, defect: 'runout' }])
    if (toPull.length > 0) expect(escapes.remeasurement).toMatchObject({ looked: toPull.length, found: 0 })
  })

  it('hands out decisions as labels with their bytes, their part and where they come from', async () => {
    const all = await labels(`cell=${PATH.cell}`)
    const of = (from: LabelledDecision['from']) => all.filter((one) => one.from === from)
    expect(of('review')).toMatchObject([{ splitKey: 'S-0004', blind: false, label: { finding: 'nonconforming' } }])
    // Unclear is no label.
    expect(of('second-review')).toHaveLength(PARTS - 1)
    expect(of('second-review').find(({ splitKey }) => splitKey === 'S-0003')).toMatchObject({
      ...{ blind: true, verdict: 'pass', label: { finding: 'nonconforming', defect: 'runout' } },
      evidence: [{ kind: 'face-profile', sha256: sha('evidence 3'), stored: true }],
      recipe: { id: 'R', version: 1 },
    })
    expect(of('remeasurement').every(({ label }) => label.values?.[0]?.characteristic === 'runout')).toBe(true)
    expect(new Set(all.map(({ by }) => by))).not.toContain('Ada')
    expect(new Set(of('second-review').map(({ by }) => by)).size).toBe(1)
    expect((await labels('names=true')).some(({ by }) => by === 'Ada')).toBe(true)
    expect(await labels('from=2100-01-01T00:00:00.000Z')).toEqual([])
  })

  it('calls for a person where a passed part does not conform, for each such part', async () => {
    const { found } = await summary()
    const { alarms = {} } = await untilTwin(({ alarms }) =>
      found.every(({ serial }) => alarms?.[`escape-found/${serial}`]?.active),
    )
    expect(Object.keys(alarms).filter((id) => id.startsWith('escape-found/'))).toHaveLength(found.length)
    expect(alarms['escape-found/S-0003']).toMatchObject({ raised: { priority: 'high', detail: 'Run-out' } })
  })

  it('makes the same of the journal again', async () => {
    const before = await summary()
    await rebuildProjections(database)
    await until(async () => (await summary()).passed === before.passed)
    const { to: _, weeks, ...after } = await summary()
    const { to: __, weeks: were, ...then } = before
    expect(after).toEqual(then)
    expect(weeks.slice(0, -1)).toEqual(were.slice(0, -1))
  })

  it('names people to an admin alone', async () => {
    const code = /([A-Z0-9]{4}-){3}[A-Z0-9]{4}/.exec(server.log())![0]
    const admin = await setUpAdmin(server.url, code)
    const [quality, viewer] = [
      await signUp(admin, server.url, { account: 'quinn', roles: ['quality'] }),
      await signUp(admin, server.url, { account: 'vera', roles: ['viewer'] }),
    ]
    const status = async ({ cookies }: Browser, more = '') => {
      const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
      return (await fetch(`${server.url}/api/labels.ndjson${more}`, { headers: { cookie } })).status
    }
    expect(await status(admin, '?names=true')).toBe(200)
    expect([await status(quality), await status(quality, '?names=true'), await status(viewer)]).toEqual([200, 403, 403])
  })
})
