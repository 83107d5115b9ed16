/** What a model package says of how it may be optimised: its sets, its golden inputs, its tolerance. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checker, describeFlaws } from '@celltwin/contracts'
import type { ModelPackage } from '@celltwin/models'
import type { GateRule } from '@celltwin/transition'
import Type, { type Static } from 'typebox'

/** Rendered from a seed wherever it is needed. */
const SimulatedSet = Type.Object({
  of: Type.Literal('simulated-patches'),
  seed: Type.Integer(),
  images: Type.Integer({ minimum: 1 }),
})
export type SimulatedSet = Static<typeof SimulatedSet>

const Numbers = Type.Array(Type.Number())
const Transition = Type.Object({
  sets: Type.Optional(Type.Object({ calibration: Type.Optional(SimulatedSet), frozen: Type.Optional(SimulatedSet) })),
  gate: Type.Optional(
    Type.Object({ greatestLoss: Type.Number({ minimum: 0 }), goldenWithin: Type.Number({ minimum: 0 }) }),
  ),
  files: Type.Record(Type.String(), Type.String()),
  labels: Type.Array(Type.String()),
})
export type Transition = Static<typeof Transition>
const checkTransition = checker(Transition)

/** Half a percent of accuracy, a tenth of a score: for packages that say nothing else. */
const USUAL_GATE: GateRule = { greatestLoss: 0.005, goldenWithin: 0.1 }

/** @throws Error naming the field and rule. */
export function transitionOf({ manifest }: ModelPackage): Transition & { readonly gate: GateRule } {
  const checked = checkTransition(manifest)
  if (!checked.ok) throw new Error(`model ${manifest.name}: manifest.json ${describeFlaws(checked.flaws)}`)
  return { ...checked.value, gate: checked.value.gate ?? USUAL_GATE }
}

const Golden = Type.Object({
  shape: Type.Array(Type.Integer({ minimum: 1 })),
  score: Numbers,
  within: Type.Number({ minimum: 0 }),
  input: Numbers,
})
/** Inputs and the scores that the base gave where it was trained. */
export type Golden = Static<typeof Golden>
const checkGolden = checker(Golden)
const GOLDEN_FILE = 'golden.json'

/** Undefined where the package has none. @throws Error naming the field and rule. */
export async function readGolden(folder: string, { files }: Transition): Promise<Golden | undefined> {
  if (!files[GOLDEN_FILE]) return undefined
  const checked = checkGolden(JSON.parse(await readFile(join(folder, GOLDEN_FILE), 'utf8')))
  if (!checked.ok) throw new Error(`${GOLDEN_FILE} ${describeFlaws(checked.flaws)}`)
  return checked.value
}
