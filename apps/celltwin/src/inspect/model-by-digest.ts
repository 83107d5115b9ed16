/** Models by what they are and not by what they are called. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadModel } from '@celltwin/inspection/load-module'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { instructionSet, type ModelPackage, readModelPackage } from '@celltwin/models'
import { short } from './from-server.ts'

/** The package that made the passport's results, under whatever name it lies there. */
export const modelByDigest =
  (digest: string | undefined): LoadModel =>
  async (folder, name) => {
    const found = await packageWith(digest, folder, name)
    return loadOnnxModel(found, { instructionSet: instructionSet() })
  }

async function packageWith(digest: string | undefined, folder: string, name: string): Promise<ModelPackage> {
  const others = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const names = [name, ...others.map((entry) => entry.name).filter((other) => other !== name)]
  for (const each of names) {
    if (!existsSync(join(folder, each, 'manifest.json'))) continue
    const found = await readModelPackage(join(folder, each))
    if (digest === undefined || found.digest === digest) return found
  }
  throw new Error(
    `no model in ${folder} has the digest ${digest ? short(digest) : ''} that the passport names; --models names another folder`,
  )
}
