/** Models by what they are and not by what they are called. */
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { ModelDetail } from '@celltwin/contracts'
import type { LoadModel } from '@celltwin/inspection/load-module'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { instructionSet, type ModelPackage, readModelPackage } from '@celltwin/models'
import { ask, request } from '../server/ask.ts'
import { short } from './from-server.ts'

/** The package that made the passport's results, under whatever name it lies there; else from the server's registry. */
export const modelByDigest =
  (digest: string | undefined, server: string): LoadModel =>
  async (folder, name) => {
    const found = (await packageWith(digest, folder, name)) ?? (digest && (await fetchedPackage(digest, server)))
    if (!found) throw new Error(`there is no model ${name} in ${folder}; --models names another folder`)
    return loadOnnxModel(found, { instructionSet: instructionSet() })
  }

async function packageWith(
  digest: string | undefined,
  folder: string,
  name: string,
): Promise<ModelPackage | undefined> {
  const others = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const names = [name, ...others.map((entry) => entry.name).filter((other) => other !== name)]
  for (const each of names) {
    if (!existsSync(join(folder, each, 'manifest.json'))) continue
    const found = await readModelPackage(join(folder, each))
    if (digest === undefined || found.digest === digest) return found
  }
  return undefined
}

/** @throws Error where the registry has not got it, or gives other bytes. */
async function fetchedPackage(digest: string, server: string): Promise<ModelPackage> {
  const place = await mkdtemp(join(tmpdir(), 'celltwin-model-'))
  try {
    const { files } = await ask<ModelDetail>(server, `/api/models/${digest}`)
    for (const { name } of files) {
      const response = await request(server, `/api/models/${digest}/files/${encodeURIComponent(name)}`)
      await writeFile(join(place, basename(name)), new Uint8Array(await response.arrayBuffer()))
    }
    const found = await readModelPackage(place)
    if (found.digest !== digest)
      throw new Error(`the server's model ${short(digest)} has the digest ${short(found.digest)}`)
    return found
  } finally {
    await rm(place, { recursive: true })
  }
}
