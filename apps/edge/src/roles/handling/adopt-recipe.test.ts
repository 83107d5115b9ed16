import type { DesiredRecipe, Recipe } from '@celltwin/contracts'
import { hashOf, recipeRefOf } from '@celltwin/contracts/hash'
import { expect, it } from 'vitest'
import { emptyDisk, referenceCell, referenceRecipe } from '../../testing.ts'
import { judged, passing, type Rig, type RigOptions, startForTest } from './testing.ts'

const { recipe } = referenceCell()
const [first, ...others] = recipe.characteristics
const next = (version: number, change: object = { warnUpper: 6 }): Recipe => ({
  ...recipe,
  version,
  characteristics: [{ ...first!, ...change }, ...others],
})
const released = (of: Recipe, effectiveFrom = '2026-01-01T00:00:00.000Z'): DesiredRecipe => ({
  recipe: of,
  hash: hashOf(of),
  effectiveFrom,
})

/** With a verifier that judges under the recipe that the part was inserted with. */
const start = (options: RigOptions = {}): Rig =>
  startForTest({ judge: (part, now) => ({ ...passing(part, now)!, recipe: part.recipe }), ...options })
let revision = 0
const want = (rig: Rig, ...recipes: DesiredRecipe[]) =>
  rig.desire({ v: 1, journalId: 'j', revision: ++revision, items: [], recipes })

const versions = (rig: Rig) => rig.told('part-inserted').map(({ data }) => data.recipe.version)

it('adopts a released recipe between two parts, and describes itself anew', async () => {
  const rig = start()
  await rig.until(() => rig.told('part-inserted').length === 1)
  want(rig, released(next(90)))
  await rig.until(() => rig.told('part-arrived').length === 3)
  expect(rig.told('recipe-adopted')).toMatchObject([
    { data: { recipeId: recipe.id, hash: hashOf(next(90)), from: referenceRecipe } },
  ])
  expect(versions(rig).slice(0, 3)).toEqual([referenceRecipe.version, 90, 90])
  expect(rig.told('part-inserted')[1]!.data.recipe).toEqual(recipeRefOf(next(90)))
  expect(rig.told('cell-described').at(-1)!.data.definition.recipe).toEqual(next(90))
  // Each part leaves by the permission under its own recipe.
  expect(rig.told('part-dispatched').map(({ data }) => data.to)).toEqual(['accept', 'accept', 'accept'])
  // Never while a part is in the cell.
  const types = rig.disk.events.map(({ type }) => type)
  const adopted = types.indexOf('recipe-adopted')
  expect(types.slice(0, adopted).lastIndexOf('part-arrived')).toBeGreaterThan(
    types.lastIndexOf('part-inserted', adopted),
  )
})

it('waits for the instant from which it is effective', async () => {
  const rig = start()
  want(rig, released(next(91), '2026-01-05T06:00:30.000Z'))
  await rig.until(() => rig.told('recipe-adopted').length === 1)
  expect(rig.told('recipe-adopted')[0]!.occurredAt >= '2026-01-05T06:00:30.000Z').toBe(true)
  expect(versions(rig)[0]).toBe(referenceRecipe.version)
})

it('keeps what it adopted over a restart, with no server to ask', async () => {
  const disk = emptyDisk()
  const one = start({ disk })
  want(one, released(next(92)))
  await one.until(() => one.told('recipe-adopted').length === 1)
  one.kill()
  const two = start({ disk })
  await two.until(() => versions(two).at(-1) === 92)
  expect(two.told('recipe-adopted')).toHaveLength(1)
  expect(two.told('cell-described').at(-1)!.data.definition.recipe.version).toBe(92)
})

it('does not go back to a lower version, and tells once what it cannot take over', async () => {
  const rig = start()
  want(rig, released(next(1)))
  await rig.until(() => rig.told('part-arrived').length === 1)
  want(rig, released(next(93, { module: 'nobody' })))
  await rig.until(() => rig.told('recipe-refused').length === 1)
  want(rig, { ...released(next(94)), hash: 'f'.repeat(64) })
  await rig.until(() => rig.told('recipe-refused').length === 2)
  await rig.until(() => rig.told('part-arrived').length === 4)
  expect(rig.told('recipe-refused').map(({ data }) => data.reason)).toEqual([
    expect.stringContaining('module'),
    'it is not what was released',
  ])
  expect(rig.told('recipe-adopted')).toEqual([])
})

it('gives no permission to a part judged under another recipe than its own', async () => {
  const rig = start({ judge: (part, now) => judged(part, 'pass', new Date(now.getTime() + 60_000)) })
  want(rig, released(next(95)))
  await rig.until(() => rig.told('part-dispatched').some(({ data }) => data.to === 'hold'))
  expect(rig.told('part-dispatched').at(-1)!.data).toMatchObject({ because: 'no-permission' })
})
