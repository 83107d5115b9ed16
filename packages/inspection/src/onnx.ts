/** ONNX models through onnxruntime: the only file that imports it. `run` blocks its thread, so give it one of its own. */
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import {
  type BackendOptions,
  type InferenceBackend,
  type ModelPackage,
  modelOf,
  type Network,
  networkOf,
  type OpenNetwork,
} from './inference/backend.ts'
import type { Model } from './inspector.ts'

export interface OnnxOptions {
  /** Threads of one operator. More than one pays only where the cores are idle. */
  readonly threads?: number
  /** Of the processor, for the record: kernels differ by it, and so do the last bits of what they compute. */
  readonly instructionSet?: string
}

const PROVIDER = 'cpu'

/** @throws Error where the bytes are no model that this runtime can run. */
export const loadOnnxModel = async (model: ModelPackage, options: OnnxOptions = {}): Promise<Model> =>
  modelOf(model, await onnxBackend('ort-cpu').open(networkOf(model), options))

type Provider = 'cpu' | 'cuda'

const createSession = (
  model: Uint8Array,
  graphOptimizationLevel: 'disabled' | 'all',
  threads: number,
  provider: Provider = PROVIDER,
) =>
  InferenceSession.create(model, {
    executionProviders: [provider],
    graphOptimizationLevel,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // 25 MB kept in an agent. Without it each tensor of the face net goes back to the system, which zeroes its pages
    // again at the next run: 10,700 page faults, and 37 ms of processor time in place of 15.
    enableCpuMemArena: true,
    enableMemPattern: false,
    // Threads that spin while idle would take the other modules' cores.
    extra: {
      session: {
        intra_op: { allow_spinning: '0' },
        inter_op: { allow_spinning: '0' },
        // Else the runtime would quietly put on the processor what the asked-for provider cannot run.
        ...(provider === PROVIDER ? {} : { disable_cpu_ep_fallback: '1' }),
      },
    },
  })

/** `ort-cpu` and `ort-cuda`. */
export const onnxBackend = (name: 'ort-cpu' | 'ort-cuda'): InferenceBackend => ({
  name,
  async open(network: Network, { threads = 1, graphOptimisation = 'all', instructionSet }: BackendOptions = {}) {
    const provider = name === 'ort-cpu' ? PROVIDER : 'cuda'
    const session = await createSession(network.bytes, graphOptimisation, threads, provider).catch((cause: Error) => {
      const missing = /ExecutionProvider_Cuda/.test(cause.message)
        ? 'this device has no CUDA provider of onnxruntime; '
        : ''
      throw new Error(`${name} cannot run ${network.name}: ${missing}${cause.message}`)
    })
    const [inputName] = session.inputNames
    const [outputName] = session.outputNames
    if (!inputName || !outputName) throw new Error(`model ${network.name}: has no input or no output`)
    const open: OpenNetwork = {
      inputDims: shapeOf(session),
      describe: () => ({
        backend: name,
        provider,
        precision: network.precision,
        network: network.digest,
        runtime: `onnxruntime-node ${env.versions.node}`,
        ...(instructionSet ? { instructionSet } : {}),
      }),
      async run({ data, dims }) {
        const answer = (await session.run({ [inputName]: new OrtTensor('float32', data, dims) }))[outputName]
        if (!(answer?.data instanceof Float32Array)) throw new Error(`model ${network.name}: did not answer in float32`)
        return { data: answer.data, dims: answer.dims }
      },
      close: () => session.release(),
    }
    return open
  },
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
