/** What an agent's devices are, and what they do to its clock and network: nothing, unless they are simulated. */
import type { Link } from '../link.ts'
import type { Devices } from './devices.ts'

export interface World {
  readonly devices: Devices
  /** Some of what the devices give is not real. */
  readonly simulated: boolean
  /** How far the source's own clock is ahead, ms. */
  skewMs(source: string): number
  /** The source's connection as its network lets it through. */
  network(source: string, link: Link): Link
  close(): Promise<void>
}
