/** What is profiled: a model and the inputs that it is given. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checker, type FrozenSetFacts } from '@celltwin/contracts'
import { type ModelPackage, readModelPackage } from '@celltwin/models'
import Type from 'typebox'
import { readFolder, readSet } from '../transition/labelled-set.ts'
import { transitionOf } from '../transition/manifest.ts'

const MODELS = resolve(dirname(fileURLToPath(import.meta.url)), '../../../../packages/models')

export interface Subject {
  readonly name: string
  readonly version: string
  readonly digest: string
  readonly network: Uint8Array
  /** Its package, where it has one. */
  readonly model?: ModelPackage
  readonly folder?: string
}

/** A package by name or folder, or an ONNX file. @throws Error naming what is missing or wrong. */
export async function readSubject(given: string): Promise<Subject> {
  const folder = [given, join(MODELS, given), join('packages/models', given)].find((path) =>
    existsSync(join(path, 'manifest.json')),
  )
  if (folder) {
    const model = await readModelPackage(folder)
    const { name, version } = model.manifest
    return { name, version, digest: model.digest, network: model.model, model, folder }
  }
  if (!existsSync(given) || !statSync(given).isFile())
    throw new Error(`${given} is neither a model package nor an ONNX file`)
  const network = new Uint8Array(readFileSync(given))
  return { name: basename(given, '.onnx'), version: 'no package', digest: sha256(network), network }
}

/** Inputs, each of the same shape; the class that each belongs to where it is known. */
export interface Inputs {
  readonly facts: FrozenSetFacts
  readonly dims: readonly number[]
  readonly items: readonly Float32Array[]
  readonly labels?: readonly number[]
}

/** A labelled set: the folder that a person names, else the one that the package describes. */
export async function frozenSet({ model }: Subject, folder: string | undefined): Promise<Inputs | undefined> {
  const set = await labelled(model, 'frozen', folder)
  if (!set) return undefined
  const items = set.inputs.map(({ data }) => data as Float32Array)
  const digest = sha256(Buffer.from(JSON.stringify(set.labels)), ...items.map(bytesOf))
  const facts = { digest, items: items.length, source: set.name }
  return { facts, dims: set.inputs[0]!.dims, items, labels: set.labels }
}

/** Inputs to calibrate on: never those on which accuracy is told. */
export async function calibrationSet(subject: Subject, inputs: Inputs, folder: string | undefined) {
  const set = await labelled(subject.model, 'calibration', folder)
  if (set) return set.inputs
  return inputs.labels ? undefined : inputs.items.map((data) => ({ data, dims: inputs.dims }))
}

async function labelled(model: ModelPackage | undefined, use: 'frozen' | 'calibration', folder: string | undefined) {
  if (!model) return folder === undefined ? undefined : readFolder(folder)
  return readSet({ folder, simulated: transitionOf(model).sets?.[use] }, model)
}

const Golden = Type.Object({ input: Type.Array(Type.Number()), shape: Type.Array(Type.Integer({ minimum: 1 })) })
const checkGolden = checker(Golden)
const MADE_UP = 16

/** The golden input of the package, else inputs made up of noise: neither tells an accuracy. */
export function plainInputs({ folder }: Subject, networkDims: readonly number[]): Inputs {
  const golden = folder && join(folder, 'golden.json')
  if (golden && existsSync(golden)) {
    const bytes = readFileSync(golden)
    const checked = checkGolden(JSON.parse(bytes.toString('utf8')))
    if (checked.ok) {
      const facts = { digest: sha256(bytes), items: 1, source: 'golden input of the package' }
      return { facts, dims: checked.value.shape, items: [Float32Array.from(checked.value.input)] }
    }
  }
  const size = networkDims.reduce((product, dim) => product * dim, 1)
  let state = 1
  // A multiplicative generator (Park and Miller): the same noise on every machine.
  const noise = () => {
    state = (state * 48_271) % 0x7fffffff
    return (2 * state) / 0x7fffffff - 1
  }
  const items = Array.from({ length: MADE_UP }, () => Float32Array.from({ length: size }, noise))
  const facts = { digest: sha256(...items.map(bytesOf)), items: MADE_UP, source: 'made-up inputs' }
  return { facts, dims: networkDims, items }
}

export const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength)

export function sha256(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
