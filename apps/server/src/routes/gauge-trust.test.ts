import type {
  CellStatistics,
  CellSummary,
  CellTwin,
  PartPage,
  Passport,
  ReviewQueue,
  TimeMark,
} from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, inserted, inspectedBy, judged, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const START_MS = Date.now() - 3_600_000

describe('trust in gauges', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge
  const tell = streamOf('handling', 1, START_MS)
  const verify = streamOf('verifier', 1, START_MS)
  const bad = { ...cycle(4), serial: 'P1-CRIMPS', challenge: 'P1-CRIMPS' }

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    await edge.live(tell('cell-described', { hash: sha('definition'), definition: testCell }))
    for (const n of [1, 2, 3]) {
      await edge.live(tell('part-inserted', inserted(n)))
      await edge.live(verify('part-judged', judged(n, 'pass')))
      await edge.live(tell('part-arrived', { ...cycle(n), at: 'accept' }))
    }
    await edge.live(tell('part-inserted', { ...inserted(4), ...bad }))
    const findings = [{ characteristic: 'crimp-count', expected: 'fail' as const, found: 'pass' }]
    await edge.live(
      verify('part-judged', { ...judged(4, 'pass'), ...bad, challenged: { outcome: 'failed', findings } }),
    )
    await edge.live(tell('challenge-part-returned', { ...bad, runId: 'r', outcome: 'failed', findings: [], uses: 1 }))
    const why = { findings: [], reason: 'P1-CRIMPS passed crimp-count' }
    await edge.live(tell('challenge-failed', { runId: 'r', challenge: 'P1-CRIMPS', from: 2, to: 3, ...why }))
    await until(async () => (await parts()).some(({ suspect }) => suspect))
  })
  afterAll(() => stand?.stop())

  const parts = async () => (await server.get<PartPage>(`/api/parts?cell=${PATH.cell}`)).items
  const twin = () => server.get<CellTwin>(`${CELL}/twin`)
  const suspects = async () => (await parts()).filter(({ suspect }) => suspect).map(({ cycleNumber }) => cycleNumber)

  it('marks challenge parts, and counts them nowhere', async () => {
    expect((await parts()).map(({ challenge }) => challenge)).toEqual(['P1-CRIMPS', null, null, null])
    const window = `from=${new Date(START_MS - 1).toISOString()}&to=${new Date().toISOString()}`
    const statistics = await server.get<CellStatistics>(`${CELL}/statistics?${window}`)
    expect(statistics).toMatchObject({ inspected: 3, pass: 3, reject: 0, firstPassYield: 1 })
    expect((await server.get<ReviewQueue>('/api/review-queue')).total).toBe(0)
    const [summary] = await server.get<CellSummary[]>('/api/cells')
    expect(summary).toMatchObject({ waitingForPerson: 0 })
    const heard = summary!.sources.map(({ source, heardAt, missing }) => [source, heardAt !== null, missing])
    expect(heard).toContainEqual(['verifier', true, 0])
    expect(heard).toContainEqual(['visual', false, 0])
  })

  it('tells what a challenge part showed, and marks on the time bar only one that showed other than it must', async () => {
    const dent = { ...cycle(5), serial: 'P1-DENT', challenge: 'P1-DENT' }
    const challenged = { outcome: 'as-expected' as const, findings: [] }
    await edge.live(tell('part-inserted', { ...inserted(5), ...dent }))
    await edge.live(verify('part-judged', { ...judged(5, 'reject'), ...dent, challenged }))
    await until(async () => (await parts()).some(({ serial, verdict }) => serial === 'P1-DENT' && verdict))
    const shown = (await parts()).slice(0, 2).map(({ serial, challenged }) => [serial, challenged])
    expect(shown).toEqual([
      ['P1-DENT', 'as-expected'],
      ['P1-CRIMPS', 'failed'],
    ])
    expect((await server.get<Passport>('/api/parts/P1-DENT')).cycles[0]).toMatchObject({ challenged: 'as-expected' })
    const window = `from=${new Date(START_MS - 1).toISOString()}&to=${new Date().toISOString()}`
    const marks = await server.get<TimeMark[]>(`${CELL}/marks?${window}`)
    expect(marks.filter(({ serial }) => serial).map(({ kind, serial }) => [kind, serial])).toEqual([
      ['challenge', 'P1-CRIMPS'],
    ])
    const ofVerdict = async (verdict: string) =>
      (await server.get<PartPage>(`/api/parts?cell=${PATH.cell}&verdict=${verdict}`)).items.map(
        ({ cycleNumber }) => cycleNumber,
      )
    expect([await ofVerdict('reject'), await ofVerdict('pass')]).toEqual([[], [3, 2, 1]])
  })

  it('keeps parts suspect until a person releases them, each by its cycle', async () => {
    expect(await suspects()).toEqual([3, 2])
    const { from, to } = (await twin()).trust!.suspicions[0]!
    const traced = await server.get<PartPage>(`/api/parts?cell=${PATH.cell}&fromCycle=${from}&toCycle=${to}`)
    expect(traced.items.map(({ cycleNumber, suspect }) => [cycleNumber, suspect !== null])).toEqual([
      [3, true],
      [2, true],
    ])
    const { id } = (await twin()).trust!.suspicions[0]!
    const release = (body: object) => server.send('POST', `${CELL}/suspicions/${id}/release`, body)
    expect(await release({ from: 1, to: 2, reason: 'x' })).toMatchObject({ status: 400 })
    expect(await release({ from: 9, to: 12, reason: 'measured by hand' })).toMatchObject({
      body: { code: 'not-suspect' },
    })
    expect(await release({ from: 1, to: 2, reason: 'measured by hand' })).toMatchObject({ body: { from: 2, to: 2 } })
    expect(await suspects()).toEqual([3])
  })

  it('says in a passport how old the calibrations were that its part was measured with, and made how warm', async () => {
    const told = streamOf('dimensional', 1, START_MS)
    const calibration = { id: 'LJ-01/8', gauge: 'LJ-01', validForHours: 1000, temperatureC: 20.6 }
    const madeAt = new Date(START_MS - 50 * 3_600_000).toISOString()
    await edge.live(told('calibration-recorded', { calibration: { ...calibration, madeAt } }))
    const { results, ...inspected } = inspectedBy('dimensional', 1)
    const with8 = results.map((result) => ({ ...result, gauge: 'LJ-01', calibration: 'LJ-01/8' }))
    const unheard = { ...with8[0]!, calibration: 'LJ-01/7' }
    const digested = { ...with8[0]!, calibrationDigest: hashOf({ ...calibration, madeAt }) }
    const another = { ...with8[0]!, calibrationDigest: sha('another record under this id') }
    const all = [...with8, unheard, digested, another]
    await edge.live(told('part-inspected', { ...inspected, results: all }))
    // A later one of the same name says nothing of parts from before it.
    await edge.live(told('calibration-recorded', { calibration: { ...calibration, madeAt: new Date().toISOString() } }))
    const passport = async () => (await server.get<Passport>(`/api/parts/${cycle(1).serial}`)).cycles[0]!
    await until(async () => (await passport()).calibrations.length > 0)
    const { calibrations, insertedAt } = await passport()
    const facts = {
      ...{ gauge: 'LJ-01', id: 'LJ-01/8', madeAt, temperatureC: 20.6 },
      ageHours: (Date.parse(insertedAt) - Date.parse(madeAt)) / 3_600_000,
      expiresAt: new Date(Date.parse(madeAt) + 1000 * 3_600_000).toISOString(),
    }
    expect(calibrations).toEqual([
      facts,
      { gauge: 'LJ-01', id: 'LJ-01/7' },
      { ...facts, digest: digested.calibrationDigest },
      { gauge: 'LJ-01', id: 'LJ-01/8', digest: another.calibrationDigest },
    ])
  })

  it('asks the cell to run its challenge, and hands a calibration to the module of its gauge', async () => {
    await server.send('POST', `${CELL}/challenge`, { by: 'Ada' })
    const calibration = { id: 'LJ-01/9', gauge: 'LJ-01', madeAt: new Date().toISOString(), validForHours: 24 }
    await server.send('POST', `${CELL}/calibrations`, { calibration, by: 'Ada' })
    const targets = Object.values((await twin()).requests).map(({ made }) => made?.target)
    expect(targets).toMatchObject([{ kind: 'run-challenge' }, { kind: 'record-calibration', module: 'dimensional' }])
    const old = { ...calibration, madeAt: '2020-01-01T00:00:00.000Z' }
    const refused = await server.send('POST', `${CELL}/calibrations`, { calibration: old, by: 'Ada' })
    expect(refused).toMatchObject({ body: { code: 'calibration-expired' } })
    const unknown = { ...calibration, gauge: 'XX-01' }
    expect(await server.send('POST', `${CELL}/calibrations`, { calibration: unknown })).toMatchObject({
      body: { code: 'gauge-unknown' },
    })
  })

  it('gives a calibration id once, whoever had it: waiting, recorded, or of the cell file', async () => {
    const hand = (id: string, validForHours: number, madeAt = new Date().toISOString()) => {
      const calibration = { id, gauge: 'LJ-01', madeAt, validForHours }
      return server.send<{ code?: string }>('POST', `${CELL}/calibrations`, { calibration, by: 'Ada' })
    }
    const madeAt = new Date().toISOString()
    expect((await hand('LJ-01/10', 24, madeAt)).status).toBe(202)
    expect((await hand('LJ-01/10', 24, madeAt)).status, 'the same record again').toBe(202)
    for (const id of ['LJ-01/10', 'LJ-01/8', 'LJ-01/2026-10'])
      expect(await hand(id, 25, madeAt)).toMatchObject({
        status: 409,
        body: { code: 'calibration-id-taken', errors: [{ field: 'body/calibration/id' }] },
      })
  })
})
