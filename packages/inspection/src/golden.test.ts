import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { goldenAgrees, goldenParity } from './golden.ts'
import type { Model } from './inspector.ts'
import { loadOnnxModel } from './onnx.ts'

const folderOf = (name: string) => new URL(`../../models/${name}`, import.meta.url).pathname
const open = (name: string): Promise<Model> => {
  const manifest = JSON.parse(readFileSync(`${folderOf(name)}/manifest.json`, 'utf8'))
  return loadOnnxModel({ digest: '', manifest, model: readFileSync(`${folderOf(name)}/model.onnx`) })
}
const shifted = (model: Model, by: number): Model => ({
  ...model,
  run: async (input) => {
    const { data, dims } = await model.run(input)
    return { data: data.map((value) => value + by), dims }
  },
})

describe('golden inputs', () => {
  it.each([
    ['pulley-face', 3],
    ['bearing-network', 3],
    ['bearing-forest', 12],
  ])('of %s agree here, and would not if its answers were a little off', async (name, inputs) => {
    const model = await open(name)
    const parity = await goldenParity(model, folderOf(name))
    expect(parity.inputs).toBe(inputs)
    expect(goldenAgrees(parity)).toBe(true)
    expect(goldenAgrees(await goldenParity(shifted(model, 2 * parity.within), folderOf(name)))).toBe(false)
    expect(goldenAgrees(await goldenParity(shifted(model, Number.NaN), folderOf(name)))).toBe(false)
  })

  it('that a package does not have are none that agree', async () => {
    const model = await open('bearing-forest')
    await expect(goldenParity({ ...model, manifest: {} }, folderOf('bearing-forest'))).rejects.toThrow('has no golden')
  })
})
