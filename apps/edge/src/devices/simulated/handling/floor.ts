/** Where the simulated parts lie: spindle, nests, and what the arrival sensors have seen. */
import type { Destination } from '@celltwin/contracts'
import type { RobotJob } from '../../devices.ts'

export interface Landing {
  readonly at: Destination
  readonly place?: number
}

export interface SpindlePart {
  readonly cycleNumber: number
  readonly challenge?: string
}

export interface Floor {
  /** The part on the spindle; undefined where there is none or nobody knows. */
  readonly onSpindle: SpindlePart | undefined
  /** Both answer with the robot's fault where it cannot be done. */
  insert(job: Extract<RobotJob, { kind: 'insert' }>): string | undefined
  /** Back into the rack. */
  putBack(job: Extract<RobotJob, { kind: 'return' }>): string | undefined
  /** From a nest to the spindle, and back. */
  mount(job: Mounting): string | undefined
  unmount(job: Mounting): string | undefined
  move(job: Extract<RobotJob, { kind: 'move' }>, landing: Landing): string | undefined
  /** A person takes a part out of its nest. */
  take(cycleId: string): void
  /** Motion was cut off: the part may be in the gripper. */
  lostTrack(): void
  /** Latched until the part moves again. */
  seen(cycleId: string): Landing | undefined
}

type Mounting = Extract<RobotJob, { kind: 'mount' | 'unmount' }>

/** Arrivals further back are nobody's business any more. */
const SEEN_KEPT = 50

/** A new floor does not know what lies on it and believes the first that is said of it: the agent outlives its memory. */
export function createFloor(): Floor {
  let spindle: SpindlePart | 'empty' | 'unknown' = 'unknown'
  const nests = new Map<number, string>()
  const arrivals = new Map<string, Landing>()

  const take = (cycleId: string) => {
    for (const [place, lying] of nests) if (lying === cycleId) nests.delete(place)
  }

  return {
    get onSpindle() {
      return typeof spindle === 'object' ? spindle : undefined
    },
    insert({ cycleNumber, challenge }) {
      if (typeof spindle === 'object') return 'the spindle is occupied'
      spindle = { cycleNumber, ...(challenge === undefined ? {} : { challenge }) }
      return undefined
    },
    putBack({ part }) {
      if (typeof spindle === 'object' && spindle.cycleNumber !== (part.seatedIn ?? part.cycleNumber))
        return 'the spindle holds another part'
      spindle = 'empty'
      return undefined
    },
    mount({ part: { cycleId, cycleNumber, challenge } }) {
      if (typeof spindle === 'object') return 'the spindle is occupied'
      take(cycleId)
      spindle = { cycleNumber, ...(challenge === undefined ? {} : { challenge }) }
      return undefined
    },
    unmount({ part, place }) {
      if (typeof spindle === 'object' && spindle.cycleNumber !== part.cycleNumber)
        return 'the spindle holds another part'
      const lying = nests.get(place)
      if (lying !== undefined && lying !== part.cycleId) return `nest ${place} is occupied`
      spindle = 'empty'
      nests.set(place, part.cycleId)
      return undefined
    },
    move({ part, from }, landing) {
      const onIt = typeof spindle === 'object' ? spindle.cycleNumber : spindle
      if (from === 'spindle' && onIt !== 'unknown' && onIt !== part.cycleNumber)
        return `the spindle holds ${spindle === 'empty' ? 'no part' : 'another part'}`
      if (landing.place !== undefined && nests.has(landing.place)) return `nest ${landing.place} is occupied`
      arrivals.delete(part.cycleId)
      take(part.cycleId)
      if (from === 'spindle') spindle = 'empty'
      if (landing.place !== undefined) nests.set(landing.place, part.cycleId)
      arrivals.set(part.cycleId, landing)
      if (arrivals.size > SEEN_KEPT) arrivals.delete(arrivals.keys().next().value!)
      return undefined
    },
    take,
    lostTrack() {
      spindle = 'unknown'
    },
    seen: (cycleId) => arrivals.get(cycleId),
  }
}
