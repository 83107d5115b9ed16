/** The simulated part of a cycle: from production, or a challenge or master part from the rack. */
import { type CellDefinition, type Fault, inRack } from '@celltwin/contracts'
import { makeChallengePart, makePart, type Part, type WorldOptions } from '@celltwin/world'

export function partOf(
  cell: Pick<CellDefinition, 'challenge' | 'masters'>,
  world: WorldOptions,
  { cycleNumber, challenge, seatedIn }: { cycleNumber: number; challenge?: string; seatedIn?: number },
  faults: readonly Fault[],
): Part {
  if (challenge === undefined) return makePart(world, cycleNumber, faults)
  const artefact = inRack(cell, challenge)
  if (!artefact) throw new Error(`the cell file has no challenge or master part ${challenge}`)
  return makeChallengePart(artefact, world, cycleNumber, faults, seatedIn)
}
