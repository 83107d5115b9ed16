/** The simulated robot controller, and what its robot does to the parts. */
import type { Destination } from '@celltwin/contracts'
import { plantFaults } from '@celltwin/world'
import type { ControllerStatus, RobotController, RobotJob } from '../../devices.ts'
import type { Floor } from './floor.ts'
import type { Plant } from './plant.ts'

export interface SimulatedRobot extends RobotController {
  /** Motion stops where it is; the job is lost. */
  stop(reason: string): void
  reset(): void
}

const HEARTBEAT_MS = 40
/** The rest of a job's time goes into the hand-shake and the arrival sensor. */
const SHARE_OF_JOB = 0.85

const WRONG_PLACE: Record<Destination, Destination> = { accept: 'reject', reject: 'accept', hold: 'reject' }

/** @param runOn Takes the job under way; the controller does not wait for it. */
export function createRobot(plant: Plant, floor: Floor, runOn: (job: Promise<void>) => void): SimulatedRobot {
  let current: Omit<ControllerStatus, 'heartbeat'> = { sequence: 0, state: 'idle' }
  /** A controller that hangs goes on showing this. */
  let hung: ControllerStatus | undefined

  async function run(sequence: number, job: RobotJob): Promise<void> {
    await plant.wait('fastestMmPerS' in job ? job.physicalMs : job.physicalMs * SHARE_OF_JOB)
    if (current.sequence !== sequence || current.state !== 'busy') return
    const fault = perform(job)
    current = fault ? { sequence, state: 'fault', fault } : { sequence, state: 'done' }
  }

  function perform(job: RobotJob): string | undefined {
    if (job.kind === 'insert') return floor.insert(job)
    if (job.kind === 'mount') return floor.mount(job)
    if (job.kind === 'unmount') return floor.unmount(job)
    return job.kind === 'return' ? floor.putBack(job) : floor.move(job, landing(job))
  }

  /** Where the part really comes to lie. */
  function landing({ part, to, place }: Extract<RobotJob, { kind: 'move' }>): { at: Destination; place?: number } {
    const missorts = plantFaults(plant.faults(), part.cycleNumber).some(({ kind }) => kind === 'mis-sort')
    if (missorts) return { at: WRONG_PLACE[to] }
    return place === undefined ? { at: to } : { at: to, place }
  }

  return {
    async request(sequence, job) {
      if (current.state !== 'idle') throw new Error(`the robot is ${current.state} and takes no job`)
      current = { sequence, state: 'busy' }
      runOn(run(sequence, job))
    },
    status() {
      const live = { ...current, heartbeat: Math.floor(plant.now() / HEARTBEAT_MS) }
      hung = plant.suffers('handshake-stall') ? (hung ?? live) : undefined
      return hung ?? live
    },
    async acknowledge(sequence) {
      if (current.state === 'done' && current.sequence === sequence) current = { sequence, state: 'idle' }
    },
    halt() {
      if (current.state !== 'busy') return
      floor.lostTrack()
      current = { sequence: current.sequence, state: 'idle' }
    },
    stop(reason) {
      if (current.state === 'busy') floor.lostTrack()
      current = { sequence: current.sequence, state: 'fault', fault: reason }
    },
    reset() {
      if (current.state === 'fault') current = { sequence: current.sequence, state: 'idle' }
    },
  }
}
