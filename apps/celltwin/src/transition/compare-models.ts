/** Models beside the one that they are to follow, on the same frozen set and golden inputs: `comparison.json` of each. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CellDefinition, ModelComparison } from '@celltwin/contracts'
import type { Model } from '@celltwin/inspection'
import { goldenAnswers } from '@celltwin/inspection/golden'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { type ModelPackage, readModelPackage } from '@celltwin/models'
import { bestOf, compareGolden, type Golden, pairedOutcomes } from '@celltwin/transition'
import { describeMachine } from '../bench/machine.ts'
import { type LabelledSet, readSet } from './labelled-set.ts'
import { transitionOf } from './manifest.ts'
import { judgeParts } from './part-set.ts'

export interface CompareOptions {
  readonly definition: CellDefinition
  /** Folder with a labelled set of one's own, in place of the base's. */
  readonly set?: string | undefined
  readonly say: (text: string) => void
}

interface Opened extends ModelPackage {
  readonly folder: string
  /** As agents run it. */
  readonly running: Model
}

async function open(folder: string): Promise<Opened> {
  const read = await readModelPackage(folder)
  return { ...read, folder, running: await loadOnnxModel(read) }
}

/** Writes `comparison.json` into each folder. @throws Error where the base has no frozen set, or something cannot be read. */
export async function compareModels(
  folders: readonly string[],
  base: string,
  options: CompareOptions,
): Promise<ModelComparison[]> {
  const against = await open(base)
  const models = await Promise.all(folders.map(open))
  for (const model of models) refuseOtherQuestion(model, against)
  const { right, set, setDigest } = await rightOnes([against, ...models], options)
  const { name, version } = against.manifest
  const { cpu, cores, platform } = describeMachine()
  const comparisons = await Promise.all(
    models.map(
      async (model, k): Promise<ModelComparison> => ({
        schema: 'celltwin/model-comparison/v1',
        model: model.digest,
        against: { digest: against.digest, name, version },
        ...{ set, setDigest },
        accuracy: pairedOutcomes(right[0]!, right[k + 1]!),
        golden: await goldenOf(model, against),
        machine: `${cpu} × ${cores}, ${platform}`,
      }),
    ),
  )
  for (const [k, { folder }] of models.entries())
    await writeFile(join(folder, 'comparison.json'), `${JSON.stringify(comparisons[k], null, 2)}\n`)
  return comparisons
}

/** Two models that tell other things apart are right about nothing in common. */
function refuseOtherQuestion({ manifest }: Opened, { manifest: base }: Opened): void {
  const [labels, others] = [manifest, base].map((each) => each.labels.join(', '))
  if (labels === others) return
  throw new Error(`${manifest.name} tells apart ${labels}, ${base.name} ${others}: there is nothing to compare`)
}

/** By model which inputs of the frozen set it got right: labels where it has labels, verdicts where it has parts. */
async function rightOnes(models: readonly Opened[], { definition, set: folder, say }: CompareOptions) {
  const [base] = models
  const frozen = transitionOf(base!).sets?.frozen
  if (!folder && frozen?.of === 'simulated-parts') {
    const running = models.map((model) => model.running)
    const { right, digest } = await judgeParts(frozen, definition, running, say)
    if (frozen.digest && frozen.digest !== digest)
      say(
        `the frozen set is not the one that the package was made with: sha256 ${digest}, its manifest says ${frozen.digest}`,
      )
    const set = `${frozen.parts} simulated parts, half of them with a defect, seed ${frozen.seed}`
    return { right, set, setDigest: digest }
  }
  const set = await readSet({ folder, simulated: frozen }, base!)
  if (!set)
    throw new Error(`model ${base!.manifest.name}: its manifest names no frozen set (sets.frozen); --set names one`)
  const right = await Promise.all(models.map(({ running }) => labelledRight(running, set)))
  return { right, set: set.name, setDigest: digestOf(set) }
}

async function labelledRight(model: Model, { inputs, labels }: LabelledSet): Promise<boolean[]> {
  const right: boolean[] = []
  for (const [k, { data, dims }] of inputs.entries()) {
    const answer = await model.run({ data: data as Float32Array, dims })
    right.push(bestOf(answer.data, 0, answer.data.length) === labels[k])
  }
  return right
}

function digestOf({ inputs, labels }: LabelledSet): string {
  const hash = createHash('sha256').update(JSON.stringify(labels))
  for (const { data } of inputs) hash.update(data as Float32Array)
  return hash.digest('hex')
}

/** Both models on the golden inputs of the base; where they take other inputs there is nothing to compare. */
async function goldenOf(model: Opened, base: Opened): Promise<Golden> {
  if (JSON.stringify(model.manifest.input) !== JSON.stringify(base.manifest.input))
    return { notComparable: 'the two models take other inputs' }
  if (!existsSync(join(base.folder, 'golden.json'))) return { inputs: 0, otherLabel: 0, greatestDifference: 0 }
  const [before, after] = await Promise.all([base, model].map(({ running }) => goldenAnswers(running, base.folder)))
  return compareGolden(before!.found, after!.found, before!.labels)
}
