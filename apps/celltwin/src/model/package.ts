/** `celltwin model`: a package gets its digests, its signature, and its place on a server. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelSummary } from '@celltwin/contracts'
import {
  ATTACHMENTS,
  publicKeyText,
  RELEASE_KEY_FILE,
  readModelPackage,
  SIGNATURE_FILE,
  signModel,
} from '@celltwin/models'
import { ask, request } from '../server/ask.ts'

const BESIDE = new Set<string>(['manifest.json', SIGNATURE_FILE, ...ATTACHMENTS])

/** Makes a signing key; what is printed goes into MODEL_KEYS. @throws Error where the file is there already. */
export async function makeKey(file: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519')
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 })
  return publicKeyText(privateKey)
}

/** Writes the digests of the folder's files into its manifest. @throws Error where the package is flawed. */
export async function pack(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  const names = (await readdir(folder)).filter((name) => !BESIDE.has(name)).sort()
  const files = await Promise.all(
    names.map(async (name) => [
      name,
      createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    ]),
  )
  const packed = { ...manifest, files: Object.fromEntries(files) }
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(packed, null, 2)}\n`)
  return (await readModelPackage(folder)).digest
}

/** Signs the package and what lies beside its manifest. */
export async function sign(folder: string, keyFile: string): Promise<string> {
  const { digest } = await readModelPackage(folder)
  await writeSignature(folder, await readFile(keyFile, 'utf8'))
  return digest
}

async function writeSignature(folder: string, keyPem: string): Promise<void> {
  const signature = await signModel(folder, keyPem)
  await writeFile(join(folder, SIGNATURE_FILE), `${JSON.stringify(signature, null, 2)}\n`)
}

/**
 * Signs every package of the folder with a key that is made for it and never kept: nobody can sign another one under its
 * name. Its public half stays beside them. @returns the packages' names and versions.
 */
export async function release(folder: string): Promise<string[]> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const signed: string[] = []
  for (const { name } of (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
    const place = join(folder, name)
    if (!existsSync(join(place, 'manifest.json'))) continue
    const { manifest } = await readModelPackage(place)
    await writeSignature(place, keyPem)
    signed.push(`${manifest.name} ${manifest.version}`)
  }
  await writeFile(join(folder, RELEASE_KEY_FILE), `${publicKeyText(privateKey)}\n`)
  return signed
}

/** Hands the package to a server. @throws Error with what the server says against it. */
export async function push(folder: string, url: string): Promise<ModelSummary> {
  const { manifest } = await readModelPackage(folder)
  const there = new Set(await readdir(folder))
  const beside = ['manifest.json', SIGNATURE_FILE, ...ATTACHMENTS].filter((name) => there.has(name))
  const form = new FormData()
  for (const name of [...beside, ...Object.keys(manifest.files)])
    form.append('file', new Blob([new Uint8Array(await readFile(join(folder, name)))]), name)
  return (await (await request(url, '/api/models', { method: 'POST', body: form })).json()) as ModelSummary
}

export const list = (url: string): Promise<ModelSummary[]> => ask(url, '/api/models')
