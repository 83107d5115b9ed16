/** The simulated part of a cycle: from production, or a challenge part from its rack. */
import type { CellDefinition, Fault } from '@celltwin/contracts'
import { makeChallengePart, makePart, type Part, type WorldOptions } from '@celltwin/world'

export function partOf(
  cell: Pick<CellDefinition, 'challenge'>,
  world: WorldOptions,
  { cycleNumber, challenge }: { readonly cycleNumber: number; readonly challenge?: string },
  faults: readonly Fault[],
): Part {
  if (challenge === undefined) return makePart(world, cycleNumber, faults)
  const artefact = cell.challenge?.parts.find(({ id }) => id === challenge)
  if (!artefact) throw new Error(`the cell file has no challenge part ${challenge}`)
  return makeChallengePart(artefact, world, cycleNumber, faults)
}
