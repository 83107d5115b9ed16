/** What a step needs before anything moves, and as long as it moves. Pure. */
import {
  type CellDefinition,
  type CellInputs,
  type Control,
  type DesiredItem,
  REDUCED_RPM,
  type Station,
  type StepTarget,
} from '@celltwin/contracts'
import { findPart, type Places } from '../nests.ts'
import type { Mounted } from '../record.ts'

export interface StepSituation {
  readonly cell: CellDefinition
  readonly inputs: CellInputs
  readonly now: Date
  readonly places: Places
  readonly control?: Control
  readonly mounted?: Mounted
  readonly occupiedBy?: string
}

const STEPS: ReadonlySet<string> = new Set<StepTarget['kind']>([
  'turn-to',
  'retake-image',
  'rescan',
  'spin',
  'put-back',
])

export const isStep = (target: DesiredItem['target']): target is StepTarget => STEPS.has(target.kind)

/** A step is done at once or not at all: motion that began by itself when an input came would be a surprise. */
export function stepRefusal(target: StepTarget, situation: StepSituation): string | undefined {
  const lockedOut = lockOut(target, situation)
  if (lockedOut) return lockedOut
  if (situation.occupiedBy) return `the cell is busy: ${situation.occupiedBy}`
  const wrong = partRefusal(target, situation) ?? speedRefusal(target, situation)
  if (wrong) return wrong
  const missing = missingFor(target, situation)
  return missing.length > 0 ? `needs ${missing.join(', ')}` : undefined
}

/** What must be there the whole time; the first thing that goes away stops the motion. */
export function missingFor(target: StepTarget, situation: Omit<StepSituation, 'occupiedBy'>): string[] {
  const { inputs, control, now } = situation
  const missing: string[] = []
  if (!inputs.emergencyStopClear) missing.push('emergency stop clear')
  if (lockOut(target, situation)) missing.push('lock-out removed at the cell')
  if (!inputs.manualSelected) missing.push('manual mode selected at the cell')
  if (control?.controlId !== target.controlId || control.expiresAt <= now.toISOString())
    missing.push('this panel in control')
  if (!inputs.enablingHeld) missing.push('enabling device held')
  if (target.kind === 'spin' && target.rpm > REDUCED_RPM) {
    if (!inputs.guardClosed) missing.push('guard closed')
    else if (!inputs.guardLocked) missing.push('guard locked')
    if (!inputs.zoneClear) missing.push('zone clear')
  }
  return missing
}

const KINDS: Readonly<Record<StepTarget['kind'], readonly Station['kind'][]>> = {
  'turn-to': ['spindle'],
  'retake-image': ['spindle', 'camera'],
  rescan: ['spindle', 'laser'],
  spin: ['spindle', 'accelerometer'],
  'put-back': ['robot', 'spindle', 'hold'],
}

const stationOf = (cell: CellDefinition, kind: Station['kind']): Station | undefined =>
  cell.stations.find((station) => station.kind === kind)

/** The module that takes the evidence of a step. */
export const moduleOf = (cell: CellDefinition, { kind }: StepTarget): string | undefined =>
  kind === 'turn-to' || kind === 'put-back' ? undefined : stationOf(cell, KINDS[kind].at(-1)!)?.module

function lockOut(target: StepTarget, { cell, inputs, mounted }: Pick<StepSituation, 'cell' | 'inputs' | 'mounted'>) {
  if (inputs.lockedOut) return 'the cell is locked out: whoever hung the lock removes it, at the cell'
  const fetches = mounted?.on === 'spindle' ? [] : (['robot', 'hold'] as const)
  const locked = [...KINDS[target.kind], ...fetches]
    .map((kind) => stationOf(cell, kind))
    .find((station) => station && inputs.lockedOutStations?.includes(station.id))
  return locked && `${locked.title} is locked out: whoever hung the lock removes it, at the cell`
}

function partRefusal({ kind, serial, cycleId }: StepTarget, { places, mounted }: StepSituation): string | undefined {
  if (mounted && mounted.part.cycleId !== cycleId)
    return `${mounted.part.serial} is on the spindle: put it back into its nest first`
  if (kind === 'put-back' && !mounted) return 'the part is in its nest'
  const found = findPart(places, cycleId)
  if (!found) return 'the part is not in the hold fixture: the robot can bring back no other'
  if (found.part.serial !== serial) return `that cycle is of ${found.part.serial}, not of ${serial}`
  return found.at === 'reject' ? 'the robot cannot reach into the reject bin' : undefined
}

function speedRefusal(target: StepTarget, { cell }: StepSituation): string | undefined {
  const fastest = fastestRpm(cell)
  if (target.kind === 'spin' && target.rpm > fastest) return `the rotor turns at most ${fastest} rpm in this cell`
  if (target.kind === 'turn-to' || target.kind === 'put-back' || moduleOf(cell, target)) return undefined
  return `no station of this cell can do that: ${target.kind}`
}

export const fastestRpm = ({ cycle }: CellDefinition): number => Math.max(0, ...cycle.phases.map(({ rpm = 0 }) => rpm))
