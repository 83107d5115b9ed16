/** What a model package says of how it may be compared and optimised: its sets, and where its inputs come from. */
import { checker, describeFlaws, PART_DEFECTS } from '@celltwin/contracts'
import type { ModelPackage } from '@celltwin/models'
import Type, { type Static } from 'typebox'

const Seeded = { seed: Type.Integer(), digest: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })) }

/** Patches with a label each, rendered from a seed wherever they are needed. */
const SimulatedPatches = Type.Object({
  of: Type.Literal('simulated-patches'),
  ...Seeded,
  images: Type.Integer({ minimum: 1 }),
})
export type SimulatedPatches = Static<typeof SimulatedPatches>

/** Whole parts: every other one sound, the others with one of the defects each; through the module of that inspector. */
const SimulatedParts = Type.Object({
  of: Type.Literal('simulated-parts'),
  ...Seeded,
  inspector: Type.String({ minLength: 1 }),
  parts: Type.Integer({ minimum: 1 }),
  defects: Type.Array(Type.Enum([...PART_DEFECTS]), { minItems: 1 }),
  leastSeverity: Type.Number({ minimum: 0, maximum: 1 }),
})
export type SimulatedParts = Static<typeof SimulatedParts>

const SimulatedSet = Type.Union([SimulatedPatches, SimulatedParts])
export type SimulatedSet = Static<typeof SimulatedSet>
const Transition = Type.Object({
  sets: Type.Optional(Type.Object({ calibration: Type.Optional(SimulatedSet), frozen: Type.Optional(SimulatedSet) })),
})
export type Transition = Static<typeof Transition>
const checkTransition = checker(Transition)

/** @throws Error naming the field and rule. */
export function transitionOf({ manifest }: ModelPackage): Transition {
  const checked = checkTransition(manifest)
  if (!checked.ok) throw new Error(`model ${manifest.name}: manifest.json ${describeFlaws(checked.flaws)}`)
  return checked.value
}
