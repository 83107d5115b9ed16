import type { ApiError, CellTwin, Result, StudiedCharacteristic, StudyRun, StudyRunOutcome } from '@celltwin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { cycle, inserted, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const STUDIES = `/api/cells/${PATH.cell}/studies`
const START_MS = Date.now() - 3_600_000
const TRIALS = 12
const master = testCell.masters![0]!
/** One reading of it has no value. */
const BLIND = 'face-flatness'
/** The module tells of it five times and is silent then. */
const SILENT = 'groove-depth'
const run: StudyRun = { kind: 'type1', parts: [master.id], trials: TRIALS }

describe('a run of the cell for a study', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge
  const tell = streamOf('handling', 1, START_MS)

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    await edge.live(tell('cell-described', { hash: sha('definition'), definition: testCell }))
    await until(async () => (await twin())?.definition !== undefined)
  })
  afterAll(() => stand?.stop())

  const twin = () => server.get<CellTwin | undefined>(`/api/cells/${PATH.cell}/twin`)

  it('is asked of the cell as a request, and refused where it can be no study', async () => {
    const asked = await server.send<{ requestId: string }>('POST', `${STUDIES}/run`, { ...run, by: 'Ada' })
    expect(asked.status).toBe(202)
    expect((await twin())?.requests[asked.body.requestId]?.made).toMatchObject({
      by: 'Ada',
      target: { kind: 'run-study', study: run },
    })
    const once = await server.send<ApiError>('POST', `${STUDIES}/run`, { ...run, trials: 1 })
    expect(once.status).toBe(400)
    expect(await server.get(`${STUDIES}/run`)).toEqual({ runId: null, awaited: false, shortfalls: [] })
  })

  it('gives studies of what was measured, and says of what readings are missing and why', async () => {
    const runId = 'run-1'
    const modules = Object.keys(testCell.modules).map((module) => ({ module, says: streamOf(module, 1, START_MS) }))
    await edge.live(tell('study-started', { runId, study: run }, 500))
    for (let n = 1; n <= TRIALS; n++) {
      const of = { ...cycle(n), serial: master.id, challenge: master.id }
      await edge.live(tell('part-inserted', { ...inserted(n), ...of }, n * 1_000))
      for (const { module, says } of modules) {
        const results = module === 'dimensional' ? dimensional(n) : []
        await edge.live(says('part-inspected', { ...of, module, results, evidence: [], steps: [] }, n * 1_000 + 500))
      }
    }
    await edge.live(tell('study-ended', { runId, as: 'complete' }, (TRIALS + 1) * 1_000))

    const made = async () =>
      (await server.get<StudiedCharacteristic[]>(STUDIES)).flatMap(({ characteristic, studies }) =>
        studies.map(({ readings }) => [characteristic, readings]),
      )
    await until(async () => (await made()).length > 0)
    expect(await made()).toEqual([[BLIND, TRIALS - 1]])

    const outcome = await server.get<StudyRunOutcome>(`${STUDIES}/run`)
    expect(outcome).toMatchObject({ runId, awaited: false })
    const of = (id: string) => outcome.shortfalls.find(({ characteristic }) => characteristic === id)
    expect(of(BLIND)).toMatchObject({
      ...{ readings: TRIALS - 1, of: TRIALS, noStudy: null },
      lost: [{ count: 1, reason: 'too few valid points' }],
    })
    expect(of(SILENT)).toMatchObject({
      ...{ readings: 5, lost: [{ count: TRIALS - 5, reason: null }] },
      noStudy: 'values: a type 1 study needs at least 10 (50 are usual), there are 5.',
    })
  })
})

const dimensional = (trial: number): Result[] => [
  trial === TRIALS
    ? { ...result(BLIND, null), conformance: 'not-inspected', reason: 'too few valid points' }
    : result(BLIND, 0.02 + 0.0001 * ((trial * 7) % 5)),
  ...(trial <= 5 ? [result(SILENT, 3 + 0.001 * trial)] : []),
]

const result = (characteristic: string, value: number | null): Result => ({
  ...{ characteristic, value, unit: 'mm', uncertainty: 0.002, conformance: 'pass', limits: {} },
  ...{ explanation: 'measured', algorithm: { name: 'test', version: '1' }, evidence: [] },
})
