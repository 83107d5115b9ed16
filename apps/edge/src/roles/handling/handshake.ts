/** The robot's hand-shake: request → busy → done → acknowledge, with sequence number and heartbeat, never a pulse. */
import type { ControllerStatus, RobotController, RobotJob } from '../../devices/devices.ts'

/** Physical time between two looks at the controller's status. */
export const POLL_MS = 50
/** So many looks in a row without a new heartbeat: the controller is dead. */
export const STALE_POLLS = 12
/** A job that takes longer than this multiple of its time has failed. */
const OVERRUN = 3

/** `reported` by the controller itself, or seen by us: then nobody knows what the robot does. */
export class RobotFault extends Error {
  override readonly name = 'RobotFault'
  readonly reported: boolean

  constructor(message: string, reported = false) {
    super(message)
    this.reported = reported
  }
}

/** One job as seen so far. */
export interface Exchange {
  readonly sequence: number
  readonly step: 'requested' | 'busy' | 'done'
  readonly heartbeat: number
  readonly unchangedPolls: number
  readonly polls: number
  readonly maxPolls: number
}

export const opened = (sequence: number, heartbeat: number, physicalMs: number): Exchange => ({
  sequence,
  step: 'requested',
  heartbeat,
  unchangedPolls: 0,
  polls: 0,
  maxPolls: Math.ceil((physicalMs * OVERRUN) / POLL_MS) + STALE_POLLS,
})

/** The exchange after one more look. @throws RobotFault when what is seen is not the hand-shake. */
export function observe(exchange: Exchange, status: ControllerStatus): Exchange {
  const polls = exchange.polls + 1
  const unchangedPolls = status.heartbeat === exchange.heartbeat ? exchange.unchangedPolls + 1 : 0
  if (status.state === 'fault') throw new RobotFault(`robot fault: ${status.fault ?? 'no reason given'}`, true)
  if (unchangedPolls >= STALE_POLLS) throw new RobotFault('robot heartbeat stalled')
  if (polls > exchange.maxPolls) throw new RobotFault(`robot did not finish job ${exchange.sequence} in time`)
  return { ...exchange, polls, unchangedPolls, heartbeat: status.heartbeat, step: nextStep(exchange, status) }
}

function nextStep({ sequence, step }: Exchange, status: ControllerStatus): Exchange['step'] {
  if (status.sequence !== sequence) {
    if (step === 'requested' && status.sequence === sequence - 1 && status.state === 'idle') return 'requested'
    throw new RobotFault(`robot answers for job ${status.sequence}, asked was job ${sequence}`)
  }
  if (status.state === 'done') return 'done'
  if (status.state === 'busy') return 'busy'
  throw new RobotFault(`robot dropped job ${sequence}`)
}

export interface Handshake {
  /** Does one job after the other; resolves when the controller has done it and that is acknowledged. */
  perform(job: RobotJob, signal: AbortSignal): Promise<void>
  /** Waits for a job that an earlier life of this agent began, and acknowledges it. */
  settle(signal: AbortSignal): Promise<void>
}

export function createHandshake(robot: RobotController, wait: (physicalMs: number) => Promise<void>): Handshake {
  let queue: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work, work)
    queue = turn.catch(() => {})
    return turn
  }

  async function follow(exchange: Exchange, signal: AbortSignal): Promise<void> {
    let seen = exchange
    while (seen.step !== 'done') {
      await wait(POLL_MS)
      // An emergency stop shows as a fault of the robot too; the stop is the better reason.
      signal.throwIfAborted()
      seen = observe(seen, robot.status())
    }
    await robot.acknowledge(seen.sequence)
  }

  async function settleNow(signal: AbortSignal): Promise<void> {
    const { state, sequence, heartbeat } = robot.status()
    if (state === 'done') return robot.acknowledge(sequence)
    if (state === 'busy') return follow({ ...opened(sequence, heartbeat, UNKNOWN_JOB_MS), step: 'busy' }, signal)
  }

  return {
    settle: (signal) => inTurn(() => settleNow(signal)),
    perform: (job, signal) =>
      inTurn(async () => {
        signal.throwIfAborted()
        await settleNow(signal)
        const { sequence, heartbeat } = robot.status()
        await robot.request(sequence + 1, job)
        await follow(opened(sequence + 1, heartbeat, job.physicalMs), signal)
      }),
  }
}

/** Longest job of any cell we know, for jobs whose length is forgotten. */
const UNKNOWN_JOB_MS = 5000
