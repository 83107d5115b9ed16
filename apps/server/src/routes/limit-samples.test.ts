import type { ApiError, CellTwin, LimitSampleRequest } from '@celltwin/contracts'
import { limitSamplesAt } from '@celltwin/twin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { inserted, inspectedBy, PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const CELL = `/api/cells/${PATH.cell}`
const DAY_MS = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()
const request: LimitSampleRequest = {
  ...{ characteristic: 'crimp-count', cycleId: 'cycle-1', sha256: sha('evidence 1'), kind: 'unacceptable' },
  ...{ expiresAt: inDays(90), remark: 'the edge is round', by: 'Quinn' },
}

describe('limit samples', () => {
  let stand: Stand
  let server: TestServer
  let edge: TestEdge

  beforeAll(async () => {
    stand = await setUpStand()
    ;({ server, edge } = stand)
    const tell = streamOf('handling', 1, Date.now() - 5000)
    const measure = streamOf('dimensional', 1, Date.now() - 4000)
    await edge.live(tell('cell-described', { hash: sha('definition'), definition: testCell }))
    for (const n of [1, 2]) {
      await edge.live(tell('part-inserted', inserted(n)))
      await edge.live(measure('part-inspected', inspectedBy('dimensional', n)))
    }
    const body = new Blob(['evidence 1'], { type: 'application/vnd.celltwin.series' })
    await fetch(`${server.url}/api/evidence/${sha('evidence 1')}`, { method: 'PUT', body })
    // Until both parts are known in the tables, nobody can sign their evidence.
    await until(async () => (await sign({ cycleId: 'cycle-2', sha256: sha('evidence 2') })).status === 409)
  })
  afterAll(() => stand?.stop())

  const sign = <T = ApiError>(more: Partial<LimitSampleRequest>) =>
    server.send<T>('POST', `${CELL}/limit-samples`, { ...request, ...more })
  const samples = async (nowMs = Date.now()) => limitSamplesAt(await server.get<CellTwin>(`${CELL}/twin`), nowMs)

  it('are refused for what is unknown, not here, or good for too long', async () => {
    expect(await sign({ characteristic: 'colour' })).toMatchObject({
      ...{ status: 422, body: { code: 'characteristic-unknown' } },
    })
    for (const days of [-1, 800])
      expect(await sign({ expiresAt: inDays(days) })).toMatchObject({ body: { code: 'expiry-out-of-range' } })
    expect((await sign({ sha256: sha('evidence 9') })).status).toBe(404)
    const { sha256, cycleId } = { sha256: sha('evidence 2'), cycleId: 'cycle-2' }
    expect(await sign({ sha256, cycleId })).toMatchObject({ status: 409, body: { code: 'evidence-not-here' } })
    expect(await samples()).toEqual([])
  })

  it('are good from the signature on until they expire', async () => {
    const { status, body } = await sign<{ sampleId: string }>({})
    expect(status).toBe(201)
    const { by: _, sha256: __, ...said } = request
    expect(await samples()).toMatchObject([
      { ...said, ...body, by: 'Quinn', evidence: { sha256: request.sha256 }, expired: false },
    ])
    expect(await samples(Date.now() + 91 * DAY_MS)).toMatchObject([{ expired: true }])
  })

  it('are taken back once, by somebody with a name', async () => {
    const sampleId = (await samples())[0]?.sampleId
    const withdraw = () =>
      server.send<ApiError>('POST', `${CELL}/limit-samples/${sampleId}/withdrawal`, { by: 'Quinn' })
    expect((await withdraw()).status).toBe(200)
    expect(await samples()).toEqual([])
    expect((await withdraw()).status).toBe(404)
  })
})
