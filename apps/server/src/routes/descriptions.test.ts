import { readFileSync } from 'node:fs'
import {
  type ApiError,
  type CellDefinition,
  type CellDescription,
  type Desired,
  descriptionOf,
} from '@celltwin/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { until } from '../../../../test/support/until.ts'
import { PATH, sha, streamOf, type TestEdge, topics } from '../testing/edge.ts'
import type { TestServer } from '../testing/server.ts'
import { type Stand, setUpStand } from '../testing/stand.ts'

const file = parse(readFileSync('cells/pulley-cell-1.yaml', 'utf8')) as CellDefinition
const definition = { ...file, path: PATH }
const wanted = (taktMs: number): CellDescription => {
  const description = descriptionOf(definition)
  return { ...description, cycle: { ...description.cycle, taktMs } }
}

let stand: Stand
let server: TestServer
let edge: TestEdge
let desired: Desired | undefined

beforeAll(async () => {
  stand = await setUpStand()
  ;({ server, edge } = stand)
  edge.client.on('message', (topic, payload) => {
    if (topic === topics.desired) desired = JSON.parse(payload.toString())
  })
  await edge.client.subscribeAsync(topics.desired)
  await edge.live(streamOf('handling')('cell-described', { hash: sha('definition'), definition }))
})
afterAll(() => stand?.stop())

const release = (description: CellDescription, base = sha('definition')) =>
  server.send<{ releaseId: string } & ApiError>('POST', `/api/cells/${PATH.cell}/description`, {
    ...{ description, base, reason: 'demand fell', by: 'Ida' },
  })

it('releases a description: the cell is asked to take it over', async () => {
  await until(async () => (await release(wanted(20_000))).status === 202)
  await until(() => desired?.description?.description.cycle.taktMs === 20_000)
})

it('names field and rule of what breaks one, and refuses what was made of another definition', async () => {
  const description = wanted(20_000)
  const flawed = await release({ ...description, cycle: { ...description.cycle, budgetMs: 1 } })
  expect(flawed.status).toBe(422)
  expect(JSON.stringify(flawed.body)).toContain('"/cycle/budgetMs"')
  expect((await release(wanted(21_000), sha('another'))).status).toBe(409)
})
