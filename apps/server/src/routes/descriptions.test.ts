import { type ApiError, type CellDescription, type Desired, descriptionOf } from '@celltwin/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../../../../test/support/until.ts'
import { testCell } from '../testing/cell.ts'
import { PATH, sha, streamOf, type TestEdge } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const wanted = (taktMs: number): CellDescription => {
  const description = descriptionOf(testCell)
  return { ...description, cycle: { ...description.cycle, taktMs } }
}

let stand: Stand
let server: TestServer
let edge: TestEdge
let desired: () => Desired | undefined

beforeAll(async () => {
  stand = await setUpStand()
  ;({ server, edge } = stand)
  desired = await edge.hearDesired()
  await edge.live(streamOf('handling')('cell-described', { hash: sha('definition'), definition: testCell }))
})
afterAll(() => stand?.stop())

const release = (description: CellDescription, base = sha('definition')) =>
  server.send<{ releaseId: string } & ApiError>('POST', `/api/cells/${PATH.cell}/description`, {
    ...{ description, base, reason: 'demand fell', by: 'Ida' },
  })

it('releases a description: the cell is asked to take it over', async () => {
  await until(async () => (await release(wanted(20_000))).status === 202)
  await until(() => desired()?.description?.description.cycle.taktMs === 20_000)
})

it('names field and rule of what breaks one, and refuses what was made of another definition', async () => {
  const description = wanted(20_000)
  const flawed = await release({ ...description, cycle: { ...description.cycle, budgetMs: 1 } })
  expect(flawed.status).toBe(422)
  expect(JSON.stringify(flawed.body)).toContain('"/cycle/budgetMs"')
  expect((await release(wanted(21_000), sha('another'))).status).toBe(409)
})
