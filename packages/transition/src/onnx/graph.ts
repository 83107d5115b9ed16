/** Walking and pruning the graph of a model. */
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor } from './model.ts'

export const nodesOf = ({ node = [] }: OnnxGraph): OnnxNode[] => node
export const inputsOf = ({ input = [] }: OnnxNode): string[] => input
export const outputOf = ({ output = [] }: OnnxNode): string => output[0] ?? ''

export const attributeOf = ({ attribute = [] }: OnnxNode, name: string): OnnxAttribute | undefined =>
  attribute.find((each) => each.name === name)

export const subgraphsOf = ({ attribute = [] }: OnnxNode): OnnxGraph[] =>
  attribute.flatMap(({ g, graphs = [] }) => (g ? [g, ...graphs] : graphs))

/** Constants that no caller can override. */
export function constantsOf({ initializer = [], input = [] }: OnnxGraph): Map<string, OnnxTensor> {
  const overridable = new Set(input.map(({ name }) => name))
  return new Map(initializer.filter(({ name }) => name && !overridable.has(name)).map((each) => [each.name!, each]))
}

/** Nodes by the tensors they read, those of nested graphs under the node that holds them. */
export function readersOf(graph: OnnxGraph): Map<string, OnnxNode[]> {
  const readers = new Map<string, OnnxNode[]>()
  for (const node of nodesOf(graph)) {
    for (const name of new Set([...inputsOf(node), ...subgraphsOf(node).flatMap(namesIn)])) {
      if (name) readers.set(name, [...(readers.get(name) ?? []), node])
    }
  }
  return readers
}

const namesIn = (graph: OnnxGraph): string[] => [
  ...(graph.output ?? []).map(({ name }) => name),
  ...nodesOf(graph).flatMap((node) => [...inputsOf(node), ...subgraphsOf(node).flatMap(namesIn)]),
]

export const outputNamesOf = ({ output = [] }: OnnxGraph): Set<string> => new Set(output.map(({ name }) => name))

/** Without the nodes and constants that nothing reads any more; types of inner tensors are left for the runtime to infer. */
export function pruned(graph: OnnxGraph): OnnxGraph {
  const wanted = outputNamesOf(graph)
  const node: OnnxNode[] = []
  for (const each of nodesOf(graph).toReversed()) {
    if (!each.output?.some((name) => wanted.has(name))) continue
    node.unshift(each)
    for (const name of [...inputsOf(each), ...subgraphsOf(each).flatMap(namesIn)]) wanted.add(name)
  }
  const { valueInfo: _, ...rest } = graph
  return { ...rest, node, initializer: (graph.initializer ?? []).filter(({ name }) => name && wanted.has(name)) }
}
