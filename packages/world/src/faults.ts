/** Which of the faults in force concern a cycle. */
import { type Fault, PART_DEFECTS, type PartDefect, PLANT_FAULTS, type PlantFault } from '@celltwin/contracts'

const inForce = (fault: Fault, cycleNumber: number) =>
  fault.fromCycle <= cycleNumber && cycleNumber <= (fault.toCycle ?? Number.POSITIVE_INFINITY)

/** Faults of the plant that apply to this cycle. */
export function plantFaults(faults: readonly Fault[], cycleNumber: number): (Fault & { kind: PlantFault })[] {
  return faults.filter(
    (fault): fault is Fault & { kind: PlantFault } =>
      (PLANT_FAULTS as readonly string[]).includes(fault.kind) && inForce(fault, cycleNumber),
  )
}

const isDefect = (fault: Fault): fault is Fault & { kind: PartDefect } =>
  (PART_DEFECTS as readonly string[]).includes(fault.kind)

/** Faults that are defects of this cycle's part. */
export const defectFaults = (faults: readonly Fault[], cycleNumber: number): (Fault & { kind: PartDefect })[] =>
  faults.filter(isDefect).filter((fault) => inForce(fault, cycleNumber))

const ENDED_KEPT = 200

/**
 * What is in force once `wanted` was heard while `inserted` was the newest cycle.
 *
 * A part is and stays as it was inserted: defects begin with the next part at the earliest, and those that were taken
 * away stay with the parts that have them. Else a part's pictures would contradict its truth.
 */
export function changeFaults(before: readonly Fault[], wanted: readonly Fault[], inserted: number): readonly Fault[] {
  const ended = before.filter(isDefect).flatMap((fault) => {
    const toCycle = Math.min(fault.toCycle ?? inserted, inserted)
    return fault.fromCycle <= toCycle ? [{ ...fault, toCycle }] : []
  })
  const begun = wanted.flatMap((fault) => {
    const fromCycle = isDefect(fault) ? Math.max(fault.fromCycle, inserted + 1) : fault.fromCycle
    return fromCycle <= (fault.toCycle ?? fromCycle) ? [{ ...fault, fromCycle }] : []
  })
  return [...ended.slice(-ENDED_KEPT), ...begun]
}
