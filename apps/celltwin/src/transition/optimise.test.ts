import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readModelPackage } from '@celltwin/models'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { optimise } from './optimise.ts'

const PACKAGE = fileURLToPath(new URL('../../../../packages/models/face-patch', import.meta.url))

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

describe('celltwin optimise', () => {
  it('writes the same verified package each time, and lets equal variants through', async () => {
    // Fifty inputs can rule out a loss of a tenth, no less.
    const model = join(folder, 'package')
    await cp(PACKAGE, model, { recursive: true })
    const own = JSON.parse(await readFile(join(model, 'manifest.json'), 'utf8'))
    own.gate.greatestLoss = 0.1
    await writeFile(join(model, 'manifest.json'), JSON.stringify(own))
    const set = await ownSet(10)
    const sets = { calibration: set, frozen: set }
    const decisions = await optimise(model, { out: join(folder, 'a'), ...sets }, () => {})
    expect(Object.keys(decisions)).toEqual(['fp32', 'fp16', 'int8'])
    expect(Object.values(decisions).map(({ allowed }) => allowed)).toEqual([true, true, true])
    const { manifest, digest } = await readModelPackage(join(folder, 'a'))
    expect(manifest.variants).toMatchObject({
      base: { file: 'model.onnx', graphOptimizationLevel: 'disabled' },
      int8: { file: 'model.int8.onnx', precision: 'int8', opset: 13, calibration: 'golden again' },
    })
    await optimise(model, { out: join(folder, 'b'), ...sets }, () => {})
    expect((await readModelPackage(join(folder, 'b'))).digest).toBe(digest)
  })

  it('lets none through on a set that is too small to tell', async () => {
    const set = await ownSet(2)
    const decisions = await optimise(PACKAGE, { out: join(folder, 'a'), calibration: set, frozen: set }, () => {})
    expect(decisions.fp32).toMatchObject({ allowed: false, refusals: [{ rule: 'accuracy-loss' }] })
  })

  it('says which variant cannot be made, and refuses what has no set to be compared on', async () => {
    const said: string[] = []
    const forest = fileURLToPath(new URL('../../../../packages/models/bearing-forest', import.meta.url))
    const decisions = await optimise(forest, { out: join(folder, 'a') }, (text) => said.push(text))
    expect(said[0]).toMatch(/^fp16: not made\. ai\.onnx\.ml/)
    expect(said[1]).toMatch(/^int8: not made\. int8 needs inputs/)
    expect(decisions).toMatchObject({ fp32: { allowed: false, refusals: [{ rule: 'no-frozen-set' }] } })
  })

  it('names what is wrong with a set', async () => {
    const set = await ownSet(1)
    await writeFile(join(set, 'set.f32'), Buffer.alloc(8))
    const run = optimise(PACKAGE, { out: join(folder, 'a'), calibration: set }, () => {})
    await expect(run).rejects.toThrow(/set\.f32: has 8 bytes, 5 inputs need 245760/)
  })

  it('refuses a package whose files are not those of its manifest', async () => {
    await cp(PACKAGE, join(folder, 'package'), { recursive: true })
    await writeFile(join(folder, 'package', 'model.onnx'), 'other')
    await expect(optimise(join(folder, 'package'), { out: join(folder, 'a') }, () => {})).rejects.toThrow(/sha256/)
  })
})
