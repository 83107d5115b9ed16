/** Simulated camera, lasers, accelerometer and rotor trace: real bytes of a part that is not there. */
import { type CellDefinition, type Fault, inRack } from '@celltwin/contracts'
import { lastSoundPart, plantFaults, type WorldOptions } from '@celltwin/world'
import type { CellClock } from '../../context.ts'
import type { WorkerCalls } from '../../worker-rpc.ts'
import type { Capture, Devices, Sensor } from '../devices.ts'
import type { Rendering } from './rendering.ts'

export interface SimulatedSensorsOptions {
  readonly cell: CellDefinition
  readonly world: WorldOptions
  readonly faults: () => readonly Fault[]
  readonly clock: CellClock
  /** Starts the thread that renders; asked for when the first sensor is. */
  readonly worker: () => WorkerCalls
}

export function simulatedSensors({ cell, world, faults, clock, worker }: SimulatedSensorsOptions): {
  sensor: Devices['sensor']
  close(): Promise<void>
} {
  let calls: WorkerCalls | undefined

  function sensor(name: string): Sensor {
    const module = cell.modules[name]
    if (!module) throw new Error(`no sensor belongs to ${name}`)
    calls ??= worker()
    let exposed = { cycleNumber: 0, kinds: [] as string[] }
    return {
      async capture(kind, { cycleNumber, challenge, seatedIn }, signal, stepped) {
        const phaseId = module.takes.find(({ evidence }) => evidence === kind)?.phase
        const phase = cell.cycle.phases.find(({ id }) => id === phaseId)
        if (!phase) throw new Error(`${name} takes no ${kind}`)

        if (exposed.cycleNumber !== cycleNumber) exposed = { cycleNumber, kinds: [] }
        const exposure = exposed.kinds.filter((taken) => taken === kind).length
        exposed.kinds.push(kind)
        const inForce = plantFaults(faults(), cycleNumber).filter(
          ({ exposures }) => exposures === undefined || exposure < exposures,
        )
        const ofModule = (kind: Fault['kind']) =>
          inForce.find((fault) => fault.kind === kind && (fault.source ?? name) === name)
        const severity = (kind: Fault['kind']) => ofModule(kind)?.severity ?? 0
        if (severity('silent-sensor') > 0) await silence(signal)
        const stuck = ofModule('stuck-sensor')
        const elsewhere = stuck ?? ofModule('misaimed-sensor')
        const artefact = inRack(cell, challenge)
        const { parameters } = module
        const rendering: Rendering = elsewhere
          ? {
              ...{ kind, parameters, blur: 0, darkness: 0 },
              ...lastSoundPart(world, elsewhere.fromCycle, faults()),
              // A stuck sensor gives the very bytes; one that looks elsewhere is alive, and takes its picture anew.
              exposure: stuck ? 0 : RETAKES_APART * cycleNumber + exposure,
            }
          : {
              kind,
              world,
              cycleNumber,
              ...(artefact ? { artefact } : {}),
              ...(seatedIn === undefined ? {} : { seatedIn }),
              exposure: exposure + RETAKES_APART * (stepped?.take ?? 0),
              ...(stepped ? { stepped } : {}),
              faults: faults(),
              parameters,
              blur: severity('blurred-image'),
              darkness: severity('dark-image'),
            }
        const [capture] = await Promise.all([calls!.call<Capture>('render', rendering), clock.wait(phase.budgetMs)])
        return capture
      },
    }
  }

  return { sensor, close: async () => calls?.close() }
}

/** Exposures of a cycle are few: those of a step come after all of them. */
const RETAKES_APART = 10

/** A sensor that does not answer: only whoever waits gives up. */
function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (signal.aborted) reject(signal.reason)
  })
}
