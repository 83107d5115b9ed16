/** What live stepping needs of the cell, in the order in which a person provides it. Shown, never set from here. */
import type { CellInputs } from '@celltwin/contracts'

export type StepCondition = 'manual' | 'enabling' | 'emergencyStop' | 'lockOut' | 'guard'

export interface ConditionLine {
  readonly condition: StepCondition
  readonly met: boolean
  /** Needed at full speed alone. */
  readonly fullSpeedOnly?: boolean
}

export const conditionLines = (inputs: CellInputs): readonly ConditionLine[] => [
  { condition: 'manual', met: inputs.manualSelected === true },
  { condition: 'enabling', met: inputs.enablingHeld === true },
  { condition: 'emergencyStop', met: inputs.emergencyStopClear },
  { condition: 'lockOut', met: !inputs.lockedOut && (inputs.lockedOutStations ?? []).length === 0 },
  {
    condition: 'guard',
    met: inputs.guardClosed && inputs.guardLocked !== false && inputs.zoneClear,
    fullSpeedOnly: true,
  },
]
