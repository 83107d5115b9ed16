/** The phases of a profile run. */
import { energyJ, meanPowerMw, type PowerSamples, type Reads } from '../power/energy.ts'

export interface Phase<Name extends string = string> {
  readonly phase: Name
  readonly startMs: number
  readonly endMs: number
}

/** Adds to each phase what the meter saw of it. */
export const measuredPhases = <Name extends string>(
  phases: readonly Phase<Name>[],
  samples: PowerSamples,
  reads: Reads,
) =>
  phases.map((phase) => ({
    ...phase,
    meanPowerMw: meanPowerMw(samples, phase.startMs, phase.endMs, reads),
    energyJ: energyJ(samples, phase.startMs, phase.endMs, reads),
  }))
