/** `celltwin profile`: what a model and its variants cost on this device, phase by phase. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BackendName,
  PROFILE_PHASES,
  type ProfileAccuracy,
  type ProfileRecord,
  type ProfileRun,
} from '@celltwin/contracts'
import { openNetwork } from '@celltwin/inspection/inference'
import { openOnnxSession } from '@celltwin/inspection/onnx'
import { instructionSet } from '@celltwin/models'
import { makeVariant, readModel, type VariantKind } from '@celltwin/transition'
import { breakEvenOf, figuresOf, measuredPhases } from '@celltwin/transition/profile'
import { describeDevice } from './device.ts'
import type { Job } from './job.ts'
import { findMeter } from './meters/find-meter.ts'
import { notesOf, tableOf, writeReport } from './report.ts'
import { runVariant, type VariantRun } from './run-variant.ts'
import {
  bytesOf,
  calibrationSet,
  frozenSet,
  type Inputs,
  plainInputs,
  readSubject,
  type Subject,
  sha256,
} from './subject.ts'

export interface ProfileOptions {
  readonly variants: readonly VariantKind[]
  readonly rounds: number
  readonly warmUp: number
  readonly threads: number
  readonly backend: BackendName
  readonly socket?: string
  /** Folders with sets of one's own. */
  readonly set?: string
  readonly calibration?: string
  readonly meter: string
  readonly interval: number
  readonly out?: string
}

export interface ProfileTools {
  /** The runner's script. */
  readonly runner: URL
  readonly progress: (text: string) => void
}

interface Shop {
  readonly subject: Subject
  readonly inputs: Inputs
  readonly options: ProfileOptions
  readonly folder: string
  readonly tools: ProfileTools
}

/** @throws Error where a variant cannot be made or run: a table with holes compares nothing. */
export async function profile(model: string, options: ProfileOptions, tools: ProfileTools): Promise<ProfileRecord> {
  const subject = await readSubject(model)
  // Before the set, which may take minutes to render: a meter that is not there is told at once.
  const found = findMeter(options.meter, options.interval)
  const folder = mkdtempSync(join(tmpdir(), 'celltwin-profile-'))
  try {
    const inputs = (await frozenSet(subject, options.set)) ?? plainInputs(subject, await inputDimsOf(subject))
    const runs: ProfileRun[] = []
    for (const variant of options.variants)
      runs.push(await profileVariant(variant, { subject, inputs, options, folder, tools }, found, runs))
    return {
      schema: 'celltwin/profile/v1',
      takenAt: new Date().toISOString(),
      model: { name: subject.name, version: subject.version, digest: subject.digest },
      device: describeDevice(),
      versions: {
        node: process.versions.node,
        ...Object.fromEntries(runs.map(({ ran }) => [ran.backend, ran.runtime])),
      },
      window: {
        phases: [...PROFILE_PHASES],
        warmUpRounds: options.warmUp,
        rounds: options.rounds,
        batch: 1,
        threads: options.threads,
      },
      set: inputs.facts,
      meter: 'facts' in found ? found.facts : found,
      runs,
    }
  } finally {
    if ('close' in found) found.close()
    rmSync(folder, { recursive: true })
  }
}

/** On the terminal, and into a folder where one is named. */
export async function profileAndReport(model: string, options: ProfileOptions, runner: URL): Promise<void> {
  const record = await profile(model, options, { runner, progress: console.error })
  const { device } = record
  console.log(
    [
      `${record.model.name} ${record.model.version} on ${device.name}, ${device.processor} × ${device.cores}`,
      tableOf(record),
      notesOf(record),
    ].join('\n\n'),
  )
  if (options.out) await writeReport(options.out, record)
}

async function inputDimsOf({ name, network, digest }: Subject): Promise<readonly number[]> {
  const open = await openNetwork('ort-cpu', { name, bytes: network, digest, precision: '' })
  await open.close()
  return open.inputDims
}

async function profileVariant(
  variant: VariantKind,
  shop: Shop,
  found: ReturnType<typeof findMeter>,
  before: readonly ProfileRun[],
): Promise<ProfileRun> {
  const { options, inputs, tools } = shop
  const progress = (text: string) => tools.progress(`${variant}: ${text}`)
  progress('making it')
  const { job, bytes } = await prepare(variant, shop)
  progress(`running on ${job.backend}`)
  const meter = 'read' in found ? found : undefined
  const run = await runVariant(job, {
    runner: tools.runner,
    intervalMs: options.interval,
    progress,
    ...(meter ? { meter } : {}),
  })
  const reads = meter?.facts.reads ?? 'instant'
  const figures = figuresOf({
    ...run,
    reads,
    batch: 1,
    deviceMemoryMb: describeDevice().memoryMb,
  })
  const base = before.find((each) => each.variant === 'base')
  return {
    variant,
    ran: run.ran,
    networkBytes: bytes,
    accuracy: accuracyOf(run, inputs),
    figures: { ...figures, ...(base ? breakEvenOf(base.figures, figures, options.rounds) : {}) },
    phases: measuredPhases(run.phases, run.samples, reads),
    samples: run.samples,
  }
}

/** Makes the variant and lays it and the inputs where the runner reads them. */
async function prepare(
  kind: VariantKind,
  { subject, inputs, options, folder }: Shop,
): Promise<{ job: Job; bytes: number }> {
  // The base is what came from the data-science phase; no engine is built for it.
  const backend = kind === 'base' && options.backend === 'tensorrt' ? 'ort-cpu' : options.backend
  const engine = backend === 'tensorrt'
  // TensorRT makes FP32 and FP16 of the network as it is; the scales of INT8 must come with it.
  const made = engine && kind !== 'int8' ? 'base' : kind
  const calibration = made === 'int8' ? await calibrationSet(subject, inputs, options.calibration) : undefined
  const input = readModel(subject.network).graph.input?.[0]?.name ?? ''
  const { bytes, sessionOptions } = await makeVariant(subject.network, made, {
    open: openOnnxSession,
    ...(calibration ? { calibration: calibration.map((each) => ({ [input]: each })) } : {}),
  })
  const networkFile = join(folder, `${kind}.onnx`)
  const inputsFile = join(folder, 'inputs.f32')
  writeFileSync(networkFile, bytes)
  writeFileSync(inputsFile, Buffer.concat(inputs.items.map(bytesOf)))
  const precision = kind === 'base' ? 'as exported' : kind
  return {
    bytes: bytes.length,
    job: {
      name: `${subject.name} ${kind}`,
      networkFile,
      digest: sha256(bytes),
      precision,
      backend,
      options: {
        threads: options.threads,
        graphOptimisation: sessionOptions.graphOptimizationLevel,
        instructionSet: instructionSet(),
        ...(options.socket ? { socket: options.socket } : {}),
      },
      inputsFile,
      dims: inputs.dims,
      items: inputs.facts.items,
      warmUpRounds: options.warmUp,
      rounds: options.rounds,
      classify: inputs.labels !== undefined,
    },
  }
}

function accuracyOf({ classes }: VariantRun, { labels, facts }: Inputs): ProfileAccuracy {
  if (!classes || !labels) return { unmeasured: `${facts.source}: there are no labels` }
  const correct = classes.filter((each, i) => each === labels[i]).length
  return { value: correct / labels.length, correct, of: labels.length }
}
