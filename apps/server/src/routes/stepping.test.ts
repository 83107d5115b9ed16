import type { BreakpointDryRun, CellTwin, Control, Desired, Passport } from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, inserted, inspectedBy, judged, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const START_MS = Date.now() - 3_600_000
const MINE = { panel: 'the panel at the cell', by: 'Ada' }
const THEIRS = { panel: 'somebody else’s panel', by: 'Bob' }

describe('live stepping and breakpoints', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge
  let desired: () => Desired | undefined
  const tell = streamOf('handling', 1, START_MS)
  const verify = streamOf('verifier', 1, START_MS)
  const look = streamOf('visual', 1, START_MS)

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    desired = await edge.hearDesired()
    await edge.live(tell('cell-described', { hash: sha('definition'), definition: testCell }))
    for (const n of [1, 2, 3, 4]) {
      const bad = n === 2
      await edge.live(tell('part-inserted', inserted(n)))
      const crimps = { value: bad ? 5 : 6, conformance: bad ? ('fail' as const) : ('pass' as const) }
      const looked = inspectedBy('visual', n)
      const results = looked.results.map((result) => ({ ...result, ...crimps, characteristic: 'crimp-count' }))
      await edge.live(look('part-inspected', { ...looked, results }))
      await edge.live(verify('part-judged', judged(n, bad ? 'hold' : 'pass')))
      await edge.live(tell('part-arrived', { ...cycle(n), at: bad ? 'hold' : 'accept', ...(bad ? { place: 0 } : {}) }))
    }
    await until(async () => (await twin()).counters.judged.pass === 3)
    await until(async () => (await server.get<Passport>('/api/parts/S-0002')).cycles[0]?.whereabouts === 'hold')
  })
  afterAll(() => stand?.stop())

  const twin = () => server.get<CellTwin>(`${CELL}/twin`)
  const step = (who: object, more: object = {}) =>
    server.send('POST', `${CELL}/steps`, {
      ...who,
      serial: 'S-0002',
      cycleId: 'cycle-2',
      step: { kind: 'turn-to', angleDeg: 90 },
      ...more,
    })

  it('gives control to one panel at a time, and tells the cell whose it is', async () => {
    expect(await step(MINE)).toMatchObject({ status: 409, body: { code: 'not-in-control' } })
    const taken = await server.send('POST', `${CELL}/control`, MINE)
    expect(taken).toMatchObject({ status: 200, body: { by: 'Ada' } })
    const { controlId } = taken.body as Control
    expect(JSON.stringify(await twin())).not.toContain(MINE.panel)
    expect(await server.send('POST', `${CELL}/control`, THEIRS)).toMatchObject({
      status: 409,
      body: { code: 'control-taken', message: expect.stringContaining('Ada') },
    })
    expect(await step(THEIRS)).toMatchObject({ status: 409, body: { code: 'not-in-control' } })
    await until(() => desired()?.control?.controlId === controlId)
    const renewed = await server.send('POST', `${CELL}/control`, MINE)
    expect(renewed.body).toMatchObject({ controlId })
  })

  it('asks the cell for a step of a part in hold, and of no other', async () => {
    expect(await step(MINE, { serial: 'S-0001', cycleId: 'cycle-1' })).toMatchObject({
      body: { code: 'part-not-in-hold' },
    })
    expect(await step(MINE)).toMatchObject({ status: 202 })
    await until(() => desired()?.items.some(({ target }) => target.kind === 'turn-to') ?? false)
    expect(await server.send('POST', `${CELL}/control/release`, THEIRS)).toMatchObject({ body: { released: false } })
    expect(await server.send('POST', `${CELL}/control/release`, MINE)).toMatchObject({ body: { released: true } })
    await until(() => desired()?.control === undefined && desired() !== undefined)
  })

  it('shows what a step took beside what the verdict rests on, never in it', async () => {
    const ask = { serial: 'S-0002', cycleId: 'cycle-2', controlId: 'k' }
    const of = { ...cycle(2), requestId: 'r9' }
    const target = { kind: 'retake-image' as const, ...ask }
    await edge.live(tell('step-started', { ...of, step: target, take: 1, angleDeg: 90, rpm: 0, module: 'visual' }))
    const evidence = [{ kind: 'image-bright', sha256: sha('again'), mediaType: 'image/png', bytes: 9 }]
    await edge.live(look('evidence-captured', { ...of, module: 'visual', evidence, tookMs: 1, because: 'request' }))
    const { results } = inspectedBy('visual', 2)
    await edge.live(look('step-inspected', { ...of, module: 'visual', evidence, results }))
    const passport = async () => (await server.get<Passport>('/api/parts/S-0002')).cycles[0]!
    await until(async () => ((await passport()).retaken[0]?.results.length ?? 0) > 0)
    const { retaken, evidence: own, results: judgedOn } = await passport()
    expect(retaken).toMatchObject([{ requestId: 'r9', kind: 'retake-image', angleDeg: 90, evidence }])
    expect(own.map(({ sha256 }) => sha256)).toEqual([sha('evidence 2')])
    expect(judgedOn.map(({ characteristic }) => characteristic)).toEqual(['crimp-count'])
  })

  it('says where a condition cannot be read, and how often one would have stopped the cell', async () => {
    const run = (condition: string) => server.send('POST', `${CELL}/breakpoints/dry-run`, { condition, hours: 24 })
    expect(await run('crimp-count < six')).toMatchObject({
      status: 422,
      body: { message: 'At character 15: “six” is not expected here.', remedy: 'There could stand: a number.' },
    })
    const few = (await run('crimp-count < 6 and verdict is hold')).body as BreakpointDryRun
    expect(few).toMatchObject({ parts: 4, stops: 1, hits: [{ serial: 'S-0002', verdict: 'hold' }] })
    expect((await run('every 2nd good part')).body).toMatchObject({ parts: 4, stops: 1, hits: [{ serial: 'S-0003' }] })
  })

  it('a breakpoint is in force when the cell says so', async () => {
    const asked = await server.send('POST', `${CELL}/breakpoints`, { condition: 'crimp-count < 6', by: 'Ada' })
    const { requestId: breakpointId } = asked.body as { requestId: string }
    const inForce = () => server.get<{ breakpointId: string }[]>(`${CELL}/breakpoints`)
    expect(await inForce()).toEqual([])
    await edge.live(tell('breakpoint-set', { breakpointId, condition: 'crimp-count < 6', by: 'Ada' }))
    await until(async () => (await inForce()).length === 1)
    expect(await server.send('DELETE', `${CELL}/breakpoints/${breakpointId}?by=Ada`)).toMatchObject({ status: 202 })
    await until(() => desired()?.items.some(({ target }) => target.kind === 'remove-breakpoint') ?? false)
  })
})
