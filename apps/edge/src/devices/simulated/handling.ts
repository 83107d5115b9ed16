/** Simulated robot, rotor, code reader, arrival sensors and inputs of one cell. */
import type { CellDefinition, Fault, HandsAtCell } from '@celltwin/contracts'
import type { Part, WorldOptions } from '@celltwin/world'
import type { Logger } from 'pino'
import type { CellClock } from '../../context.ts'
import type { ArrivalSensors, Devices, IncomingPart, PartReader } from '../devices.ts'
import { createFloor } from './handling/floor.ts'
import { createInputs } from './handling/inputs.ts'
import { createPlant } from './handling/plant.ts'
import { createRobot } from './handling/robot.ts'
import { createRotor } from './handling/rotor.ts'
import { partOf } from './part-of.ts'

export interface SimulatedHandlingOptions extends WorldOptions {
  readonly cell: CellDefinition
  /** Faults in force now. */
  readonly faults: () => readonly Fault[]
  /** Absent: nobody stands at the cell, which runs in automatic mode. */
  readonly hands?: () => HandsAtCell
  readonly clock: CellClock
  /** Aborted when the agent stops. */
  readonly signal: AbortSignal
  readonly log: Logger
}

const TAKE_MS = 2000
const EMPTY_BIN_MS = 20_000

export function simulatedHandling(
  options: SimulatedHandlingOptions,
): Pick<Devices, 'robot' | 'rotor' | 'reader' | 'arrivals' | 'inputs'> {
  const { cell, faults, hands = nobody, clock, signal, log } = options
  const plant = createPlant(clock, faults, cell.cycle.budgetMs, hands)
  const floor = createFloor()
  const runOn = (device: string, work: Promise<unknown>) =>
    void work.catch((cause) => signal.aborted || log.error({ err: cause }, `The simulated ${device} failed`))
  const robot = createRobot(plant, floor, (job) => runOn('robot', job))
  const rotor = createRotor(plant, () =>
    floor.onSpindle === undefined ? undefined : partOf(cell, options, floor.onSpindle, faults()).bearing,
  )

  const reader: PartReader = {
    async read(cycleNumber) {
      plant.begin(cycleNumber)
      return incoming(partOf(cell, options, { cycleNumber }, faults()))
    },
    async readChallenge(challenge, cycleNumber) {
      plant.begin(cycleNumber)
      return incoming(partOf(cell, options, { cycleNumber, challenge }, faults()))
    },
  }

  const arrivals: ArrivalSensors = {
    async awaitArrival({ cycleId }, physicalMs) {
      if (!floor.seen(cycleId)) await plant.wait(physicalMs)
      return floor.seen(cycleId)
    },
    async awaitRemoval({ cycleId }) {
      await plant.wait(TAKE_MS)
      floor.take(cycleId)
    },
    awaitEmptiedBin: () => plant.wait(EMPTY_BIN_MS),
  }

  const inputs = createInputs(plant, {
    emergencyStop() {
      robot.stop('emergency stop')
      rotor.halt()
    },
    halt() {
      robot.halt()
      rotor.halt()
    },
    reset: robot.reset,
  })

  runOn('inputs', inputs.watch())

  return { robot, rotor, reader, arrivals, inputs }
}

const nobody = (): HandsAtCell => ({ manualSelected: false, enablingHeld: false })

const incoming = (part: Part): IncomingPart => ({
  // Grade F (ISO/IEC 15415) is a code that the reader cannot decode.
  ...(part.codeGrade === 'F' ? {} : { serial: part.serial }),
  codeGrade: part.codeGrade,
  materialLots: part.materialLots,
  fixture: part.fixture,
  tool: part.tool,
  partTemperatureC: part.partTemperatureC,
  ambientTemperatureC: part.ambientTemperatureC,
})
