/** Model packages: a folder with manifest, network and card. What a digest does not vouch for is not loaded. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { checker, describeFlaws, Sha256 } from '@celltwin/contracts'
import Type, { type Static } from 'typebox'

/** Every model has these; what its inspector needs beside them (labels, input geometry, thresholds) is kept as it is. */
export const ModelManifest = Type.Object({
  schema: Type.Literal('celltwin/model/v1'),
  name: Type.String({ minLength: 1 }),
  version: Type.String({ pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' }),
  labels: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
  /** sha256 by file name; `model.onnx` among them. */
  files: Type.Record(Type.String(), Sha256),
})
export type ModelManifest = Static<typeof ModelManifest> & Readonly<Record<string, unknown>>

export interface ModelPackage {
  /** sha256 of the manifest's bytes, and so of everything it vouches for. */
  readonly digest: string
  readonly manifest: ModelManifest
  /** The network, ONNX. */
  readonly model: Uint8Array
}

const MODEL_FILE = 'model.onnx'
const checkManifest = checker(ModelManifest)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** @throws Error naming the file, the field and the rule it breaks. */
export async function readModelPackage(folder: string): Promise<ModelPackage> {
  const bytes = await readFile(join(folder, 'manifest.json'))
  const flawed = (what: string) => new Error(`model package ${basename(folder)}: ${what}`)
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw flawed('manifest.json is not JSON')
  }
  const checked = checkManifest(json)
  if (!checked.ok) throw flawed(`manifest.json ${describeFlaws(checked.flaws)}`)
  const { files } = checked.value
  if (!files[MODEL_FILE]) throw flawed(`manifest.json /files: must name ${MODEL_FILE}`)
  let model: Uint8Array | undefined
  for (const [name, expected] of Object.entries(files)) {
    if (name !== basename(name)) throw flawed(`manifest.json /files: "${name}" must be a plain file name`)
    const content = await readFile(join(folder, name))
    const found = sha256(content)
    if (found !== expected) throw flawed(`${name}: sha256 is ${found}, the manifest says ${expected}`)
    if (name === MODEL_FILE) model = content
  }
  if (!model) throw flawed(`${MODEL_FILE} is missing`)
  return { digest: sha256(bytes), manifest: checked.value as ModelManifest, model }
}
