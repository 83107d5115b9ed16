/** The plant around the simulated devices: physical time, and the faults that it suffers now. */
import type { Fault, HandsAtCell, PlantFault } from '@celltwin/contracts'
import { plantFaults } from '@celltwin/world'
import type { CellClock } from '../../../context.ts'

export interface Plant {
  /** Physical milliseconds since the start. */
  now(): number
  wait(physicalMs: number): Promise<void>
  /** The next part is at the infeed: from now on its faults count. */
  begin(cycleNumber: number): void
  suffers(kind: PlantFault): boolean
  /** Faults of the plant that are there now. */
  inForce(): readonly Fault[]
  /** What the person at the cell holds and has selected. */
  readonly hands: () => HandsAtCell
  readonly faults: () => readonly Fault[]
}

/**
 * A cell-wide fault may keep the cell from ever reaching the fault's last cycle. So one with a last cycle is put right
 * after as much time as its cycles take; one without stays until it is taken back.
 */
export function createPlant(
  clock: CellClock,
  faults: () => readonly Fault[],
  cycleMs: number,
  hands: () => HandsAtCell,
): Plant {
  const onsets = new Map<string, number>()
  let cycleNumber = 0
  let physicalMs = 0
  let readAt = clock.now().getTime()

  // Summed up piece by piece, because the clock's speed may change.
  const now = () => {
    const at = clock.now().getTime()
    physicalMs += (at - readAt) * clock.speed
    readAt = at
    return physicalMs
  }

  const stillThere = ({ id, fromCycle, toCycle }: Fault) => {
    if (toCycle === undefined) return true
    const onset = onsets.get(id) ?? now()
    onsets.set(id, onset)
    return now() - onset < (toCycle - fromCycle + 1) * cycleMs
  }

  const inForce = () => plantFaults(faults(), cycleNumber).filter(stillThere)

  return {
    now,
    faults,
    hands,
    inForce,
    wait: (ms) => clock.wait(ms),
    begin(number) {
      cycleNumber = number
    },
    suffers: (kind) => inForce().some((fault) => fault.kind === kind),
  }
}
