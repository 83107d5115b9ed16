/** The cell's own inputs, and the simulated person who stands at it: releases, and resets after a stop. */
import type { CellInputs } from '@celltwin/contracts'
import type { InputReader } from '../../devices.ts'
import type { Plant } from './plant.ts'

const LOOK_MS = 200
/** The person walks to the cell and presses the release. */
const RELEASE_MS = 3000
/** The person finds what stopped the cell and turns the key. */
const RESET_MS = 5000

export interface StoppingDevices {
  emergencyStop(): void
  /** Wired to the enabling device: in manual mode nothing moves without it. */
  halt(): void
  reset(): void
}

export interface SimulatedInputs extends InputReader {
  /** Looks at the inputs as long as the agent lives, and rejects when it stops. */
  watch(): Promise<never>
}

export function createInputs(plant: Plant, devices: StoppingDevices): SimulatedInputs {
  const handlers: ((inputs: CellInputs) => void)[] = []
  let waiting: { readonly requestId: string; readonly since: number } | undefined

  const released = () =>
    waiting !== undefined && plant.now() - waiting.since >= RELEASE_MS && !plant.suffers('no-release')

  const lockedOutStations = () =>
    plant.inForce().flatMap(({ kind, station }) => (kind === 'locked-out' && station !== undefined ? [station] : []))

  const read = (): CellInputs => ({
    zoneClear: !plant.suffers('zone-occupied'),
    guardClosed: !plant.suffers('guard-open'),
    guardLocked: !plant.suffers('guard-open') && !plant.suffers('guard-unlocked'),
    manualSelected: plant.hands().manualSelected && !plant.suffers('mode-lost'),
    enablingHeld: plant.hands().enablingHeld && !plant.suffers('enabling-lost'),
    lockedOutStations: lockedOutStations(),
    localRelease: released(),
    emergencyStopClear: !plant.suffers('emergency-stop'),
    lockedOut: plant.inForce().some(({ kind, station }) => kind === 'locked-out' && station === undefined),
  })

  const safe = ({ zoneClear, guardClosed, emergencyStopClear, lockedOut }: CellInputs) =>
    zoneClear && guardClosed && emergencyStopClear && !lockedOut && !plant.suffers('handshake-stall')

  async function watch(): Promise<never> {
    let last = read()
    for (;;) {
      await plant.wait(LOOK_MS)
      const inputs = read()
      if (!inputs.emergencyStopClear) devices.emergencyStop()
      if (last.enablingHeld && !inputs.enablingHeld) devices.halt()
      if (JSON.stringify(inputs) === JSON.stringify(last)) continue
      last = inputs
      for (const handle of handlers) handle(inputs)
    }
  }

  return {
    read,
    watch,
    onChange: (handle) => void handlers.push(handle),
    announceWaiting(requestId) {
      if (requestId === waiting?.requestId) return
      waiting = requestId === undefined ? undefined : { requestId, since: plant.now() }
    },
    async awaitReset() {
      for (;;) {
        while (!safe(read())) await plant.wait(LOOK_MS)
        await plant.wait(RESET_MS)
        if (!safe(read())) continue
        devices.reset()
        return
      }
    },
  }
}
