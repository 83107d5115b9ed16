/** The port behind which networks run, wherever that is. No backend falls back to another: what cannot run is refused. */
import type { BackendName } from '@celltwin/contracts'
import type { Model, Tensor } from '../inspector.ts'

export interface Network {
  readonly name: string
  /** ONNX. */
  readonly bytes: Uint8Array
  /** sha256 of the bytes. */
  readonly digest: string
  /** As its package says it; `tensorrt` builds an engine of another where asked. */
  readonly precision: string
}

export interface BackendOptions {
  /** Threads of one operator; onnxruntime only. More than one pays only where the cores are idle. */
  readonly threads?: number
  /** onnxruntime only: `disabled` runs the graph as it is written. */
  readonly graphOptimisation?: 'disabled' | 'all'
  /** Of the processor, for the record; onnxruntime only. */
  readonly instructionSet?: string
  /** `tensorrt`: the Unix socket of the sidecar. */
  readonly socket?: string
  /** `tensorrt`: of the engine, where not the network's own. */
  readonly precision?: string
  /** `recorded`: the folder of the recordings. */
  readonly recordings?: string
  /** What an opening that takes minutes is doing. */
  readonly onProgress?: (progress: OpeningProgress) => void
}

export interface OpeningProgress {
  readonly phase: string
  readonly detail: string
  readonly tookMs: number
}

/** What really runs. */
export interface Running {
  readonly backend: BackendName
  readonly provider: string
  readonly precision: string
  /** sha256 of the network. */
  readonly network: string
  /** Key of the engine in the cache, where the backend builds one. */
  readonly engine?: string
  readonly runtime: string
  readonly instructionSet?: string
}

export interface OpenNetwork {
  readonly inputDims: readonly number[]
  describe(): Running
  /** @throws Error where it did not run; nothing else is tried. */
  run(input: Tensor): Promise<Tensor>
  close(): Promise<void>
}

export interface InferenceBackend {
  readonly name: BackendName
  /** @throws Error saying what is missing or wrong. */
  open(network: Network, options?: BackendOptions): Promise<OpenNetwork>
}

/** `tensorrt 8.0.1.6/TensorRT/fp16/engine 1a2b3c4d5e6f`: for `algorithm.backend` of a result. Same text, same computation. */
export const backendText = ({ runtime, provider, precision, engine, instructionSet }: Running): string =>
  [
    runtime,
    provider,
    ...(precision === AS_EXPORTED ? [] : [precision]),
    ...(engine ? [`engine ${engine.slice(0, 12)}`] : []),
    ...(instructionSet ? [instructionSet] : []),
  ].join('/')

/** What `readModelPackage` of @celltwin/models gives. */
export interface ModelPackage {
  /** sha256 of the manifest. */
  readonly digest: string
  readonly manifest: Model['manifest'] & {
    readonly name: string
    readonly version: string
    /** sha256 by file name. */
    readonly files?: Readonly<Record<string, string>>
  }
  readonly model: Uint8Array
}

const AS_EXPORTED = 'as exported'

/** The network of a package. What its manifest does not say of the precision is not guessed. */
export const networkOf = ({ manifest, model }: ModelPackage): Network => ({
  name: manifest.name,
  bytes: model,
  digest: manifest.files?.['model.onnx'] ?? '',
  precision: typeof manifest.precision === 'string' ? manifest.precision : AS_EXPORTED,
})

/** A package's model, run by an open network. */
export const modelOf = ({ digest, manifest }: ModelPackage, open: OpenNetwork): Model => ({
  digest,
  manifest,
  name: manifest.name,
  version: manifest.version,
  backend: backendText(open.describe()),
  inputDims: open.inputDims,
  run: (input) => open.run(input),
})
