/** What a sensor goes on showing that is stuck, or looks at a part left beside: the last sound one before it got so. */
import type { Fault } from '@celltwin/contracts'
import { makePart } from './make-part.ts'
import type { WorldOptions } from './part.ts'
import { truthOf } from './truth.ts'

/** So far back a sound part is looked for. */
const LOOKED_BACK = 100

/** The arguments that make the part of which such a sensor gives the signal since cycle `since`. */
export function lastSoundPart(
  world: WorldOptions,
  since: number,
  faults: readonly Fault[],
): { readonly world: WorldOptions; readonly cycleNumber: number; readonly faults: readonly Fault[] } {
  for (let cycleNumber = since - 1; cycleNumber >= Math.max(1, since - LOOKED_BACK); cycleNumber--)
    if (truthOf(makePart(world, cycleNumber, faults), '', faults).conforming) return { world, cycleNumber, faults }
  return { world: { ...world, defectRate: 0 }, cycleNumber: Math.max(1, since - 1), faults: [] }
}
