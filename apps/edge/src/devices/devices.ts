/**
 * The ports of an agent's devices: camera, lasers, accelerometer, rotor, robot controller, the cell's own inputs.
 *
 * Simulated, replaying and real devices fill the same interfaces; nothing above this folder knows which is in use.
 */
import type { CellInputs, Destination } from '@celltwin/contracts'

/** Recorded bytes of one kind, as the device gives them. */
export interface Capture {
  readonly kind: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export interface PartInFixture {
  readonly cycleId: string
  readonly cycleNumber: number
  readonly serial: string
  /** Id of the challenge or master part, where it is one. */
  readonly challenge?: string
  /** Number of the cycle in which it was put on the spindle, where it has stayed. */
  readonly seatedIn?: number
}

/** In a step that a person asked for: the how-maniest of the part, where the spindle stands and how fast it turns. */
export interface SteppedCapture {
  readonly take: number
  readonly angleDeg: number
  readonly rpm: number
}

/** Camera, laser, accelerometer or torque sensor: asked for one kind of evidence of the part now on the spindle. */
export interface Sensor {
  /** Resolves when taken; takes as long as it physically takes. Rejects when the sensor does not answer. */
  capture(kind: string, part: PartInFixture, signal: AbortSignal, stepped?: SteppedCapture): Promise<Capture>
}

export interface IncomingPart {
  /** What the 2D code says; absent where it could not be read. */
  readonly serial?: string
  readonly codeGrade?: string
  readonly materialLots: readonly { readonly material: string; readonly lot: string }[]
  readonly fixture: string
  readonly tool: string
  readonly partTemperatureC?: number
  readonly ambientTemperatureC?: number
}

/** Request → busy → done → acknowledge, with sequence number and heartbeat, never a pulse. */
export interface ControllerStatus {
  readonly sequence: number
  readonly state: 'idle' | 'busy' | 'done' | 'fault'
  /** Counts up while the controller lives. */
  readonly heartbeat: number
  readonly fault?: string
}

export interface RobotController {
  request(sequence: number, job: RobotJob): Promise<void>
  status(): ControllerStatus
  acknowledge(sequence: number): Promise<void>
  /** Motion stops where it is and the job is dropped. No fault: the next request is taken. */
  halt(): void
}

export type RobotJob =
  | {
      readonly kind: 'insert'
      readonly cycleNumber: number
      /** From the rack of challenge parts instead of the infeed. */
      readonly challenge?: string
      readonly physicalMs: number
    }
  /** From the spindle back into the rack of challenge parts: the one way out that they have. */
  | { readonly kind: 'return'; readonly part: PartInFixture; readonly physicalMs: number }
  /** Between a nest and the spindle, at a person's wish and not faster than they allow. */
  | ({ readonly kind: 'mount' } & SlowTransfer)
  | ({ readonly kind: 'unmount' } & SlowTransfer)
  | {
      readonly kind: 'move'
      readonly part: PartInFixture
      readonly from: 'spindle' | Destination
      readonly to: Destination
      /** Nests of the hold fixture, where it is one end of the move. */
      readonly fromPlace?: number
      readonly place?: number
      readonly physicalMs: number
    }

interface SlowTransfer {
  readonly part: PartInFixture
  /** Nest of the hold fixture. */
  readonly place: number
  readonly physicalMs: number
  readonly fastestMmPerS: number
}

export interface Rotor {
  /** Linear ramp to `rpm` over `physicalMs`; resolves when there. */
  ramp(rpm: number, physicalMs: number): Promise<void>
  /** Turns the standing spindle to an angle; resolves when there. */
  turnTo(angleDeg: number, rpm: number): Promise<void>
  /** Stops as quickly as it can. */
  halt(): void
  readonly rpm: number
  /** What the drive gives now, N·m; absent where it does not say. */
  readonly torqueNm?: number
}

/** Reads the 2D code of the part at the infeed. Undefined: no part is there. */
export interface PartReader {
  read(cycleNumber: number): Promise<IncomingPart | undefined>
  /** A part of the challenge rack; undefined: it is not in its place. */
  readChallenge(id: string, cycleNumber: number): Promise<IncomingPart | undefined>
}

/** Sensors in chute, bin and hold fixture. */
export interface ArrivalSensors {
  /** What was seen to arrive since the last call, waiting up to `physicalMs`. */
  awaitArrival(
    part: PartInFixture,
    physicalMs: number,
  ): Promise<{ readonly at: Destination; readonly place?: number } | undefined>
  /** Resolves when a person has taken the part out of its nest or bin. */
  awaitRemoval(part: PartInFixture, from: Destination, place?: number): Promise<void>
  /** Asked of a full bin: resolves when a person has emptied it. */
  awaitEmptiedBin(): Promise<void>
}

/** The cell's own safety-related inputs, read only: nothing here resets or unlocks anything. */
export interface InputReader {
  read(): CellInputs
  onChange(handle: (inputs: CellInputs) => void): void
  /** Tells the people at the cell that a request waits for their release. */
  announceWaiting(requestId: string | undefined): void
  /** Resolves when a person has reset the stopped cell with the key at the cell. */
  awaitReset(): Promise<void>
}

export interface Devices {
  readonly kind: 'simulated' | 'replay'
  /** By module: visual, dimensional, vibration. */
  sensor(module: string): Sensor
  readonly robot: RobotController
  readonly rotor: Rotor
  readonly reader: PartReader
  readonly arrivals: ArrivalSensors
  readonly inputs: InputReader
  /** Ground truth of a cycle; undefined where there is none. */
  truth(part: PartInFixture): unknown
}
