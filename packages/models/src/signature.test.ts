import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publicKeyText, readTrustedKeys, SIGNATURE_FILE, signerOfModel, signModel } from './index.ts'

const newKey = () => generateKeyPairSync('ed25519').privateKey
const pem = (key: ReturnType<typeof newKey>) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const key = newKey()
const trusted = readTrustedKeys(`plant quality=${publicKeyText(key)}`)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signature-'))
  await writeFile(join(folder, 'manifest.json'), '{}')
  await writeFile(join(folder, 'comparison.json'), '{"images":1}')
})
afterEach(() => rm(folder, { recursive: true }))

/** Signs, changes what was signed or the signature, and asks who vouches. */
async function signed(by = key, change: (signature: Record<string, unknown>) => object = (same) => same) {
  const signature = await signModel(folder, pem(by))
  await writeFile(join(folder, SIGNATURE_FILE), JSON.stringify(change({ ...signature })))
  return signature.manifest
}

describe('a signed model package', () => {
  it('is vouched for by the name of the key', async () => {
    expect(await signerOfModel(folder, await signed(), trusted)).toBe('plant quality')
  })

  it('is vouched for by nobody without a signature, or with that of a key that is not trusted', async () => {
    expect(await signerOfModel(folder, 'a'.repeat(64), trusted)).toBeUndefined()
    expect(await signerOfModel(folder, await signed(newKey()), trusted)).toBeUndefined()
  })

  it.each([
    ['of another manifest', (s: object) => ({ ...s, manifest: 'b'.repeat(64) }), /is of another manifest/],
    ['of another key', (s: object) => ({ ...s, publicKey: publicKeyText(newKey()) }), /does not fit the package/],
    ['without what it vouches for', (s: object) => ({ ...s, attachments: {} }), /does not fit the package/],
    ['that is no signature', () => ({}), /signature\.json/],
  ])('is refused with a signature %s', async (_, change, message) => {
    const digest = await signed(key, change)
    await expect(signerOfModel(folder, digest, trusted)).rejects.toThrow(message)
  })

  it('is refused where a file beside the manifest was changed or put there later', async () => {
    const digest = await signed()
    await writeFile(join(folder, 'comparison.json'), '{"images":9999}')
    await expect(signerOfModel(folder, digest, trusted)).rejects.toThrow(
      'comparison.json is not the file that was signed',
    )
    await rm(join(folder, 'comparison.json'))
    const without = await signed()
    await writeFile(join(folder, 'comparison.json'), '{"images":9999}')
    await expect(signerOfModel(folder, without, trusted)).rejects.toThrow('comparison.json is not the file')
    expect(await readFile(join(folder, SIGNATURE_FILE), 'utf8')).not.toContain('comparison')
  })

  it('names a key setting that is wrong', () => {
    expect(() => readTrustedKeys('ana=short')).toThrow('MODEL_KEYS: "ana=short" must be name=key')
    expect(readTrustedKeys(undefined).size).toBe(0)
  })
})
