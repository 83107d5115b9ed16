/** Between the format's tensors and arrays of numbers. */
import type { Tensor, TensorData } from '../runtime.ts'
import { DATA_TYPE, type OnnxTensor } from './model.ts'

const ARRAYS = {
  [DATA_TYPE.float]: Float32Array,
  [DATA_TYPE.uint8]: Uint8Array,
  [DATA_TYPE.int8]: Int8Array,
  [DATA_TYPE.int32]: Int32Array,
  [DATA_TYPE.int64]: BigInt64Array,
  [DATA_TYPE.float16]: Uint16Array,
  [DATA_TYPE.double]: Float64Array,
} as const

/** The numbers of a float tensor; undefined where it is of another type. */
export function floatsOf({ dataType, rawData, floatData }: OnnxTensor): Float32Array | undefined {
  if (dataType !== DATA_TYPE.float) return undefined
  if (!rawData?.length) return Float32Array.from(floatData ?? [])
  // Copied: the bytes may start at any address.
  return new Float32Array(Uint8Array.from(rawData).buffer)
}

/** The element type of numbers as a runtime gives them; undefined where the array does not tell (bytes may be booleans). */
export function dataTypeOf(data: TensorData): number | undefined {
  const found = Object.entries(ARRAYS).find(([, array]) => data instanceof array)
  return data instanceof Uint8Array || !found ? undefined : Number(found[0])
}

/** @param dataType where the array does not tell. */
export function tensorOf(name: string, { data, dims }: Tensor, dataType = dataTypeOf(data)): OnnxTensor {
  if (dataType === undefined) throw new Error(`tensor ${name}: its element type is not known`)
  const rawData = new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer)
  return { name, dims: [...dims], dataType, rawData }
}

export const scalar = (name: string, data: TensorData, dataType?: number): OnnxTensor =>
  tensorOf(name, { data, dims: [] }, dataType)

export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, size) => product * size, 1)
