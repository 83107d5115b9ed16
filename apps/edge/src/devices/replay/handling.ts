/** A bench: somebody feeds it the next recorded part. Nothing moves by itself, so every move is confirmed. */
import type { CellInputs } from '@celltwin/contracts'
import type { CellClock } from '../../context.ts'
import type { ControllerStatus, Devices, RobotJob } from '../devices.ts'
import type { Recordings } from './recordings.ts'

const BENCH_INPUTS: CellInputs = {
  zoneClear: true,
  guardClosed: true,
  localRelease: true,
  emergencyStopClear: true,
  lockedOut: false,
}

export function replayHandling(
  recordings: Recordings,
  clock: CellClock,
): Pick<Devices, 'robot' | 'rotor' | 'reader' | 'arrivals' | 'inputs'> {
  let status: ControllerStatus = { sequence: 0, state: 'idle', heartbeat: 0 }
  let heartbeat = 0
  let rpm = 0
  const put = new Map<string, Extract<RobotJob, { kind: 'move' }>>()

  return {
    robot: {
      async request(sequence, job) {
        status = { sequence, state: 'busy', heartbeat }
        void clock.wait(job.physicalMs).then(
          () => {
            if (job.kind === 'move') put.set(job.part.cycleId, job)
            status = { sequence, state: 'done', heartbeat }
          },
          // The agent stops.
          () => {},
        )
      },
      status: () => ({ ...status, heartbeat: ++heartbeat }),
      async acknowledge(sequence) {
        status = { sequence, state: 'idle', heartbeat }
      },
      halt: () => {},
    },
    rotor: {
      async ramp(to, physicalMs) {
        await clock.wait(physicalMs)
        rpm = to
      },
      turnTo: () => Promise.resolve(),
      halt() {
        rpm = 0
      },
      get rpm() {
        return rpm
      },
    },
    reader: {
      // The recordings go round; the round keeps their serials apart.
      async read(cycleNumber) {
        const { serial } = recordings.partOf(cycleNumber)
        return { serial: `${serial}.${cycleNumber}`, materialLots: [], fixture: 'bench', tool: 'recording' }
      },
      readChallenge: async () => undefined,
    },
    arrivals: {
      async awaitArrival(part) {
        const job = put.get(part.cycleId)
        put.delete(part.cycleId)
        return job && { at: job.to, ...(job.place === undefined ? {} : { place: job.place }) }
      },
      awaitRemoval: () => clock.wait(TAKEN_OUT_MS),
      awaitEmptiedBin: () => clock.wait(TAKEN_OUT_MS),
    },
    inputs: {
      read: () => BENCH_INPUTS,
      onChange: () => {},
      announceWaiting: () => {},
      awaitReset: () => clock.wait(TAKEN_OUT_MS),
    },
  }
}

const TAKEN_OUT_MS = 2000
