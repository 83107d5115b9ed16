import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openModelStore } from './model-store.ts'

const SHIPPED = join(import.meta.dirname, '../../../../packages/models')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-store-'))
  for (const name of ['bearing-forest', 'face-patch'])
    await cp(join(SHIPPED, name), join(folder, 'released', name), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => openModelStore(join(folder, 'kept'), new Map())

it('registers the packages of a folder once', async () => {
  const store = await open()
  const first = await store.registerFolder(join(folder, 'released'), 'release')
  expect(first.fresh.map(({ name }) => name).sort()).toEqual(['bearing-forest', 'face-patch'])
  expect(await (await open()).registerFolder(join(folder, 'released'), 'release')).toEqual({ fresh: [], flaws: [] })
  expect(await store.list()).toHaveLength(2)
})

it('keeps a damaged package out, and no other with it', async () => {
  await appendFile(join(folder, 'released', 'bearing-forest', 'model.onnx'), 'x')
  const { fresh, flaws } = await (await open()).registerFolder(join(folder, 'released'), 'release')
  expect(fresh.map(({ name }) => name)).toEqual(['face-patch'])
  expect(flaws).toMatchObject([{ name: 'bearing-forest', reason: expect.stringContaining('model.onnx') }])
})
