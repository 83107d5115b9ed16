/** The port to whatever runs ONNX models. This package edits and judges models; what runs them belongs to the caller. */

export type TensorData = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array | Uint16Array | Float64Array

export interface Tensor {
  readonly data: TensorData
  readonly dims: readonly number[]
}

/** Tensors by the name of the input or output they belong to. */
export type Tensors = Readonly<Record<string, Tensor>>

/** `disabled` runs the graph node by node as it is written; `all` lets the runtime fuse and lay out for this machine. */
export type GraphOptimisation = 'disabled' | 'all'

export interface RuntimeOptions {
  readonly graphOptimizationLevel: GraphOptimisation
  /** Threads of one operator. */
  readonly threads: number
}

export interface RuntimeSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  run(inputs: Tensors): Promise<Tensors>
  release(): Promise<void>
}

/** @throws Error where the bytes are no model that the runtime can run. */
export type OpenSession = (model: Uint8Array, options: RuntimeOptions) => Promise<RuntimeSession>
