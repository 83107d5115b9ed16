/**
 * What the way to the edge is worth: the patch classifier as it was handed over, and its variants, on the same frozen set,
 * the same threads and in alternating rounds.
 */
import { fileURLToPath } from 'node:url'
import { openOnnxSession } from '@celltwin/inspection/onnx'
import { readModelPackage } from '@celltwin/models'
import { gate, makeVariant, type RuntimeSession, type Tensor, USUAL_GATE } from '@celltwin/transition'
import {
  answerOf,
  compareAccuracy,
  compareWithGolden,
  openVariant,
  readGolden,
  rightOnes,
  THREADS,
} from '../transition/compare-variants.ts'
import { readSet } from '../transition/labelled-set.ts'
import { transitionOf } from '../transition/manifest.ts'
import type { Bench } from './bench.ts'
import { median, round1 } from './statistics.ts'

const MODEL = 'packages/models/face-patch'
const KINDS = ['base', 'fp32', 'int8'] as const
/** Short rounds and many: whatever else the machine does then meets all variants alike. */
const ROUNDS = 41
const IMAGES_A_ROUND = 48

export const run: Bench = async (say) => {
  const folder = fileURLToPath(new URL(`../../../${MODEL}`, import.meta.url))
  const model = await readModelPackage(folder)
  const transition = transitionOf(model)
  const golden = await readGolden(folder)
  const calibration = await readSet({ folder: undefined, simulated: transition.sets?.calibration }, model)
  const frozen = await readSet({ folder: undefined, simulated: transition.sets?.frozen }, model)
  if (!calibration || !frozen) throw new Error(`${MODEL} names no sets`)
  say(`frozen set: ${frozen.name}; calibration: ${calibration.name}`)

  const sessions = new Map<string, RuntimeSession>()
  for (const kind of KINDS) {
    const inputs = calibration.inputs.map((patch) => ({ patch }))
    sessions.set(
      kind,
      await openVariant(await makeVariant(model.model, kind, { open: openOnnxSession, calibration: inputs })),
    )
  }
  const right: Record<string, boolean[]> = {}
  for (const [kind, session] of sessions) right[kind] = await rightOnes(session, frozen)

  const compared = (kind: string) => compareAccuracy(right.base!, right[kind]!)
  for (const kind of ['fp32', 'int8']) {
    const decision = gate({
      rule: USUAL_GATE,
      accuracy: compared(kind),
      golden: await compareWithGolden(sessions.get(kind)!, golden),
    })
    say(`${kind}: ${decision.allowed ? `may go live. ${decision.reason}` : JSON.stringify(decision.refusals)}`)
  }
  const fps = await alternating(sessions, frozen.inputs.slice(0, IMAGES_A_ROUND))
  const { fp32, int8 } = { fp32: compared('fp32'), int8: compared('int8') }
  return {
    baseFps: round1(fps.base!),
    fp32Fps: round1(fps.fp32!),
    int8Fps: round1(fps.int8!),
    fp32Speedup: hundredths(fps.fp32! / fps.base!),
    int8Speedup: hundredths(fps.int8! / fps.base!),
    baseAccuracy: fp32.baseAccuracy,
    fp32Accuracy: fp32.variantAccuracy,
    int8Accuracy: int8.variantAccuracy,
    pValues: { fp32: fp32.pValue, int8: int8.pValue },
    images: frozen.inputs.length,
    threads: THREADS,
  }
}

const hundredths = (value: number) => Math.round(100 * value) / 100

/** Median images a second; each round runs every variant, the first one another each time. */
async function alternating(sessions: ReadonlyMap<string, RuntimeSession>, inputs: readonly Tensor[]) {
  const kinds = [...sessions.keys()]
  const rates: Record<string, number[]> = {}
  for (let round = -1; round < ROUNDS; round++) {
    for (const k of kinds.keys()) {
      const kind = kinds[(round + 1 + k) % kinds.length]!
      const session = sessions.get(kind)!
      const began = performance.now()
      for (const input of inputs) await answerOf(session, input)
      // The round before the first one warms up.
      if (round >= 0) rates[kind] = [...(rates[kind] ?? []), (1000 * inputs.length) / (performance.now() - began)]
    }
  }
  return Object.fromEntries(kinds.map((kind) => [kind, median(rates[kind]!)]))
}
