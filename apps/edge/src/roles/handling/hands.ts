/** What the steps of handling share. */
import type { Devices } from '../../devices/devices.ts'
import type { CellState } from './cell-state.ts'
import type { Handshake } from './handshake.ts'
import type { HandlingContext } from './in-force.ts'
import type { Store } from './record.ts'
import type { Retakes } from './retakes.ts'
import type { StepAnswers } from './stepping/step-answers.ts'

export { ofCycle } from '../of-cycle.ts'

export interface Hands {
  readonly context: HandlingContext
  readonly devices: Devices
  readonly store: Store
  readonly robot: Handshake
  readonly retakes: Retakes
  readonly state: CellState
  readonly stepAnswers: StepAnswers
}

/** Wakes whoever waits for something to change. */
export interface Bell {
  ring(): void
  heard(): Promise<void>
}

export function createBell(): Bell {
  let waiting: (() => void)[] = []
  return {
    ring() {
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    heard: () => new Promise((resolve) => waiting.push(resolve)),
  }
}
