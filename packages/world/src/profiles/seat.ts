import type { Part } from '../part.ts'
import { randomFor } from '../random.ts'

/** How far B stands above its nominal place on the spindle. Both lasers see the same part, seated once. */
export const seatOf = (part: Part): number =>
  randomFor(part.seed, part.seatedIn ?? part.cycleNumber, 'seat').between(-0.04, 0.04)
