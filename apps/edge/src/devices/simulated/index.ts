/** The simulated world as this agent's devices see it: same seed, same cycle, same faults as in every other agent. */
import {
  type CellDefinition,
  type CellTopics,
  checker,
  type Fault,
  Faults,
  type HandsAtCell,
} from '@celltwin/contracts'
import { changeFaults, plantFaults, truthOf } from '@celltwin/world'
import type { Logger } from 'pino'
import type { AgentConfig } from '../../config.ts'
import type { CellClock } from '../../context.ts'
import type { Link } from '../../link.ts'
import { startWorker } from '../../worker-rpc.ts'
import type { World } from '../world.ts'
import { simulatedHandling } from './handling.ts'
import { partOf } from './part-of.ts'
import { simulatedSensors } from './sensors.ts'
import { slowed } from './slowed-link.ts'

/** At severity 1. A gross skew is beyond every deadline; so is a gross delay. */
const CLOCK_SKEW_MS = 20_000
const NETWORK_DELAY_MS = 8000

const checkFaults = checker(Faults)

export interface SimulationOptions {
  readonly config: AgentConfig
  readonly cell: CellDefinition
  readonly topics: CellTopics
  /** The agent's own connection: faults in force and the running cycle are heard on it. */
  readonly link: Link
  readonly clock: CellClock
  readonly worker: URL
  readonly signal: AbortSignal
  readonly log: Logger
}

export function openSimulation(options: SimulationOptions): World {
  const { config, cell, topics, link, clock, worker, signal, log } = options
  let faults: readonly Fault[] = []
  let hands: HandsAtCell = { manualSelected: false, enablingHeld: false }
  let revision = -1
  let cycleNumber = 0

  link.subscribe(topics.faults, (_topic, payload) => {
    const heard = checkFaults(parse(payload))
    if (!heard.ok) return log.warn({ flaws: heard.flaws }, 'The faults to simulate could not be read')
    if (heard.value.revision < revision) return
    revision = heard.value.revision
    faults = changeFaults(faults, heard.value.items as Fault[], cycleNumber)
    hands = heard.value.hands ?? { manualSelected: false, enablingHeld: false }
  })
  link.subscribe(topics.event('+', 'part-inserted'), (_topic, payload) => {
    const event = parse(payload) as { data?: { cycleNumber?: number } } | undefined
    cycleNumber = event?.data?.cycleNumber ?? cycleNumber
  })

  const severity = (kind: 'clock-skew' | 'slow-network', source: string) =>
    plantFaults(faults, cycleNumber).find((fault) => fault.kind === kind && (fault.source ?? source) === source)
      ?.severity ?? 0
  const line = Object.values(cell.path).join('/')
  const world = { seed: config.SEED, defectRate: config.DEFECT_RATE, line }
  const sensors = simulatedSensors({
    cell,
    world,
    faults: () => faults,
    clock,
    worker: () => startWorker(worker, undefined),
  })

  return {
    simulated: true,
    devices: {
      kind: 'simulated',
      sensor: sensors.sensor,
      ...simulatedHandling({ cell, ...world, faults: () => faults, hands: () => hands, clock, signal, log }),
      truth(part) {
        // Told as the part is inserted; the event itself takes its way over the broker.
        cycleNumber = part.cycleNumber
        return truthOf(partOf(cell, world, part, faults), part.cycleId, faults)
      },
    },
    skewMs: (source) => CLOCK_SKEW_MS * severity('clock-skew', source),
    network: (source, real) => slowed(real, topics, () => NETWORK_DELAY_MS * severity('slow-network', source)),
    close: sensors.close,
  }
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString())
  } catch {
    return undefined
  }
}
