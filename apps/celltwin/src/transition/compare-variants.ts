/** A variant beside its base: right or wrong on every input of the frozen set, and the scores on the golden inputs. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checker, describeFlaws, GoldenTensors } from '@celltwin/contracts'
import { openOnnxSession } from '@celltwin/inspection/onnx'
import {
  bestOf,
  compareGolden,
  comparePaired,
  type GoldenComparison,
  type PairedComparison,
  pairedOutcomes,
  type RuntimeSession,
  type Tensor,
  type Variant,
} from '@celltwin/transition'
import type { LabelledSet } from './labelled-set.ts'

/** One thread, as an agent runs its models: the other modules need the other cores. */
export const THREADS = 1

export const openVariant = ({ bytes, sessionOptions }: Variant): Promise<RuntimeSession> =>
  openOnnxSession(bytes, { ...sessionOptions, threads: THREADS })

/** The only input in, the only output out. */
export async function answerOf(session: RuntimeSession, input: Tensor): Promise<Tensor> {
  const given = await session.run({ [session.inputNames[0]!]: input })
  return given[session.outputNames[0]!]!
}

/** Which inputs get their label. */
export async function rightOnes(session: RuntimeSession, { inputs, labels }: LabelledSet): Promise<boolean[]> {
  const right: boolean[] = []
  for (const [k, input] of inputs.entries()) {
    const { data } = await answerOf(session, input)
    right.push(bestOf(data as Float32Array, 0, data.length) === labels[k])
  }
  return right
}

export const compareAccuracy = (base: readonly boolean[], variant: readonly boolean[]): PairedComparison =>
  comparePaired(pairedOutcomes(base, variant))

const checkGolden = checker(GoldenTensors)

/** @throws Error naming the field and rule. */
export async function readGolden(folder: string): Promise<GoldenTensors> {
  const checked = checkGolden(JSON.parse(await readFile(join(folder, 'golden.json'), 'utf8')))
  if (!checked.ok) throw new Error(`golden.json ${describeFlaws(checked.flaws)}`)
  return checked.value
}

/** One input at a time: a model may be fixed to that. */
export async function scoresOf(
  session: RuntimeSession,
  { input, shape: [count, ...dims] }: GoldenTensors,
): Promise<number[]> {
  const size = input.length / count!
  const scores: number[] = []
  for (let k = 0; k < count!; k++) {
    const data = Float32Array.from(input.slice(k * size, (k + 1) * size))
    scores.push(...((await answerOf(session, { data, dims: [1, ...dims] })).data as Float32Array))
  }
  return scores
}

/** Against the scores that the package was handed over with. */
export async function compareWithGolden(session: RuntimeSession, golden: GoldenTensors): Promise<GoldenComparison> {
  return compareGolden(golden.score, await scoresOf(session, golden), golden.score.length / golden.shape[0]!)
}
