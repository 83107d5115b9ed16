/** A model's whole way in a running cell: pushed, tried in shadow, live between two parts, back; and what does not get there. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventOf, JournalEntry, ModelSlot, ModelSummary, Result } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { readModelPackage } from '@celltwin/models'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../apps/celltwin/src/bench/harness.ts'
import { push } from '../../apps/celltwin/src/model/package.ts'
import { optimise } from '../../apps/celltwin/src/transition/optimise.ts'
import { type House, PULLEY_CELL, ROOT, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const MODULE = 'vibration'
const MODEL = `/api/cells/${PULLEY_CELL}/modules/${MODULE}/model`
const SHIPPED = join(ROOT, 'packages/models/bearing-forest')
const PATIENCE_MS = 60_000
const LONG = { timeout: 3 * PATIENCE_MS }
const BY = 'Ada'
/** Few parts, so that the test is short; two can disagree on both and still be let through. */
const rule = { minParts: 2, mostDisagreement: 0.7 }

let house: House
let folder: string
let shipped: string
let own: ModelSummary
let variant: ModelSummary

beforeAll(async () => {
  folder = temporaryFolder('celltwin-models-')
  // A frozen set of two parts rules out a loss of two thirds, no less.
  const cell = join(folder, 'cell.yaml')
  const yaml = readFileSync(join(ROOT, 'cells/pulley-cell-1.yaml'), 'utf8')
  writeFileSync(cell, yaml.replace(/^recipe:$/m, 'recipe:\n  modelGate: { greatestLoss: 0.7, goldenWithin: 0.1 }'))
  house = await startHouse({ cells: [cell], speed: 8 })
  shipped = (await readModelPackage(SHIPPED)).digest
  const base = packageLike('base', ({ sets, ...manifest }) => ({
    ...manifest,
    version: '9.0.0',
    sets: { frozen: { ...(sets as { frozen: object }).frozen, parts: 2 } },
  }))
  own = await push(base, house.url)
  const out = join(folder, 'variants')
  await optimise(base, { out, variants: ['fp32'], definition: readCellFile(cell).definition }, () => {})
  variant = await push(join(out, 'fp32'), house.url)
}, 180_000)
afterAll(async () => {
  await house?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The shipped model under a manifest of our own. */
function packageLike(name: string, change: (manifest: Record<string, unknown>) => object): string {
  const place = join(folder, name)
  mkdirSync(place)
  for (const file of ['model.onnx', 'golden.json', 'card.md', 'manifest.json'])
    cpSync(join(SHIPPED, file), join(place, file))
  const manifest = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8'))
  writeFileSync(join(place, 'manifest.json'), JSON.stringify(change(manifest)))
  return place
}

const slot = async (): Promise<ModelSlot> => (await house.twin()).models![MODULE]!
const ask = (digest: string, stage: 'shadow' | 'live', more: object = {}) =>
  house.send('POST', MODEL, { digest, stage, by: BY, ...more })

/** A part that waits for a person would fill the fixture and stop the cell. */
const seen = (holds: (slot: ModelSlot) => boolean) =>
  until(async () => {
    await house.decideHeld()
    return holds(await slot())
  }, PATIENCE_MS)
const shadowed = ({ counts }: ModelSlot, model: string) => counts.find((count) => count.model === model)

async function bringLive(model: string, more: object = {}): Promise<void> {
  await ask(model, 'shadow')
  await seen((now) => (shadowed(now, model)?.parts ?? 0) >= rule.minParts)
  await ask(model, 'live', { rule, ...more })
  await seen(({ running }) => running!.value.model.digest === model)
}

/** The model behind the module's results, part by part from the given cycle on. */
async function modelsFrom(cycle: number): Promise<{ cycleNumber: number; models: string[] }[]> {
  const parts = await house.parts()
  const passports = await Promise.all(parts.slice(-12).map(({ serial }) => house.passport(serial)))
  return passports
    .flatMap(({ cycles }) => cycles)
    .filter(({ cycleNumber }) => cycleNumber >= cycle)
    .map(({ cycleNumber, results }) => ({ cycleNumber, models: [...new Set(results.flatMap(modelOf))] }))
    .filter(({ models }) => models.length > 0)
}
const modelOf = ({ characteristic, algorithm }: Result) =>
  characteristic === 'bearing-damage' && algorithm.model !== undefined ? [algorithm.model] : []

it('goes from shadow to live between two parts, and back, each part judged by one of the two', LONG, async () => {
  expect((await slot()).running!.value.model.digest).toBe(shipped)
  // It has no comparison with what runs: somebody answers for it.
  const overriding = 'the same model with a smaller frozen set'
  await ask(own.digest, 'shadow')
  await expect(ask(own.digest, 'live', { rule })).rejects.toThrow(/409 The package has no comparison/)
  await bringLive(own.digest, { overriding })
  // The variant has one, made by `celltwin optimise`: nobody overrides anything.
  expect(variant).toMatchObject({ precision: 'fp32', against: { digest: own.digest } })
  await bringLive(variant.digest)
  expect(shadowed(await slot(), variant.digest)).toMatchObject({ against: own.digest, disagreed: 0 })
  const { atCycle } = (await slot()).running!.value
  await until(async () => (await modelsFrom(atCycle)).length >= 1, PATIENCE_MS)

  await house.send('POST', `${MODEL}/roll-back`, { by: BY, reason: 'enough tried' })
  await seen(({ running }) => running!.value.model.digest === own.digest)
  const back = (await slot()).running!.value.atCycle
  await until(async () => (await modelsFrom(back)).length >= 1, PATIENCE_MS)

  for (const { cycleNumber, models } of await modelsFrom(atCycle))
    expect(models, `cycle ${cycleNumber}`).toEqual([cycleNumber < back ? variant.digest : own.digest])
  const told = await promotions()
  expect(told.map(({ model, override }) => [model.digest, override?.reason])).toEqual([
    [own.digest, overriding],
    [variant.digest, undefined],
  ])
})

it('shows where a model in shadow disagrees, and does not let it go live', LONG, async () => {
  // It agrees with its golden inputs, and cannot answer for a part: its manifest names the input of another model.
  const deaf = packageLike('deaf', (manifest) => ({ ...manifest, version: '9.0.1', input: { of: 'neighbourhoods' } }))
  const { digest } = await push(deaf, house.url)
  await ask(digest, 'shadow')
  await seen((now) => (shadowed(now, digest)?.parts ?? 0) >= rule.minParts)
  const { parts, disagreed } = shadowed(await slot(), digest)!
  expect(disagreed).toBe(parts)
  const shown = (await slot()).disagreements.filter(({ model }) => model === digest)
  expect(shown[0]!.disagreed.map(({ live, shadow }) => [live.characteristic, shadow.conformance])).toEqual([
    ['bearing-damage', 'not-inspected'],
  ])
  await expect(ask(digest, 'live', { rule })).rejects.toThrow(/409 .*It disagrees on \d+ of \d+ parts/)
  await house.send('POST', `${MODEL}/withdraw`, { by: BY })
  await seen(({ shadowing }) => shadowing!.value.model === null)
})

it('goes on with the model it has where the new one is not what its digest says', LONG, async () => {
  const damaged = packageLike('damaged', (manifest) => ({ ...manifest, version: '9.0.2' }))
  const { digest } = await push(damaged, house.url)
  writeFileSync(join(house.data, 'server', 'models', digest, 'model.onnx'), 'another file')
  await ask(digest, 'live', { rule, overriding: 'to see it refused' })
  await seen(({ refused }) => refused?.value.digest === digest)
  const { refused, running } = await slot()
  expect(refused!.value.reason).toMatch(/model\.onnx: sha256 is/)
  expect(running!.value.model.digest).toBe(own.digest)
  const newest = (await modelsFrom(0)).at(-1)!
  await until(async () => (await modelsFrom(newest.cycleNumber + 1)).length >= 1, PATIENCE_MS)
  expect((await modelsFrom(newest.cycleNumber + 1))[0]!.models).toEqual([own.digest])
})

async function promotions(): Promise<EventOf<'model-promoted'>['data'][]> {
  const entries = await house.get<JournalEntry[]>(`/api/cells/${PULLEY_CELL}/entries?from=1&limit=2000`)
  return entries.flatMap(({ event }) => (event.type === 'model-promoted' ? [event.data] : []))
}
