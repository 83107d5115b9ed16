/**
 * Evidence bytes in, results out, for one module of a cell: what agents run in their inference thread and the command
 * line runs by hand.
 */
import {
  decodeSeries,
  type GaugeCalibration,
  type GoldenParity,
  type Module,
  type Recipe,
  type Result,
  SERIES_MEDIA_TYPE,
} from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import { inspectorNamed, inspectPart } from './inspect.ts'
import type { DecodedEvidence, GreyImage, Model } from './inspector.ts'

export interface LoadRequest {
  readonly moduleId: string
  readonly module: Module
  readonly recipe: Recipe
  readonly modelsFolder: string
  /** A package in place of the one that the module's parameters name. */
  readonly model?: { readonly folder: string; readonly name: string }
}

/** What was loaded to inspect with; a module without a model has none. */
export interface LoadedModel {
  readonly digest: string
  readonly name: string
  readonly version: string
  readonly backend: string
}

export interface InspectRequest {
  /** Of this part, where it may be another than the one that was loaded. */
  readonly recipe?: Recipe
  readonly evidence: readonly {
    readonly kind: string
    readonly sha256: string
    readonly mediaType: string
    readonly bytes: Uint8Array
  }[]
  readonly partTemperatureC?: number
  readonly ambientTemperatureC?: number
  readonly calibration?: GaugeCalibration
  readonly distrust?: string
  readonly repeated?: string
}

export interface Inspected {
  readonly results: Result[]
  readonly steps: { readonly step: string; readonly tookMs: number }[]
  /** PNG files of what the inspector drew. */
  readonly drawn: { readonly kind: string; readonly bytes: Uint8Array }[]
  /** Why other evidence should be taken, where that may help. */
  readonly retake?: string
}

export type LoadModel = (modelsFolder: string, name: string) => Promise<Model>

/**
 * What a module needs to inspect: its inspector, and its model where it has one.
 * @throws Error where it has not what it needs, or a model that is not for it.
 */
export async function loadModule(request: LoadRequest, loadModel: LoadModel) {
  const { moduleId, module, recipe, modelsFolder } = request
  const inspector = inspectorNamed(module.inspector)
  const name = module.parameters.model
  if (inspector.checkModel && typeof name !== 'string')
    throw new Error(`modules.${moduleId}: inspector ${inspector.name} needs the parameter model`)
  const from = request.model ?? { folder: modelsFolder, name: name as string }
  const model = inspector.checkModel ? await loadModel(from.folder, from.name) : undefined
  if (model) inspector.checkModel?.(model)

  return {
    loaded: model && (({ digest, name, version, backend }): LoadedModel => ({ digest, name, version, backend }))(model),
    /** @throws Error where there is no model, or no golden inputs. */
    async golden(): Promise<GoldenParity> {
      if (!model) throw new Error(`modules.${moduleId} has no model`)
      const { goldenParity } = await import('./golden.ts')
      return goldenParity(model, `${from.folder}/${from.name}`)
    },
    /** The first run of a model takes longer than those after it: not while a part waits. */
    async warmUp(): Promise<void> {
      if (!model?.inputDims) return
      const size = model.inputDims.reduce((product, dim) => product * dim, 1)
      await model.run({ data: new Float32Array(size), dims: model.inputDims })
    },
    async inspect({ evidence, ...conditions }: InspectRequest): Promise<Inspected> {
      const startedAt = performance.now()
      const decoded = await Promise.all(evidence.map(decode))
      const decodedAt = performance.now()
      const { results, steps, drawn, retake } = await inspectPart({
        moduleId,
        module,
        recipe,
        evidence: decoded,
        now: () => performance.now(),
        ...(model ? { model } : {}),
        ...(conditions.calibration ? { calibrationDigest: hashOf(conditions.calibration) } : {}),
        ...conditions,
      })
      const inspectedAt = performance.now()
      const files = await Promise.all(drawn.map(async ({ kind, image }) => ({ kind, bytes: await encodeGrey(image) })))
      const encodedMs = performance.now() - inspectedAt
      const accountedMs = steps.reduce((sum, { tookMs }) => sum + tookMs, 0)
      const timed = [
        { step: 'decode', tookMs: decodedAt - startedAt },
        ...steps,
        { step: 'results', tookMs: Math.max(0, inspectedAt - decodedAt - accountedMs) },
        ...(files.length > 0 ? [{ step: 'encode', tookMs: encodedMs }] : []),
      ]
      return {
        results,
        steps: timed.map(({ step, tookMs }) => ({ step, tookMs: Math.round(10 * tookMs) / 10 })),
        drawn: files,
        ...(retake === undefined ? {} : { retake }),
      }
    },
  }
}

async function decode({
  kind,
  sha256,
  mediaType,
  bytes,
}: InspectRequest['evidence'][number]): Promise<DecodedEvidence> {
  if (mediaType === SERIES_MEDIA_TYPE) return { kind, sha256, series: decodeSeries(bytes) }
  return { kind, sha256, image: await decodeGrey(bytes) }
}

async function encodeGrey({ width, height, data }: GreyImage): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer()
}

/** The library is loaded where there is a first image, and keeps nothing. @throws Error where the bytes are no image. */
async function decodeGrey(bytes: Uint8Array): Promise<GreyImage> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
