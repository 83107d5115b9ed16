import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readModelPackage } from './index.ts'

const sha256 = (bytes: string) => createHash('sha256').update(bytes).digest('hex')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-package-'))
})
afterEach(() => rm(folder, { recursive: true }))

const manifest = {
  schema: 'celltwin/model/v1',
  name: 'tiny',
  version: '1.0.0',
  labels: ['a'],
  files: { 'model.onnx': sha256('net') },
}
const write = async (change: object, net = 'net') => {
  await writeFile(join(folder, 'model.onnx'), net)
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, ...change }))
}

describe('a model package', () => {
  it('is read with its own digest and everything its manifest says', async () => {
    await write({ threshold: 0.5 })
    const read = await readModelPackage(folder)
    expect(read.manifest).toEqual({ ...manifest, threshold: 0.5 })
    expect(read.digest).toBe(sha256(JSON.stringify({ ...manifest, threshold: 0.5 })))
    expect(Buffer.from(read.model).toString()).toBe('net')
  })

  it('is refused where a file is not the one that the manifest vouches for', async () => {
    await write({}, 'another net')
    await expect(readModelPackage(folder)).rejects.toThrow(/model\.onnx: sha256 is .* the manifest says/)
  })

  it.each([
    ['the field and rule', { version: 'new' }, /manifest\.json \/version: /],
    ['a network that is not named', { files: { 'card.md': sha256('') } }, /\/files: must name model\.onnx/],
    ['a path out of the folder', { files: { 'model.onnx': sha256('net'), '../x': sha256('') } }, /plain file name/],
  ])('names %s', async (_, change, message) => {
    await write(change)
    await expect(readModelPackage(folder)).rejects.toThrow(message)
  })
})
