/** Requests to the cell as pages read them: made is not done. */
import type { CellInputs, CellTwin, RequestState, RequestTwin } from '@celltwin/contracts'
import { stateOf } from '@celltwin/twin'

export interface RequestView {
  readonly requestId: string
  readonly state: RequestState
  readonly waitingFor: readonly string[]
  readonly reason: string | undefined
  readonly madeAt: string | undefined
  readonly expiresAt: string | undefined
  readonly to: string | undefined
  readonly serial: string | undefined
  /** It asks for the part to go somewhere. */
  readonly moves: boolean
  /** When the present state began. */
  readonly since: string | undefined
}

const ENDED = new Set<RequestState>(['done', 'refused', 'withdrawn', 'expired'])

export const isOpen = ({ state }: { state: RequestState }): boolean => !ENDED.has(state)

export function viewOf(request: RequestTwin): RequestView {
  const { requestId, made, cell, server } = request
  const state = stateOf(request)
  const target = made?.target
  const spoke = state === server?.value.state ? server : cell
  return {
    requestId,
    state,
    waitingFor: state === 'waiting' ? (cell?.value.waitingFor ?? []) : [],
    reason: cell?.value.reason,
    madeAt: made?.at,
    expiresAt: made?.expiresAt,
    to: target?.kind === 'move-part' ? target.to : target?.kind === 'set-state' ? target.state : target?.kind,
    serial: target && 'serial' in target ? target.serial : undefined,
    moves: target?.kind === 'move-part',
    since: spoke?.occurredAt ?? made?.at,
  }
}

/** The newest request that moves this part; an open one before one that ended. */
export function requestOfPart(requests: CellTwin['requests'], serial: string): RequestView | undefined {
  return Object.values(requests)
    .map(viewOf)
    .filter((view) => view.serial === serial && view.moves)
    .toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || (b.madeAt ?? '').localeCompare(a.madeAt ?? ''))[0]
}

type Shown = 'zoneClear' | 'guardClosed' | 'emergencyStopClear' | 'lockedOut' | 'localRelease'

export interface InputLine {
  readonly input: Shown
  readonly allows: boolean
}

/** The cell's own inputs, always in this order. */
export const inputLines = (inputs: CellInputs): readonly InputLine[] => [
  { input: 'zoneClear', allows: inputs.zoneClear },
  { input: 'guardClosed', allows: inputs.guardClosed },
  { input: 'emergencyStopClear', allows: inputs.emergencyStopClear },
  { input: 'lockedOut', allows: !inputs.lockedOut },
  { input: 'localRelease', allows: inputs.localRelease },
]
