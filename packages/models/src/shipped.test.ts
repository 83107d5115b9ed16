import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readModelPackage, signerOfModel, withReleaseKey } from './index.ts'

const FOLDER = join(import.meta.dirname, '..')
const SHIPPED = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['src', 'node_modules'].includes(entry.name))
  .map(({ name }) => name)

describe.each(SHIPPED)('the shipped package %s', (name) => {
  const folder = join(FOLDER, name)

  it('is whole and signed by the key of the release: celltwin model pack and release after a change', async () => {
    const { digest } = await readModelPackage(folder)
    expect(await signerOfModel(folder, digest, await withReleaseKey(new Map(), FOLDER))).toBe('release')
  })

  it('says its version in its card, what it is for, and on which frozen set it can be compared', async () => {
    const { manifest } = await readModelPackage(folder)
    expect(await readFile(join(folder, 'card.md'), 'utf8')).toContain(`# ${manifest.name} ${manifest.version}`)
    expect(manifest.purpose).toMatch(/\w/)
    expect(manifest.sets).toHaveProperty('frozen')
    expect(manifest.files).toHaveProperty(['golden.json'])
  })
})
