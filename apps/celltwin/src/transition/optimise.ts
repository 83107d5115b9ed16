/** `celltwin optimise`: a model package with variants for the edge beside its base, and whether each may go live. */
import { createHash } from 'node:crypto'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openOnnxSession } from '@celltwin/inspection/onnx'
import { type ModelPackage, readModelPackage } from '@celltwin/models'
import {
  type GateDecision,
  gate,
  makeVariant,
  opsetOf,
  readModel,
  type Variant,
  type VariantKind,
} from '@celltwin/transition'
import { describeMachine } from '../bench/machine.ts'
import { compareAccuracy, compareWithGolden, openVariant, rightOnes } from './compare-variants.ts'
import { type LabelledSet, readSet } from './labelled-set.ts'
import { type Golden, readGolden, type Transition, transitionOf } from './manifest.ts'

export interface OptimiseOptions {
  readonly out: string
  /** Folders with sets of one's own, in place of the manifest's. */
  readonly calibration?: string
  readonly frozen?: string
}

const MADE: readonly Exclude<VariantKind, 'base'>[] = ['fp32', 'fp16', 'int8']
const PRECISION = { base: 'float32', fp32: 'float32', fp16: 'float16', int8: 'int8' } as const

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
const fileOf = (kind: VariantKind) => (kind === 'base' ? 'model.onnx' : `model.${kind}.onnx`)

/** What each variant's gate decided. @throws Error naming what is wrong with the package or a set. */
export async function optimise(
  folder: string,
  options: OptimiseOptions,
  say: (text: string) => void,
): Promise<Readonly<Record<string, GateDecision>>> {
  const model = await readModelPackage(folder)
  const transition = transitionOf(model)
  const golden = await readGolden(folder, transition)
  const calibration = await readSet({ folder: options.calibration, simulated: transition.sets?.calibration }, model)
  const variants: Variant[] = [await makeVariant(model.model, 'base', { open: openOnnxSession })]
  for (const kind of MADE) {
    try {
      variants.push(await variantOf(model, kind, calibration))
    } catch (error) {
      say(`${kind}: not made. ${(error as Error).message}`)
    }
  }
  await writePackage(folder, options.out, model, variants, calibration)
  say(`${variants.length - 1} variants in ${options.out}`)
  const frozen = await readSet({ folder: options.frozen, simulated: transition.sets?.frozen }, model)
  const decisions = await decide(variants, transition, golden, frozen)
  const report = { model: model.manifest.name, frozenSet: frozen?.name ?? null, decisions, machine: describeMachine() }
  // Beside the manifest and not in it: the files are the same anywhere, how they compute depends on the machine.
  await writeFile(join(options.out, 'gate.json'), `${JSON.stringify(report, null, 2)}\n`)
  return decisions
}

function variantOf({ model }: ModelPackage, kind: VariantKind, calibration: LabelledSet | undefined): Promise<Variant> {
  if (!calibration) return makeVariant(model, kind, { open: openOnnxSession })
  const input = readModel(model).graph.input?.[0]?.name ?? ''
  return makeVariant(model, kind, {
    open: openOnnxSession,
    calibration: calibration.inputs.map((each) => ({ [input]: each })),
  })
}

async function writePackage(
  folder: string,
  out: string,
  { manifest, model }: ModelPackage,
  variants: readonly Variant[],
  calibration: LabelledSet | undefined,
): Promise<void> {
  await mkdir(out, { recursive: true })
  for (const file of Object.keys(manifest.files)) await cp(join(folder, file), join(out, file))
  const files: Record<string, string> = { ...manifest.files }
  const opset = opsetOf(readModel(model))
  const described: Record<string, unknown> = {}
  for (const { kind, bytes, sessionOptions } of variants) {
    const file = fileOf(kind)
    await writeFile(join(out, file), bytes)
    files[file] = sha256(bytes)
    described[kind] = {
      file,
      sha256: files[file],
      precision: PRECISION[kind],
      opset,
      ...sessionOptions,
      ...(kind === 'int8' && { calibration: calibration?.name }),
    }
  }
  const written = { ...manifest, files, variants: described }
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(written, null, 2)}\n`)
}

async function decide(
  variants: readonly Variant[],
  { gate: rule }: Transition & { readonly gate: Parameters<typeof gate>[0]['rule'] },
  golden: Golden | undefined,
  frozen: LabelledSet | undefined,
): Promise<Record<string, GateDecision>> {
  const decisions: Record<string, GateDecision> = {}
  let base: boolean[] | undefined
  for (const variant of variants) {
    const session = await openVariant(variant)
    try {
      const right = frozen && (await rightOnes(session, frozen))
      base ??= right
      if (variant.kind === 'base') continue
      decisions[variant.kind] = gate({
        rule,
        ...(right && base && { accuracy: compareAccuracy(base, right) }),
        ...(golden && { golden: await compareWithGolden(session, golden) }),
      })
    } finally {
      await session.release()
    }
  }
  return decisions
}
