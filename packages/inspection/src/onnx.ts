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
  const session = await InferenceSession.create(model, {
    executionProviders: [PROVIDER],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: options.threads ?? 1,
    interOpNumThreads: 1,
    // An arena would keep its largest hour for ever: 40 MB more in an agent, and hardly faster at one run a part.
    enableCpuMemArena: false,
    enableMemPattern: false,
    // Threads that spin while idle would take the other modules' cores.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  })
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

function shapeOf({ inputMetadata: [input] }: InferenceSession): number[] {
  return input?.isTensor ? input.shape.map((size) => (typeof size === 'number' && size > 0 ? size : 1)) : []
}
