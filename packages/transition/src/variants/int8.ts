/**
 * Eight-bit integers (QDQ form): each tensor that a quantised operator reads or gives passes through a pair of QuantizeLinear
 * and DequantizeLinear, and a runtime with integer kernels computes between such pairs in integers.
 *
 * Activations: unsigned, one scale and zero point a tensor, calibrated. Weights: signed, symmetric, a scale for each output
 * channel. Biases: 32 bits in the product of both scales.
 */
import {
  attributeOf,
  constantsOf,
  inputsOf,
  nodesOf,
  outputNamesOf,
  outputOf,
  pruned,
  readersOf,
} from '../onnx/graph.ts'
import { DATA_TYPE, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor, opsetOf } from '../onnx/model.ts'
import { floatsOf, scalar, sizeOf, tensorOf } from '../onnx/tensor.ts'
import type { OpenSession, Tensors } from '../runtime.ts'
import { type Range, rangesOf } from './calibrate.ts'

/** With weights; a Gemm may answer in single precision, a Conv has no kernel for that. */
const WEIGHTED = new Set(['Conv', 'Gemm'])
const ARITHMETIC = new Set(['Add', 'Concat', 'GlobalAveragePool', 'AveragePool'])
/** What only moves values keeps their scale. */
const MOVING = new Set(['Flatten', 'Reshape', 'Transpose', 'MaxPool', 'Squeeze', 'Unsqueeze', 'Resize'])
/** Where it follows an operator, the quantisation's own saturation does its work. */
const CLIPPING = new Set(['Relu', 'Clip'])
const LEAST_OPSET = 13

/** @param model folded. @throws Error where the opset has no scales by channel, or there is nothing to calibrate on. */
export async function toInt8(model: OnnxModel, open: OpenSession, calibration: Iterable<Tensors>): Promise<OnnxModel> {
  if (opsetOf(model) < LEAST_OPSET) {
    throw new Error(`scales by channel need opset ${LEAST_OPSET}, the model is of opset ${opsetOf(model)}`)
  }
  const plan = planOf(model.graph)
  if (plan.tensors.size === 0) throw new Error('the model has no operator that can be quantised')
  const ranges = await rangesOf(model, [...plan.tensors], calibration, open)
  return { ...model, graph: pruned(quantised(model.graph, plan, ranges)) }
}

interface Plan {
  readonly nodes: ReadonlySet<OnnxNode>
  /** Tensors that get a pair. */
  readonly tensors: ReadonlySet<string>
}

function planOf(graph: OnnxGraph): Plan {
  const constants = constantsOf(graph)
  const readers = readersOf(graph)
  const nodes = new Set<OnnxNode>()
  const tensors = new Set<string>()
  const isWeighted = (node: OnnxNode) => {
    const [, weight, bias] = inputsOf(node)
    const plain = node.opType === 'Conv' || (attributeOf(node, 'transB')?.i === 1 && !attributeOf(node, 'transA')?.i)
    const unscaled = (attributeOf(node, 'alpha')?.f ?? 1) === 1 && (attributeOf(node, 'beta')?.f ?? 1) === 1
    return WEIGHTED.has(node.opType) && plain && unscaled && constants.has(weight!) && (!bias || constants.has(bias))
  }
  const onlyClipped = (name: string) => {
    const all = readers.get(name) ?? []
    return all.length === 1 && CLIPPING.has(all[0]!.opType) && !outputNamesOf(graph).has(name)
  }
  for (const node of nodesOf(graph)) {
    if (node.domain && node.domain !== 'ai.onnx') continue
    const [first] = inputsOf(node)
    const output = outputOf(node)
    if (isWeighted(node)) {
      tensors.add(first!)
      const read = (readers.get(output) ?? []).some(({ opType }) => WEIGHTED.has(opType) || ARITHMETIC.has(opType))
      if (!onlyClipped(output) && (node.opType === 'Conv' || read)) tensors.add(output)
    } else if (ARITHMETIC.has(node.opType) && inputsOf(node).every((name) => !constants.has(name))) {
      for (const name of inputsOf(node)) tensors.add(name)
      if (!onlyClipped(output)) tensors.add(output)
    } else if (CLIPPING.has(node.opType) && !tensors.has(first!)) tensors.add(output)
    else if (MOVING.has(node.opType) && tensors.has(first!)) tensors.add(output)
    else continue
    nodes.add(node)
  }
  return { nodes, tensors }
}

interface Scale {
  readonly scale: number
  readonly zeroPoint: number
}

/** Zero stands for itself exactly: padding and clipped values are zeros. */
function scaleOf({ least, greatest }: Range): Scale {
  const low = Math.min(0, least)
  const scale = Math.fround((Math.max(0, greatest) - low) / 255) || 1
  return { scale, zeroPoint: Math.min(255, Math.max(0, Math.round(-low / scale))) }
}

function quantised(graph: OnnxGraph, { nodes, tensors }: Plan, ranges: ReadonlyMap<string, Range>): OnnxGraph {
  const constants = constantsOf(graph)
  const scales = new Map([...ranges].map(([name, range]) => [name, scaleOf(range)]))
  for (const node of nodesOf(graph)) {
    const [first] = inputsOf(node)
    if (nodes.has(node) && MOVING.has(node.opType)) scales.set(outputOf(node), scales.get(first!)!)
  }
  const asked = outputNamesOf(graph)
  const added: OnnxTensor[] = []
  const pairOf = (name: string): OnnxNode[] => {
    const { scale, zeroPoint } = scales.get(name)!
    added.push(scalar(`${name}/scale`, Float32Array.of(scale)))
    added.push(scalar(`${name}/zero`, Uint8Array.of(zeroPoint), DATA_TYPE.uint8))
    return pair(asked.has(name) ? `${name}/exact` : name, name, asked.has(name) ? name : `${name}/read`)
  }
  const reads = (name: string) => (tensors.has(name) && !asked.has(name) ? `${name}/read` : name)
  const gives = (name: string) => (tensors.has(name) && asked.has(name) ? `${name}/exact` : name)
  const node = nodesOf(graph).flatMap((each): OnnxNode[] => {
    const output = outputOf(each)
    const input = inputsOf(each).map(reads)
    const pairs = tensors.has(output) ? pairOf(output) : []
    if (!nodes.has(each) || !WEIGHTED.has(each.opType)) return [{ ...each, input, output: [gives(output)] }, ...pairs]
    const weights = quantisedWeights(each, constants, scales.get(inputsOf(each)[0]!)!.scale)
    added.push(...weights.tensors)
    const weighted = { ...each, input: [input[0]!, ...weights.names], output: [gives(output)] }
    return [...weights.nodes, weighted, ...pairs]
  })
  const inputs = (graph.input ?? []).filter(({ name }) => tensors.has(name)).flatMap(({ name }) => pairOf(name))
  return { ...graph, node: [...inputs, ...node], initializer: [...(graph.initializer ?? []), ...added] }
}

/** `from` through eight bits under the scale of `name`, to `to`. */
function pair(from: string, name: string, to: string): OnnxNode[] {
  const parameters = [`${name}/scale`, `${name}/zero`]
  const eight = `${name}/eight`
  return [
    { opType: 'QuantizeLinear', name: `${name}/quantise`, input: [from, ...parameters], output: [eight] },
    { opType: 'DequantizeLinear', name: `${name}/dequantise`, input: [eight, ...parameters], output: [to] },
  ]
}

const GREATEST_BIAS = 2 ** 30

function quantisedWeights(node: OnnxNode, constants: ReadonlyMap<string, OnnxTensor>, inputScale: number) {
  const [, weightName, biasName] = inputsOf(node)
  const { dims = [], ...weight } = constants.get(weightName!)!
  const values = floatsOf({ dims, ...weight })!
  const bias = biasName ? floatsOf(constants.get(biasName)!)! : undefined
  const channels = dims[0]!
  const size = sizeOf(dims.slice(1))
  const scale = new Float32Array(channels)
  for (let c = 0; c < channels; c++) {
    let greatest = 0
    for (let i = c * size; i < (c + 1) * size; i++) greatest = Math.max(greatest, Math.abs(values[i]!))
    // A channel of next to no weight must leave its bias room in 32 bits.
    scale[c] = Math.max(greatest / 127, Math.abs(bias?.[c] ?? 0) / (inputScale * GREATEST_BIAS)) || 1
  }
  const name = `${outputOf(node)}/weight`
  const eight = Int8Array.from(values, (value, i) => Math.round(value / scale[Math.floor(i / size)]!))
  const tensors = [
    tensorOf(`${name}/eight`, { data: eight, dims }),
    tensorOf(`${name}/scale`, { data: scale, dims: [channels] }),
    tensorOf(`${name}/zero`, { data: new Int8Array(channels), dims: [channels] }),
  ]
  const nodes = [dequantise(name)]
  if (!bias) return { tensors, nodes, names: [name] }
  const biasScale = scale.map((each) => each * inputScale)
  const offset = `${outputOf(node)}/bias`
  tensors.push(
    tensorOf(`${offset}/eight`, {
      data: Int32Array.from(bias, (b, c) => Math.round(b / biasScale[c]!)),
      dims: [channels],
    }),
    tensorOf(`${offset}/scale`, { data: biasScale, dims: [channels] }),
    tensorOf(`${offset}/zero`, { data: new Int32Array(channels), dims: [channels] }),
  )
  return { tensors, nodes: [...nodes, dequantise(offset)], names: [name, offset] }
}

const dequantise = (name: string): OnnxNode => ({
  opType: 'DequantizeLinear',
  name: `${name}/dequantise`,
  input: [`${name}/eight`, `${name}/scale`, `${name}/zero`],
  output: [name],
  attribute: [{ name: 'axis', type: 2, i: 0 }],
})
