/** What values the inner tensors of a model take on inputs as it will meet them. */
import { type OnnxModel, writeModel } from '../onnx/model.ts'
import type { OpenSession, Tensors } from '../runtime.ts'

export interface Range {
  readonly least: number
  readonly greatest: number
}

/**
 * Share of the inputs whose extremes a range must hold: the rare greatest value of one picture in a thousand would
 * coarsen the steps of all others.
 */
const HELD_SHARE = 0.995

/** The ranges of the named tensors over the calibration inputs. @throws Error where there are no inputs. */
export async function rangesOf(
  model: OnnxModel,
  names: readonly string[],
  inputs: Iterable<Tensors>,
  open: OpenSession,
): Promise<Map<string, Range>> {
  const given = new Set((model.graph.input ?? []).map(({ name }) => name))
  const inner = names.filter((name) => !given.has(name))
  const exposed = { ...model, graph: { ...model.graph, output: inner.map((name) => ({ name })) } }
  const session = await open(writeModel(exposed), { graphOptimizationLevel: 'all', threads: 1 })
  const least = new Map<string, number[]>(names.map((name) => [name, []]))
  const greatest = new Map<string, number[]>(names.map((name) => [name, []]))
  let count = 0
  try {
    for (const input of inputs) {
      const values = { ...input, ...(await session.run(input)) }
      for (const name of names) {
        const [low, high] = extremesOf(values[name]!.data as Float32Array)
        least.get(name)!.push(low)
        greatest.get(name)!.push(high)
      }
      count++
    }
  } finally {
    await session.release()
  }
  if (count === 0) throw new Error('calibration needs at least one input')
  const held = Math.ceil(HELD_SHARE * count) - 1
  const ascending = (values: number[]) => values.toSorted((a, b) => a - b)
  return new Map(
    names.map((name) => {
      const lows = ascending(least.get(name)!).toReversed()
      return [name, { least: lows[held]!, greatest: ascending(greatest.get(name)!)[held]! }]
    }),
  )
}

function extremesOf(values: Float32Array): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}
