/** The port of power meters. */
import type { MeterFacts } from '@celltwin/contracts'
import type { PowerReading } from '@celltwin/transition/profile'

export interface Meter {
  readonly facts: MeterFacts
  /** The present reading; null while there is none. @throws Error where the meter has failed. */
  read(): PowerReading | null
  close(): void
}

/** A kind of meter: undefined where this device has none of it. @throws Error where it has one that cannot be read. */
export type FindMeter = (intervalMs: number, root: string) => Meter | undefined
