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

/** Faults that are defects of this cycle's part. */
export function defectFaults(faults: readonly Fault[], cycleNumber: number): (Fault & { kind: PartDefect })[] {
  return faults.filter(
    (fault): fault is Fault & { kind: PartDefect } =>
      (PART_DEFECTS as readonly string[]).includes(fault.kind) && inForce(fault, cycleNumber),
  )
}
