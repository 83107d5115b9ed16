/** ONNX models as plain objects: read, edit, write. */
import { MODEL } from './schema.ts'

/** Element types of tensors, by the number that the format gives them. */
export const DATA_TYPE = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10, double: 11 } as const

export interface OnnxTensor {
  name?: string
  dims?: number[]
  dataType?: number
  rawData?: Uint8Array
  floatData?: number[]
  int32Data?: number[]
  int64Data?: number[]
  doubleData?: number[]
  externalData?: Uint8Array[]
}

export interface OnnxAttribute {
  name: string
  type?: number
  f?: number
  i?: number
  s?: Uint8Array
  t?: OnnxTensor
  g?: OnnxGraph
  floats?: number[]
  ints?: number[]
  graphs?: OnnxGraph[]
}

export interface OnnxNode {
  name?: string
  opType: string
  domain?: string
  input?: string[]
  output?: string[]
  attribute?: OnnxAttribute[]
}

export interface OnnxValue {
  name: string
  type?: { tensorType?: { elemType?: number; shape?: Uint8Array } }
}

export interface OnnxGraph {
  name?: string
  node?: OnnxNode[]
  initializer?: OnnxTensor[]
  input?: OnnxValue[]
  output?: OnnxValue[]
  valueInfo?: OnnxValue[]
}

export interface OnnxModel {
  irVersion?: number
  opsetImport?: { domain?: string; version?: number }[]
  producerName?: string
  producerVersion?: string
  graph: OnnxGraph
}

/** @throws Error where the bytes are no ONNX model, or one that keeps its weights in other files. */
export function readModel(bytes: Uint8Array): OnnxModel {
  let model: Partial<OnnxModel>
  try {
    model = MODEL.toObject(MODEL.decode(bytes), { longs: Number })
  } catch (error) {
    throw new Error(`not an ONNX model: ${(error as Error).message}`)
  }
  const { graph } = model
  if (!graph?.node) throw new Error('not an ONNX model: it has no graph')
  if (graph.initializer?.some(({ externalData }) => externalData?.length)) {
    throw new Error('the model keeps its weights in other files; save it as one')
  }
  return { ...model, graph }
}

export const writeModel = (model: OnnxModel): Uint8Array =>
  Uint8Array.from(MODEL.encode(MODEL.fromObject(model)).finish())

/** Version of the standard operators that the model is written in. */
export const opsetOf = ({ opsetImport }: OnnxModel): number =>
  opsetImport?.find(({ domain }) => !domain || domain === 'ai.onnx')?.version ?? 1
