/** Sets of inputs with their labels: rendered from a seed, or read from a folder. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checker, describeFlaws } from '@celltwin/contracts'
import type { FaceParameters, PatchInput } from '@celltwin/inspection'
import type { ModelPackage } from '@celltwin/models'
import type { Tensor } from '@celltwin/transition'
import Type from 'typebox'
import type { SimulatedPatches, SimulatedSet } from './manifest.ts'
import { PATCH_LABELS, patchesOfFace } from './patch-set.ts'

export interface LabelledSet {
  /** What it is, well enough to make it again. */
  readonly name: string
  readonly inputs: readonly Tensor[]
  /** Index of each input's label. */
  readonly labels: readonly number[]
}

export interface SetChoice {
  /** Folder that a person named; goes before the manifest's. */
  readonly folder: string | undefined
  readonly simulated: SimulatedSet | undefined
}

/** Undefined where there is neither; sets of whole parts have no labelled inputs. @throws Error where the set cannot be read. */
export async function readSet(choice: SetChoice, model: ModelPackage): Promise<LabelledSet | undefined> {
  if (choice.folder) return readFolder(choice.folder)
  const { simulated } = choice
  return simulated?.of === 'simulated-patches' ? simulatedSet(simulated, model) : undefined
}

function simulatedSet({ of, seed, images }: SimulatedPatches, { manifest }: ModelPackage): LabelledSet {
  const { camera, input } = manifest as unknown as { camera: FaceParameters; input: PatchInput }
  const inputs: Tensor[] = []
  const labels: number[] = []
  for (let part = 1; inputs.length < images; part++) {
    for (const { label, data } of patchesOfFace(seed, part, camera, input).slice(0, images - inputs.length)) {
      inputs.push({ data, dims: [1, 3, input.pixels, input.pixels] })
      labels.push(PATCH_LABELS.indexOf(label))
    }
  }
  return { name: `${images} ${of}, seed ${seed}`, inputs, labels }
}

const checkSet = checker(
  Type.Object({
    name: Type.String({ minLength: 1 }),
    /** Of one input, without the batch. */
    shape: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
    labels: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1 }),
  }),
)

/** `set.json` beside `set.f32`: normalised inputs one after the other, float32, little-endian. */
export async function readFolder(folder: string): Promise<LabelledSet> {
  const checked = checkSet(JSON.parse(await readFile(join(folder, 'set.json'), 'utf8')))
  if (!checked.ok) throw new Error(`${folder}/set.json ${describeFlaws(checked.flaws)}`)
  const { name, shape, labels } = checked.value
  const bytes = await readFile(join(folder, 'set.f32'))
  const size = shape.reduce((product, each) => product * each, 1)
  if (bytes.length !== 4 * size * labels.length) {
    throw new Error(
      `${folder}/set.f32: has ${bytes.length} bytes, ${labels.length} inputs need ${4 * size * labels.length}`,
    )
  }
  const all = new Float32Array(Uint8Array.from(bytes).buffer)
  const inputs = labels.map((_, k) => ({ data: all.slice(k * size, (k + 1) * size), dims: [1, ...shape] }))
  return { name, inputs, labels }
}
