/** ONNX models through onnxruntime: the only file that imports it. `run` blocks its thread, so give it one of its own. */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import type { Model, Tensor } from './inspector.ts'

/** What `readModelPackage` of @celltwin/models gives. */
export interface OnnxPackage {
  /** sha256 of the manifest. */
  readonly digest: string
  readonly manifest: Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string }
  readonly model: Uint8Array
}

export interface OnnxOptions {
  /** Threads of one operator. More than one pays only where the cores are idle. */
  readonly threads?: number
}

const PROVIDER = 'cpu'

/** @throws Error where the bytes are no model that this runtime can run. */
export async function loadOnnxModel(
  { digest, manifest, model }: OnnxPackage,
  options: OnnxOptions = {},
): Promise<Model> {
  const session = await createSession(model, 'all', options.threads ?? 1)
  const [inputName] = session.inputNames
  const [outputName] = session.outputNames
  if (!inputName || !outputName) throw new Error(`model ${manifest.name}: has no input or no output`)
  return {
    digest,
    manifest,
    name: manifest.name,
    version: manifest.version,
    backend: `onnxruntime-node/${PROVIDER}`,
    inputDims: shapeOf(session),
    async run({ data, dims }: Tensor): Promise<Tensor> {
      const answer = (await session.run({ [inputName]: new OrtTensor('float32', data, dims) }))[outputName]
      if (!(answer?.data instanceof Float32Array)) throw new Error(`model ${manifest.name}: did not answer in float32`)
      return { data: answer.data, dims: answer.dims }
    },
  }
}

const createSession = (model: Uint8Array, graphOptimizationLevel: 'disabled' | 'all', threads: number) =>
  InferenceSession.create(model, {
    executionProviders: [PROVIDER],
    graphOptimizationLevel,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // An arena would keep its largest hour for ever: 40 MB more in an agent, and hardly faster at one run a part.
    enableCpuMemArena: false,
    enableMemPattern: false,
    // Threads that spin while idle would take the other modules' cores.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  })

export type TensorData = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array | Uint16Array | Float64Array

/** A model with all its inputs and outputs by name, of any type: what making and comparing variants needs. */
export interface OnnxSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  run(inputs: Readonly<Record<string, AnyTensor>>): Promise<Record<string, AnyTensor>>
  release(): Promise<void>
}
interface AnyTensor {
  readonly data: TensorData
  readonly dims: readonly number[]
}

/** @throws Error where the bytes are no model that this runtime can run. */
export async function openOnnxSession(
  model: Uint8Array,
  options: { readonly graphOptimizationLevel: 'disabled' | 'all'; readonly threads: number },
): Promise<OnnxSession> {
  const session = await createSession(model, options.graphOptimizationLevel, options.threads)
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, dims }]) => [name, ortTensor(data, dims)])
      return (await session.run(Object.fromEntries(feeds))) as unknown as Record<string, AnyTensor>
    },
    release: () => session.release(),
  }
}

const ORT_TYPES = [
  [Float32Array, 'float32'],
  [Uint8Array, 'uint8'],
  [Int8Array, 'int8'],
  [Int32Array, 'int32'],
  [BigInt64Array, 'int64'],
  [Uint16Array, 'float16'],
  [Float64Array, 'float64'],
] as const

function ortTensor(data: TensorData, dims: readonly number[]): OrtTensor {
  const type = ORT_TYPES.find(([kind]) => data instanceof kind)?.[1] ?? 'float32'
  return new OrtTensor(type, data as Float32Array, dims) as OrtTensor
}

function shapeOf({ inputMetadata: [input] }: InferenceSession): number[] {
  return input?.isTensor ? input.shape.map((size) => (typeof size === 'number' && size > 0 ? size : 1)) : []
}
