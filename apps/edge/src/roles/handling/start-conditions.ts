/** May the next part be begun, and if not, which PackML state says so and why. */
import type { CellDefinition, CellInputs, PackMLState } from '@celltwin/contracts'
import { binFull, fixtureFull, type Places } from './nests.ts'

export interface Conditions {
  readonly cell: CellDefinition
  /** Readiness by source, `offline` where it is not there. */
  readonly readiness: ReadonlyMap<string, string>
  readonly inputs: CellInputs
  readonly places: Places
  /** A person asked the cell to hold. */
  readonly paused: boolean
  /** The breakpoint that made it hold. */
  readonly pausedBy?: string
  /** The cell has not run since it was stopped. */
  readonly starting: boolean
  /** Why the challenge parts have to run first. */
  readonly challengeDue?: string
  /** Challenge or master parts are run: they need no place, and a person has asked for them. */
  readonly fromRack?: boolean
}

export interface Obstacle {
  readonly state: PackMLState
  readonly reason: string
}

/** What keeps the cell from beginning a part; undefined where nothing does. */
export function obstacle(conditions: Conditions): Obstacle | undefined {
  const motion = motionObstacle(conditions.inputs)
  if (motion) return { state: 'held', reason: motion }
  const waitsFor = notReady(conditions)
  if (waitsFor.length > 0)
    return { state: conditions.starting ? 'starting' : 'held', reason: `waits for ${waitsFor.join(', ')}` }
  if (conditions.fromRack) return undefined
  if (conditions.challengeDue !== undefined) return { state: 'held', reason: conditions.challengeDue }
  if (conditions.paused) return { state: 'held', reason: conditions.pausedBy ?? 'held by request' }
  const room = fixtureFull(conditions.places, conditions.cell) ?? binFull(conditions.places, conditions.cell)
  if (room) return { state: 'held', reason: room }
  return undefined
}

/** Why nothing may move by itself: the cell's own inputs alone. Local release is for motion asked for by a person. */
export function motionObstacle(inputs: CellInputs): string | undefined {
  if (!inputs.emergencyStopClear) return 'emergency stop'
  if (inputs.lockedOut) return 'locked out'
  if (!inputs.guardClosed) return 'guard open'
  if (!inputs.zoneClear) return 'zone occupied'
  return undefined
}

/** Modules and verifier, each with what it is instead of ready: `visual (loading)`. */
function notReady({ cell, readiness }: Conditions): string[] {
  return [...Object.keys(cell.modules), 'verifier'].flatMap((source) => {
    const state = readiness.get(source) ?? 'offline'
    return state === 'ready' ? [] : [`${source} (${state})`]
  })
}
