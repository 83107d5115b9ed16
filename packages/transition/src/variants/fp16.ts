/**
 * Weights and arithmetic in half precision; inputs and outputs stay single, so that callers need not know.
 *
 * For devices with half-precision arithmetic. A runtime without such kernels (onnxruntime on a CPU) casts each operator's
 * operands to single and its result back: the file is half as large, and slower.
 */
import { attributeOf, inputsOf, nodesOf, outputNamesOf, subgraphsOf } from '../onnx/graph.ts'
import { halfBits } from '../onnx/half.ts'
import { DATA_TYPE, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor } from '../onnx/model.ts'
import { floatsOf, tensorOf } from '../onnx/tensor.ts'

/** Inputs that the format wants in single precision whatever the data is. */
const SINGLE_INPUTS: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2], Upsample: [1] }

/** @param model folded, so that its constants are initialisers. @throws Error naming what cannot be in half precision. */
export function toFp16(model: OnnxModel): OnnxModel {
  const { graph } = model
  for (const node of nodesOf(graph)) {
    if (node.domain && node.domain !== 'ai.onnx') throw new Error(`${node.domain} ${node.opType} has no half precision`)
    if (subgraphsOf(node).length > 0) throw new Error(`${node.opType}: nested graphs are not converted`)
  }
  const single = new Set(
    nodesOf(graph).flatMap((node) => (SINGLE_INPUTS[node.opType] ?? []).map((k) => inputsOf(node)[k] ?? '')),
  )
  const isFloat = (value: { type?: { tensorType?: { elemType?: number } } }) =>
    value.type?.tensorType?.elemType === DATA_TYPE.float
  const inputs = new Set((graph.input ?? []).filter(isFloat).map(({ name }) => name))
  const outputs = new Set((graph.output ?? []).filter(isFloat).map(({ name }) => name))
  // Inside, what the caller knows as x is x/half.
  const inner = (name: string) => (inputs.has(name) || outputs.has(name) ? `${name}/half` : name)
  const asked = outputNamesOf(graph)
  const node = nodesOf(graph).map(
    (each): OnnxNode => ({
      ...castInHalf(each),
      input: inputsOf(each).map(inner),
      output: (each.output ?? []).map((name) => (asked.has(name) ? inner(name) : name)),
    }),
  )
  const initializer = (graph.initializer ?? []).map((each) => (single.has(each.name ?? '') ? each : halved(each)))
  const halfGraph: OnnxGraph = {
    ...graph,
    node: [
      ...[...inputs].map((name) => cast(name, inner(name), DATA_TYPE.float16)),
      ...node,
      ...[...outputs].map((name) => cast(inner(name), name, DATA_TYPE.float)),
    ],
    initializer,
  }
  return { ...model, graph: halfGraph }
}

const cast = (from: string, to: string, type: number): OnnxNode => ({
  opType: 'Cast',
  name: `${to}/cast`,
  input: [from],
  output: [to],
  attribute: [{ name: 'to', type: 2, i: type }],
})

/** A cast to single becomes one to half. */
function castInHalf(node: OnnxNode): OnnxNode {
  if (node.opType !== 'Cast' || attributeOf(node, 'to')?.i !== DATA_TYPE.float) return node
  return { ...node, attribute: [{ name: 'to', type: 2, i: DATA_TYPE.float16 }] }
}

function halved(tensor: OnnxTensor): OnnxTensor {
  const values = floatsOf(tensor)
  if (!values) return tensor
  return tensorOf(tensor.name ?? '', { data: Uint16Array.from(values, halfBits), dims: tensor.dims ?? [] })
}
