/** What the scene shows of a twin: which part, in which phase since when, who lies where. Pure; no coordinates. */
import type { CellDefinition, CellTwin, CycleTwin, Destination } from '@celltwin/contracts'
import { challengeState, studyRunState } from '@celltwin/twin'
import { perTwin } from '../../twin/per-twin.ts'
import { ABOVE_INFEED, type Moment } from './choreography.ts'
import type { AndonState } from './stations/andon.ts'

export interface Shown extends Moment {
  readonly cycle: CycleTwin | undefined
  /** When the phase began, ms since the epoch by the cell's clock. */
  readonly sinceMs: number
  /** Budget of the phase in physical time; progress is elapsed ÷ budget and holds at 1 until the next fact. */
  readonly budgetMs: number
}

/** A run of the rack's parts goes on: challenge or study. */
const inRun = (twin: CellTwin): boolean =>
  studyRunState(twin)?.state === 'running' || challengeState(twin, 0)?.state === 'running'

/** A reading of a study leaves its part on the spindle: only the robot's move puts it back. */
function stays(twin: CellTwin, { challenge, arrived, phases }: CycleTwin): boolean {
  if (challenge === undefined || !arrived || studyRunState(twin)?.state !== 'running') return false
  const last = phases.at(-1)
  return last?.phase !== 'remove' || arrived.at < last.at
}

/** Id of the part that is out of the rack. */
export const outOfRack = perTwin((twin): string | undefined => {
  const running = runningCycle(twin)
  return running && (!running.arrived || stays(twin, running)) ? running.challenge : undefined
})

const destinationOf = (cycle: CycleTwin): Destination | undefined => {
  if (cycle.dispatched) return cycle.dispatched.to
  const verdict = cycle.verdict?.verdict
  return verdict === 'pass' ? 'accept' : verdict
}

/** The cycle with the highest number that the cell itself reported: the part in work, or the last one. */
export const runningCycle = perTwin((twin): CycleTwin | undefined => {
  let newest: CycleTwin | undefined
  for (const cycle of Object.values(twin.cycles)) {
    const begun = cycle.inserted !== undefined || cycle.phases.length > 0
    if (begun && cycle.cycleNumber > (newest?.cycleNumber ?? 0)) newest = cycle
  }
  return newest
})

/** When the cycle began: its first phase, or the insertion where that is all we know. */
export const startOf = (cycle: CycleTwin): number | undefined => {
  const at = [cycle.inserted?.at, cycle.phases[0]?.at].filter((instant) => instant !== undefined)
  return at.length > 0 ? Math.min(...at.map((instant) => Date.parse(instant))) : undefined
}

export function shownOf(twin: CellTwin | undefined, cycle: CellDefinition['cycle'] | undefined, speed: number): Shown {
  const running = twin && runningCycle(twin)
  const fetching = twin?.state?.value.state === 'execute'
  const idle: Shown = {
    cycle: undefined,
    phase: 'idle',
    destination: undefined,
    place: 0,
    fromPlace: 0,
    fetching,
    fromRack: false,
    nextFromRack: false,
    fetched: 1,
    before: { destination: undefined, place: 0, fromRack: false },
    sinceMs: 0,
    budgetMs: 1,
  }
  if (!twin || !cycle || !running) return idle

  const moving = transferring(twin)
  if (moving) {
    const remove = cycle.phases.find((phase) => phase.id === 'remove')
    return {
      ...idle,
      cycle: moving,
      phase: 'transfer',
      destination: moving.dispatched!.to,
      place: moving.dispatched!.place ?? 0,
      fromPlace: moving.arrived?.place ?? 0,
      sinceMs: Date.parse(moving.dispatched!.at),
      budgetMs: remove?.budgetMs ?? 2000,
    }
  }
  const of = {
    ...idle,
    cycle: running,
    destination: destinationOf(running),
    fromRack: running.challenge !== undefined,
    place: running.arrived?.place ?? running.dispatched?.place ?? 0,
  }
  const planned = cycle.phases.reduce((sum, phase) => sum + phase.budgetMs, 0)
  const slackMs = Math.max(1500, cycle.budgetMs - planned)
  if (running.arrived && !stays(twin, running)) {
    // A person took it: nothing of this part is left to show.
    if (running.arrived.where === 'out' && !of.fromRack) return idle
    const sinceMs = Date.parse(running.arrived.at)
    return { ...of, phase: 'slack', nextFromRack: inRun(twin), sinceMs, budgetMs: slackMs }
  }
  const current = running.phases.at(-1)
  if (!current) return { ...of, phase: 'insert', sinceMs: 0 }
  const phase = { ...of, phase: current.phase, sinceMs: Date.parse(current.at), budgetMs: current.budgetMs }
  return current.phase === 'insert' ? { ...phase, ...cameFrom(twin, running, phase.sinceMs, slackMs, speed) } : phase
}

/** Where the arm came from for this part, and how far it had got with fetching it. */
function cameFrom(twin: CellTwin, running: CycleTwin, sinceMs: number, slackMs: number, speed: number) {
  const before = Object.values(twin.cycles).find((cycle) => cycle.cycleNumber === running.cycleNumber - 1)
  if (!before?.arrived) return {}
  const arrivedMs = Date.parse(before.arrived.at)
  const waitedSince = Date.parse(twin.state?.occurredAt ?? before.arrived.at)
  // A cell that had stopped began to fetch only when it went on.
  const share = waitedSince > arrivedMs ? ABOVE_INFEED : ((sinceMs - arrivedMs) * speed) / slackMs
  return {
    fetched: Math.min(1, Math.max(0, share)),
    before: {
      destination: destinationOf(before),
      place: before.arrived.place ?? 0,
      fromRack: before.challenge !== undefined,
    },
  }
}

/** A held part on its way because a person decided so. */
const transferring = perTwin((twin): CycleTwin | undefined =>
  Object.values(twin.cycles).find(
    ({ dispatched, arrived }) =>
      dispatched?.because === 'request' && arrived?.where === 'hold' && arrived.at < dispatched.at,
  ),
)

/** Parts in the hold fixture by nest, without the one that the scene shows in full. */
export const heldParts = perTwin((twin): readonly (Pick<CycleTwin, 'cycleId'> & { readonly place: number })[] =>
  Object.values(twin.cycles)
    .filter((cycle) => cycle.arrived?.where === 'hold')
    .map(({ cycleId, arrived }) => ({ cycleId, place: arrived?.place ?? 0 }))
    .sort((a, b) => a.place - b.place),
)

/** From PackML state to the position of the stack light. */
export function andonOf(state: string | undefined, awaited: boolean): AndonState {
  switch (state) {
    case 'execute':
    case 'starting':
      return awaited ? 'attention' : 'execute'
    case 'held':
    case 'suspended':
    case 'idle':
      return 'attention'
    case 'stopped':
    case 'stopping':
    case 'aborted':
      return 'stopped'
    default:
      return 'off'
  }
}
