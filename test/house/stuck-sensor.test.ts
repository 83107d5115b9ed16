/**
 * A sensor that shows the last sound part for ever. Where it gives the very bytes, the first part is held; where it is alive
 * and looks at a part left beside, only a challenge part finds it, and every part since is suspect.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CellDefinition, CellTwin, Fault, Genealogy, PartPage } from '@celltwin/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { temporaryFolder } from '../../apps/celltwin/src/bench/harness.ts'
import { type House, PULLEY_CELL, ROOT, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const CELL = `/api/cells/${PULLEY_CELL}`
const PATIENCE_MS = 60_000
const by = 'test'

const folder = temporaryFolder('celltwin-challenge-')
let house: House

beforeAll(async () => {
  const cell = parse(readFileSync(join(ROOT, 'cells/pulley-cell-1.yaml'), 'utf8')) as CellDefinition
  // Two of the eleven parts: known good, and known bad in what the camera sees.
  const challenge = { ...cell.challenge!, parts: cell.challenge!.parts.slice(0, 2) }
  const file = join(folder, 'cell.yaml')
  // Room for whatever a busy machine leaves held.
  const stations = cell.stations.map(({ capacity, ...station }) =>
    station.id === 'hold' || capacity === undefined ? station : { ...station, capacity },
  )
  writeFileSync(file, stringify({ ...cell, challenge, stations }))
  house = await startHouse({ cells: [file], speed: 8, seed: 31 })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const inject = (items: readonly Fault[]) => house.send('PUT', `${CELL}/faults`, { items })

/** Runs the challenge to its end; on a busy machine a part may not be inspected whole, which is no answer. */
async function challenge(): Promise<NonNullable<NonNullable<CellTwin['trust']>['ended']>['value']> {
  const { requestId } = await house.send<{ requestId: string }>('POST', `${CELL}/challenge`, { by })
  const ended = async () => (await house.twin()).trust?.ended?.value
  await until(async () => (await ended())?.runId === requestId, PATIENCE_MS)
  const end = (await ended())!
  return end.as === 'incomplete' ? challenge() : end
}

async function made(): Promise<PartPage['items']> {
  const { items } = await house.get<PartPage>(`/api/parts?cell=${PULLEY_CELL}&limit=100`)
  return items.filter(({ challenge, verdict }) => challenge === null && verdict !== null).reverse()
}

const newest = async () => Math.max(0, ...(await made()).map(({ cycleNumber }) => cycleNumber))

/** Waits for a part of a later cycle that passed, and gives its serial. */
async function passedAfter(cycle: number): Promise<string> {
  const found = async () => (await made()).find((part) => part.cycleNumber > cycle && part.verdict === 'pass')
  await until(async () => (await found()) !== undefined, PATIENCE_MS)
  return (await found())!.serial
}

const always = (since: number) => ({ severity: 0.8, fromCycle: since + 1 })
const alarm = async (id: string) => (await house.twin()).alarms?.[id]

it('fails the challenge: the cell is held, AUTO refused with the reason, an alarm raised, every part since suspect', {
  timeout: 240_000,
}, async () => {
  const good = await challenge()
  expect(good).toMatchObject({ as: 'passed' })
  const goodCycle = good.as === 'passed' ? good.cycleNumber : 0
  await passedAfter(goodCycle)
  const before = await newest()

  await inject([
    { id: 'misaimed', kind: 'misaimed-sensor', source: 'visual', ...always(before) },
    { id: 'crimp', kind: 'missing-crimp', ...always(before) },
  ])
  const escaped = await passedAfter(before + 1)
  const [cycle] = (await house.passport(escaped)).cycles
  expect(cycle).toMatchObject({ verdict: 'pass', truth: { conforming: false }, suspect: null })
  expect(cycle!.truth!.values['crimp-count']).toBeLessThan(6)

  const reason = 'P1-CRIMPS passed crimp-count, crimp-position'
  expect(await challenge()).toMatchObject({ as: 'failed', challenge: 'P1-CRIMPS', reason })
  await until(async () => (await house.twin()).state?.value.state === 'held', PATIENCE_MS)
  expect((await house.twin()).state?.value.reason).toBe(`challenge failed: ${reason}`)

  const target = { kind: 'set-state', state: 'execute' }
  const { requestId } = await house.send<{ requestId: string }>('POST', `${CELL}/requests`, { target, by })
  const answer = async () => (await house.twin()).requests[requestId]?.cell?.value
  await until(async () => (await answer()) !== undefined, PATIENCE_MS)
  expect(await answer()).toMatchObject({ state: 'refused', reason: `challenge failed: ${reason}` })

  await until(async () => (await alarm('parts-suspect'))?.active === true, PATIENCE_MS)
  expect(await alarm('challenge-failed')).toMatchObject({ active: true, raised: { priority: 'high', detail: reason } })

  const parts = await made()
  const since = parts.filter(({ cycleNumber }) => cycleNumber > goodCycle)
  expect(since.map(({ serial }) => serial)).toContain(escaped)
  expect(parts.filter(({ suspect }) => suspect)).toEqual(since)
  expect(since.map(({ suspect }) => suspect?.reason)).toEqual(since.map(() => reason))
  expect((await house.passport(escaped)).cycles[0]?.suspect?.reason).toBe(reason)
  const { from, to } = (await house.twin()).trust!.suspicions[0]!
  const range = `fromCycle=${from}&toCycle=${to}`
  const traced = await house.get<PartPage>(`/api/parts?cell=${PULLEY_CELL}&${range}`)
  const found = traced.items.filter(({ challenge }) => challenge === null).reverse()
  expect(found.map(({ serial }) => serial)).toEqual(since.map(({ serial }) => serial))
  expect(await house.get<Genealogy>(`${CELL}/genealogy?${range}`)).toMatchObject({ parts: since.length })

  await inject([])
  expect(await challenge()).toMatchObject({ as: 'passed' })
  await passedAfter(to)
  expect((await house.passport(escaped)).cycles[0]?.suspect?.reason).toBe(reason)
})

it('holds the first part of which the camera shows another one’s picture, raises an alarm, and goes on when it is put right', {
  timeout: 240_000,
}, async () => {
  // The part whose picture stays must be one of production.
  await passedAfter(await newest())
  const before = await newest()
  await inject([
    { id: 'stuck', kind: 'stuck-sensor', source: 'visual', ...always(before) },
    { id: 'crimp', kind: 'missing-crimp', ...always(before) },
  ])
  await until(async () => (await alarm('sensor-stuck/visual'))?.active === true, PATIENCE_MS)
  const reason = /^same picture as of part \S+$/
  expect((await alarm('sensor-stuck/visual'))?.raised).toMatchObject({
    priority: 'high',
    detail: expect.stringMatching(reason),
  })
  await inject([])

  const held = async () =>
    (await made()).filter(({ cycleNumber, verdict }) => cycleNumber > before && verdict === 'hold')
  await until(async () => (await held()).length > 0, PATIENCE_MS)
  const first = (await held())[0]!
  const [cycle] = (await house.passport(first.serial)).cycles
  const seen = cycle!.results.filter(({ module }) => module === 'visual')
  expect(seen.length).toBeGreaterThan(0)
  for (const result of seen)
    expect(result).toMatchObject({ conformance: 'not-inspected', value: null, reason: expect.stringMatching(reason) })
  expect(cycle!.reasons[0]?.text).toMatch(/: same picture as of part \S+$/)
  expect(cycle!.results.filter(({ module, value }) => module !== 'visual' && value === null)).toEqual([])

  const passed = await passedAfter(first.cycleNumber)
  const next = (await house.passport(passed)).cycles[0]!
  expect(next.truth?.conforming, 'nothing that lacks a crimp has passed').toBe(true)
  const between = (await made()).filter((part) => part.cycleNumber > before && part.cycleNumber < next.cycleNumber)
  expect(between.filter(({ verdict }) => verdict === 'pass').map(({ serial }) => serial)).toEqual([])
  await until(async () => (await alarm('sensor-stuck/visual'))?.active === false, PATIENCE_MS)
})
