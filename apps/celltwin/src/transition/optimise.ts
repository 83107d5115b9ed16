/** `celltwin optimise`: variants of a model for the edge, each a package of its own with its comparison, and whether it may go live. */
import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CellDefinition, GoldenFaces, GoldenTensors } from '@celltwin/contracts'
import { goldenAnswers } from '@celltwin/inspection/golden'
import { loadOnnxModel, openOnnxSession } from '@celltwin/inspection/onnx'
import { type ModelPackage, readModelPackage } from '@celltwin/models'
import {
  comparePaired,
  type GateDecision,
  gate,
  makeVariant,
  opsetOf,
  readModel,
  type Tensor,
  USUAL_GATE,
  type Variant,
  type VariantKind,
} from '@celltwin/transition'
import { compareModels } from './compare-models.ts'
import { readSet } from './labelled-set.ts'
import { transitionOf } from './manifest.ts'
import { inputsOf } from './part-set.ts'

export interface OptimiseOptions {
  /** A folder for each variant is made in it. */
  readonly out: string
  /** Its recipe says how much may be lost, its modules inspect simulated parts. */
  readonly definition: CellDefinition
  /** Folders with sets of one's own, in place of the manifest's. */
  readonly calibration?: string
  readonly frozen?: string
  /** Only these. */
  readonly variants?: readonly MadeKind[]
}

export type MadeKind = Exclude<VariantKind, 'base'>
const MADE: readonly MadeKind[] = ['fp32', 'fp16', 'int8']
/** Of the base: what is said of its figures and its signature does not hold for a variant. */
const LEFT_OUT = new Set(['model.onnx', 'metrics.json'])

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** What each variant's gate decided. @throws Error naming what is wrong with the package or a set. */
export async function optimise(
  folder: string,
  options: OptimiseOptions,
  say: (text: string) => void,
): Promise<Readonly<Record<string, GateDecision>>> {
  const { definition, frozen: set, variants = MADE } = options
  const model = await readModelPackage(folder)
  const calibration = variants.includes('int8') ? await calibrationOf(model, options) : undefined
  const made: string[] = []
  for (const kind of variants) {
    try {
      const variant = await variantOf(model, kind, calibration?.inputs)
      await writePackage(folder, join(options.out, kind), model, variant, calibration?.name)
      made.push(kind)
    } catch (error) {
      say(`${kind}: not made. ${(error as Error).message}`)
    }
  }
  say(`${made.length} packages in ${options.out}`)
  const folders = made.map((kind) => join(options.out, kind))
  const comparisons = await compareModels(folders, folder, { definition, set, say })
  const rule = definition.recipe.modelGate ?? USUAL_GATE
  const decided = comparisons.map(({ accuracy, golden }) => gate({ rule, accuracy: comparePaired(accuracy), golden }))
  return Object.fromEntries(made.map((kind, k) => [kind, decided[k]!]))
}

async function calibrationOf(model: ModelPackage, { calibration: folder, definition }: OptimiseOptions) {
  const simulated = transitionOf(model).sets?.calibration
  if (!folder && simulated?.of === 'simulated-parts') {
    const inputs = await inputsOf(simulated, definition, await loadOnnxModel(model))
    return { inputs, name: `${simulated.parts} simulated parts, seed ${simulated.seed}` }
  }
  return readSet({ folder, simulated }, model)
}

function variantOf({ model }: ModelPackage, kind: VariantKind, calibration: readonly Tensor[] | undefined) {
  const input = readModel(model).graph.input?.[0]?.name ?? ''
  return makeVariant(model, kind, {
    open: openOnnxSession,
    ...(calibration ? { calibration: calibration.map((each) => ({ [input]: each })) } : {}),
  })
}

async function writePackage(
  from: string,
  out: string,
  { manifest, model, digest }: ModelPackage,
  { kind, bytes }: Variant,
  calibration: string | undefined,
): Promise<void> {
  await mkdir(out, { recursive: true })
  const names = Object.keys(manifest.files).filter((name) => !LEFT_OUT.has(name))
  for (const name of names) await cp(join(from, name), join(out, name))
  await writeFile(join(out, 'model.onnx'), bytes)
  const { files: _files, metrics: _metrics, ...rest } = manifest
  const described = {
    ...rest,
    precision: kind,
    variantOf: digest,
    opset: opsetOf(readModel(model)),
    ...(kind === 'int8' ? { calibration } : {}),
  }
  if (names.includes('golden.json'))
    await answerGolden(out, { digest: '', manifest: { ...described, files: {} }, model: bytes })
  if (names.includes('card.md')) {
    const card = await readFile(join(out, 'card.md'), 'utf8')
    const { name, version } = manifest
    await writeFile(
      join(out, 'card.md'),
      `**Variant ${kind} of ${name} ${version}** (${digest.slice(0, 12)}), made by \`celltwin optimise\`. The figures below are the base's; comparison.json counts both on the same set.\n\n${card}`,
    )
  }
  const digests = await Promise.all(
    ['model.onnx', ...names].map(async (name) => [name, sha256(await readFile(join(out, name)))] as const),
  )
  const written = { ...described, files: Object.fromEntries(digests) }
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(written, null, 2)}\n`)
}

/** The golden answers of a variant are its own: a device is held to them; how far they lie from the base's is compared. */
async function answerGolden(folder: string, variant: ModelPackage): Promise<void> {
  const { found, labels } = await goldenAnswers(await loadOnnxModel(variant), folder)
  const score = found.map((each) => Number(each.toFixed(6)))
  const file = join(folder, 'golden.json')
  const golden = JSON.parse(await readFile(file, 'utf8')) as GoldenTensors | GoldenFaces
  const answered = 'cases' in golden ? { ...golden, cases: casesWith(golden, score, labels) } : { ...golden, score }
  await writeFile(file, `${JSON.stringify(answered)}\n`)
}

/** The scores dealt out again, in the order in which they were asked for. */
function casesWith({ cases }: GoldenFaces, score: readonly number[], labels: number): GoldenFaces['cases'] {
  const left = score.slice()
  return cases.map((each) => ({ ...each, answers: each.answers.map(() => left.splice(0, labels)) }))
}
