/**
 * What is constant is computed once, here, and BatchNorm becomes part of the convolution before it.
 *
 * The rest (activations into convolutions, layouts for the processor's vectors) a runtime does as it loads: what it would
 * save then fits one processor only, so it is no file to hand over.
 */
import type { OpenSession } from '../runtime.ts'
import {
  attributeOf,
  constantsOf,
  inputsOf,
  nodesOf,
  outputNamesOf,
  outputOf,
  pruned,
  readersOf,
  subgraphsOf,
} from './graph.ts'
import { type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor, writeModel } from './model.ts'
import { dataTypeOf, floatsOf, sizeOf, tensorOf } from './tensor.ts'

/** @throws Error where the model's constants cannot be run. */
export async function folded(model: OnnxModel, open: OpenSession): Promise<OnnxModel> {
  const constant = await foldConstants({ ...model, graph: withoutIdentities(model.graph) }, open)
  return { ...constant, graph: pruned(foldBatchNorm(constant.graph)) }
}

const passesThrough = (node: OnnxNode) =>
  !node.domain && (node.opType === 'Identity' || (node.opType === 'Dropout' && inputsOf(node).length < 3))

/** Their readers read what they read. One whose name the caller asks for stays. */
function withoutIdentities(graph: OnnxGraph): OnnxGraph {
  if (nodesOf(graph).some((node) => subgraphsOf(node).length > 0)) return graph
  const asked = outputNamesOf(graph)
  const renamed = new Map<string, string>()
  const node: OnnxNode[] = []
  for (const each of nodesOf(graph)) {
    const input = inputsOf(each).map((name) => renamed.get(name) ?? name)
    if (passesThrough(each) && !asked.has(outputOf(each))) renamed.set(outputOf(each), input[0]!)
    else node.push({ ...each, input })
  }
  return { ...graph, node }
}

const CHANCE = /^(Random|Multinomial|Bernoulli)/

async function foldConstants(model: OnnxModel, open: OpenSession): Promise<OnnxModel> {
  const { graph } = model
  const constants = constantsOf(graph)
  const known = new Set(constants.keys())
  const folding: OnnxNode[] = []
  for (const node of nodesOf(graph)) {
    const fixed = inputsOf(node).every((name) => !name || known.has(name))
    if (!fixed || node.output?.length !== 1 || subgraphsOf(node).length > 0 || CHANCE.test(node.opType)) continue
    folding.push(node)
    known.add(outputOf(node))
  }
  if (folding.length === 0) return model
  const readers = readersOf(graph)
  const wanted = folding.map(outputOf).filter((name) => {
    return readers.get(name)?.some((reader) => !folding.includes(reader))
  })
  const values = await evaluate(model, folding, wanted, open)
  // A node stays where the type of what it gives cannot be told from the numbers, and with it what it reads.
  return {
    ...model,
    graph: pruned({
      ...graph,
      node: nodesOf(graph).filter((node) => !folding.includes(node) || !values.has(outputOf(node))),
      initializer: [...(graph.initializer ?? []), ...values.values()],
    }),
  }
}

async function evaluate(model: OnnxModel, nodes: OnnxNode[], wanted: string[], open: OpenSession) {
  const part = pruned({ ...model.graph, input: [], node: nodes, output: wanted.map((name) => ({ name })) })
  const session = await open(writeModel({ ...model, graph: part }), { graphOptimizationLevel: 'disabled', threads: 1 })
  try {
    const given = await session.run({})
    const typed = Object.entries(given).filter(([, { data }]) => dataTypeOf(data) !== undefined)
    return new Map(typed.map(([name, tensor]) => [name, tensorOf(name, tensor)]))
  } finally {
    await session.release()
  }
}

/** w' = w·γ/√(σ² + ε) and b' = (b − μ)·γ/√(σ² + ε) + β, by output channel. */
function foldBatchNorm(graph: OnnxGraph): OnnxGraph {
  const constants = constantsOf(graph)
  const readers = readersOf(graph)
  const asked = outputNamesOf(graph)
  const added: OnnxTensor[] = []
  const replaced = new Map<OnnxNode, OnnxNode | null>()
  const floats = (name: string | undefined) => {
    const tensor = name ? constants.get(name) : undefined
    return tensor && floatsOf(tensor)
  }
  for (const conv of nodesOf(graph)) {
    const between = outputOf(conv)
    const [norm, ...others] = readers.get(between) ?? []
    if (conv.opType !== 'Conv' || norm?.opType !== 'BatchNormalization' || others.length > 0) continue
    if (asked.has(between) || attributeOf(norm, 'training_mode')?.i) continue
    const [input, weightName, biasName] = inputsOf(conv)
    const weights = floats(weightName)
    const [gamma, beta, mean, variance] = inputsOf(norm).slice(1).map(floats)
    const bias = biasName ? floats(biasName) : new Float32Array(gamma?.length ?? 0)
    if (!weights || !bias || !gamma || !beta || !mean || !variance) continue
    const epsilon = attributeOf(norm, 'epsilon')?.f ?? 1e-5
    const scale = gamma.map((g, k) => g / Math.sqrt(variance[k]! + epsilon))
    const { dims = [] } = constants.get(weightName!)!
    const perChannel = sizeOf(dims.slice(1))
    const names = { weight: `${outputOf(norm)}/folded-weight`, bias: `${outputOf(norm)}/folded-bias` }
    const weight = weights.map((w, i) => w * scale[Math.floor(i / perChannel)]!)
    const offset = bias.map((b, k) => (b - mean[k]!) * scale[k]! + beta[k]!)
    added.push(
      tensorOf(names.weight, { data: weight, dims }),
      tensorOf(names.bias, { data: offset, dims: [offset.length] }),
    )
    replaced.set(conv, { ...conv, input: [input!, names.weight, names.bias], output: [outputOf(norm)] })
    replaced.set(norm, null)
  }
  const node = nodesOf(graph).flatMap((each) => {
    const other = replaced.get(each)
    return other === null ? [] : [other ?? each]
  })
  return { ...graph, node, initializer: [...(graph.initializer ?? []), ...added] }
}
