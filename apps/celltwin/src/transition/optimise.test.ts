import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CellDefinition, ModelComparison } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { goldenAgrees, goldenParity } from '@celltwin/inspection/golden'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { readModelPackage } from '@celltwin/models'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compareModels } from './compare-models.ts'
import { optimise } from './optimise.ts'

const packageNamed = (name: string) => fileURLToPath(new URL(`../../../../packages/models/${name}`, import.meta.url))
const PACKAGE = packageNamed('face-patch')
const { definition: cell } = readCellFile('cells/pulley-cell-1.yaml')
const allowing = (greatestLoss: number): CellDefinition => ({
  ...cell,
  recipe: { ...cell.recipe, modelGate: { greatestLoss, goldenWithin: 0.1 } },
})

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optimise-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** The golden inputs, one of each label, as often as asked: a set of one's own. */
async function ownSet(times: number, labels = [0, 1, 2, 3, 4]): Promise<string> {
  const { input, shape } = JSON.parse(await readFile(join(PACKAGE, 'golden.json'), 'utf8'))
  const all = Array.from({ length: times }, () => labels).flat()
  await writeFile(
    join(folder, 'set.json'),
    JSON.stringify({ name: 'golden again', shape: shape.slice(1), labels: all }),
  )
  const once = Buffer.from(Float32Array.from(input).buffer)
  await writeFile(join(folder, 'set.f32'), Buffer.concat(Array.from({ length: times }, () => once)))
  return folder
}

/** A shipped package whose frozen set has few parts. */
async function withFewParts(name: string, parts: number, change: object = {}): Promise<string> {
  const place = join(folder, name)
  await cp(packageNamed(name), place, { recursive: true })
  const manifest = JSON.parse(await readFile(join(place, 'manifest.json'), 'utf8'))
  manifest.sets.frozen.parts = parts
  await writeFile(join(place, 'manifest.json'), JSON.stringify({ ...manifest, ...change }))
  return place
}

describe('celltwin optimise', () => {
  it('makes a package of each variant, the same each time, that a device accepts and the gate lets through', async () => {
    // Fifty inputs can rule out a loss of a tenth, no less.
    const set = await ownSet(10)
    const options = { definition: allowing(0.1), calibration: set, frozen: set }
    const decisions = await optimise(PACKAGE, { out: join(folder, 'a'), ...options }, () => {})
    expect(Object.entries(decisions).map(([kind, { allowed }]) => [kind, allowed])).toEqual([
      ['fp32', true],
      ['fp16', true],
      ['int8', true],
    ])
    const int8 = await readModelPackage(join(folder, 'a', 'int8'))
    const base = await readModelPackage(PACKAGE)
    expect(int8.manifest).toMatchObject({
      ...{ name: 'face-patch', version: base.manifest.version, precision: 'int8' },
      ...{ variantOf: base.digest, calibration: 'golden again' },
    })
    const compared = JSON.parse(await readFile(join(folder, 'a', 'int8', 'comparison.json'), 'utf8')) as ModelComparison
    expect(compared).toMatchObject({
      model: int8.digest,
      against: { digest: base.digest },
      accuracy: { images: 50 },
      golden: { inputs: 5, otherLabel: 0 },
    })
    // Its golden answers are its own: the base's would refuse it on the device.
    expect(goldenAgrees(await goldenParity(await loadOnnxModel(int8), join(folder, 'a', 'int8')))).toBe(true)
    expect(goldenAgrees(await goldenParity(await loadOnnxModel(int8), PACKAGE))).toBe(false)
    await optimise(PACKAGE, { out: join(folder, 'b'), ...options }, () => {})
    expect((await readModelPackage(join(folder, 'b', 'int8'))).digest).toBe(int8.digest)
  })

  it('lets none through on a set that is too small for the recipe', async () => {
    const set = await ownSet(2)
    const options = { out: join(folder, 'a'), definition: allowing(0.01), calibration: set, frozen: set }
    expect((await optimise(PACKAGE, options, () => {})).fp32).toMatchObject({
      allowed: false,
      refusals: [{ rule: 'accuracy-loss' }],
    })
  })

  it('says which variant cannot be made, and compares the others on simulated parts', async () => {
    const said: string[] = []
    const forest = await withFewParts('bearing-forest', 2)
    const options = { out: join(folder, 'a'), definition: allowing(1) }
    const decisions = await optimise(forest, options, (text) => said.push(text))
    expect(said[0]).toMatch(/^fp16: not made\. ai\.onnx\.ml/)
    expect(said[1]).toMatch(/^int8: not made\. int8 needs inputs/)
    expect(decisions).toMatchObject({ fp32: { allowed: true } })
  })

  it('names what is wrong with a set', async () => {
    const set = await ownSet(1)
    await writeFile(join(set, 'set.f32'), Buffer.alloc(8))
    const run = optimise(PACKAGE, { out: join(folder, 'a'), definition: cell, calibration: set }, () => {})
    await expect(run).rejects.toThrow(/set\.f32: has 8 bytes, 5 inputs need 245760/)
  })

  it('refuses a package whose files are not those of its manifest', async () => {
    await cp(PACKAGE, join(folder, 'package'), { recursive: true })
    await writeFile(join(folder, 'package', 'model.onnx'), 'other')
    const run = optimise(join(folder, 'package'), { out: join(folder, 'a'), definition: cell }, () => {})
    await expect(run).rejects.toThrow(/sha256/)
  })
})

describe('celltwin model compare', () => {
  it('counts which of two models judges simulated parts right, also where they take other inputs', async () => {
    const [forest, network] = [await withFewParts('bearing-forest', 2), await withFewParts('bearing-network', 2)]
    const [comparison] = await compareModels([network], forest, { definition: cell, say: () => {} })
    expect(comparison).toMatchObject({
      accuracy: { images: 2, bothRight: 2 },
      golden: { notComparable: 'the two models take other inputs' },
    })
    expect(JSON.parse(await readFile(join(network, 'comparison.json'), 'utf8'))).toEqual(comparison)
  })

  it('counts a model that passes what is damaged as wrong there', async () => {
    const forest = await withFewParts('bearing-forest', 2)
    // With a limit that no score reaches, the damage is heard and nobody rejects for it.
    const deaf: CellDefinition = structuredClone(cell)
    const { recipe } = deaf
    recipe.characteristics = recipe.characteristics.filter(({ id }) => id === 'bearing-damage')
    recipe.characteristics[0]!.upper = 9
    const [comparison] = await compareModels([forest], forest, { definition: deaf, say: () => {} })
    expect(comparison!.accuracy).toEqual({ images: 2, bothRight: 1, onlyBaseRight: 0, onlyVariantRight: 0 })
  })
})
