/**
 * Phase and progress → pose. Pure: the same facts always give the same picture, and nothing is remembered.
 *
 * Phases are the cell file's, and three of our own between them: `slack` (fetch the next part), `transfer` (a held part
 * is moved on request) and `idle` (no part is known).
 */
import type { Destination, Phase } from '@celltwin/contracts'
import { type CellLayout, nestX, nestZ, type Place } from './layout.ts'
import { clamp01, ease, mix, type ScenePose, stretch } from './pose.ts'
import { spindleAt } from './spindle-motion.ts'

export type ShownPhase = Phase['id'] | 'slack' | 'transfer' | 'idle'

export interface Moment {
  readonly phase: ShownPhase
  readonly destination: Destination | undefined
  /** Nest of the hold fixture that the part goes to. */
  readonly place: number
  /** The part has its place in the rack: it came from there and goes back. */
  readonly fromRack: boolean
  /** transfer: the nest it comes from. */
  readonly fromPlace: number
  /** slack: whether the cell goes on; a cell that waits leaves the next part where it lies. */
  readonly fetching: boolean
  /** slack: the next part is one of the rack, for a run of them is in progress. */
  readonly nextFromRack: boolean
  /** insert: how far the arm had come with fetching the part when the phase began; the rest of the way is part of it. */
  readonly fetched: number
  /** insert: where the part before went, and so where the arm comes from. */
  readonly before: Pick<Moment, 'destination' | 'place' | 'fromRack'>
}

export interface Choreography {
  poseAt(moment: Moment, progress: number, out: ScenePose): void
}

const TAU = Math.PI * 2
/** A part falls so deep into the bin that the lid's edge hides it. */
const BIN_DROP_M = 0.2
/** Shares of fetching: above the infeed, part in the jaws. */
export const ABOVE_INFEED = 0.4
const PICKED = 0.7
/** Share of the insert phase that fetching takes when it could not begin before. */
const FETCH_IN_INSERT = 0.45

export function createChoreography(layout: CellLayout, phases: readonly Phase[]): Choreography {
  const { robot, spindle, infeed, chute, bin, hold, rack, partHeight } = layout
  const spindleY = spindle.seat + partHeight
  const infeedY = infeed.seat + partHeight
  /** Travel height of the tool centre: a carried part clears everything. */
  const travelY = Math.max(spindle.seat, chute.seat, bin.height, hold.seat) + partHeight + 0.137
  /** Ready beside the optics, and out of the way while they work. */
  const ready = { x: robot.x - 0.13, y: robot.y + 0.34, z: robot.z + 0.21 }
  /** Pictures taken once more, after the brake: the arm waits where braking left it. */
  const retakes = new Set<string>(phases.filter(({ onRequest }) => onRequest).map(({ id }) => id))
  const park = { x: robot.x + 0.13, y: robot.y + 0.27, z: robot.z + 0.3 }
  const onInfeed: Place = { x: infeed.x, y: infeedY, z: infeed.z }
  const rackNest = rack && { x: rack.x, y: rack.seat + partHeight, z: rack.z + rack.reach }
  const source = (fromRack: boolean): Place => (fromRack && rackNest) || onInfeed
  const aboveInfeed = { x: infeed.x, y: travelY, z: infeed.z }

  const toolYaw = (x: number, z: number) => -Math.atan2(z - robot.z, x - robot.x)
  const spindleYaw = toolYaw(spindle.x, spindle.z)
  // Azimuth unrolled so that a swing always goes round the front, never through the back.
  const azimuth = (x: number, z: number) => {
    const a = Math.atan2(z - robot.z, x - robot.x)
    return a < -Math.PI / 2 ? a + TAU : a
  }
  /** Radius and azimuth are interpolated, so the arm swings instead of cutting through itself. */
  const swing = (out: ScenePose, a: { x: number; z: number }, b: { x: number; z: number }, k: number) => {
    const angle = mix(azimuth(a.x, a.z), azimuth(b.x, b.z), k)
    const radius = mix(Math.hypot(a.x - robot.x, a.z - robot.z), Math.hypot(b.x - robot.x, b.z - robot.z), k)
    out.x = robot.x + Math.cos(angle) * radius
    out.z = robot.z + Math.sin(angle) * radius
  }

  // Where the jaws open. One object per destination, so that a frame allocates nothing.
  const nests: readonly Place[] = Array.from({ length: hold.nests }, (_, n) => ({
    x: nestX(layout, n),
    y: hold.seat + partHeight,
    z: nestZ(layout, n),
  }))
  const nest = (place: number): Place => nests[Math.min(Math.max(place, 0), nests.length - 1)]!
  const accept: Place = { x: chute.x, y: chute.seat + partHeight + 0.006, z: chute.z }
  const reject: Place = { x: bin.x, y: bin.height + 0.05, z: bin.z }
  const onSpindle: Place = { x: spindle.x, y: spindleY, z: spindle.z }
  const target = (moment: Moment['before']): Place => {
    if (moment.fromRack && rackNest) return rackNest
    return moment.destination === 'accept' ? accept : moment.destination === 'reject' ? reject : nest(moment.place)
  }
  const whereTo = ({ fromRack, destination }: Moment) => (fromRack && rackNest ? 'rack' : (destination ?? 'hold'))

  /** Lower, close, lift, swing, lower, open, away: from above `from` to above `to`. Says where the part then is. */
  const carry = (out: ScenePose, from: Place, to: Place, t: number): 'from' | 'robot' | 'to' => {
    swing(out, from, to, stretch(t, 0.3, 0.72))
    const lifted = mix(mix(travelY, from.y, stretch(t, 0, 0.16)), travelY, stretch(t, 0.2, 0.42))
    out.y = mix(lifted, to.y, stretch(t, 0.62, 0.86)) + 0.09 * stretch(t, 0.9, 1)
    out.grip = Math.min(stretch(t, 0.15, 0.2), 1 - stretch(t, 0.86, 0.9))
    return t < 0.2 ? 'from' : t < 0.88 ? 'robot' : 'to'
  }

  /** The part at its destination, `t` being the progress of the phase that let it go (from 0.88) or of the slack. */
  const rest = (out: ScenePose, moment: Moment, t: number, slack: boolean) => {
    const to = target(moment)
    out.at = whereTo(moment)
    out.px = to.x
    out.py = to.y
    out.pz = to.z
    const falling = slack ? 1 : clamp01((t - 0.88) / 0.12)
    if (out.at === 'accept') {
      const share = slack ? 0.25 + 0.75 * ease(t / 0.3) : 0.25 * falling * falling
      const along = share * (chute.length - 0.12)
      out.px += along * Math.cos(chute.slope)
      out.py = chute.seat + partHeight - along * Math.sin(chute.slope)
      out.tilt = -chute.slope
    } else if (out.at === 'reject') out.py -= BIN_DROP_M * falling * falling
  }

  const inJaws = (out: ScenePose) => {
    out.at = 'robot'
    out.px = out.x
    out.py = out.y
    out.pz = out.z
  }

  /** From above `from` to above `next` with the part that lies there in the jaws. */
  const fetch = (out: ScenePose, from: Place, next: Place, k: number) => {
    swing(out, from, next, stretch(k, 0, ABOVE_INFEED))
    const risen = mix(from.y + 0.09, travelY, stretch(k, 0, 0.2))
    out.y = mix(mix(risen, next.y, stretch(k, ABOVE_INFEED, 0.66)), travelY, stretch(k, 0.74, 1))
    out.grip = stretch(k, 0.66, PICKED)
    out.carriage = 0
  }

  /** Swing, lower, open, retreat; then the optics move in. Before that the rest of fetching, where it was short. */
  const insert = (out: ScenePose, moment: Moment, progress: number) => {
    const share = FETCH_IN_INSERT * (1 - moment.fetched)
    const next = source(moment.fromRack)
    out.lane = next === onInfeed ? 1 : 0
    if (progress < share) {
      const k = mix(moment.fetched, 1, progress / share)
      fetch(out, target(moment.before), next, k)
      if (k >= PICKED) return inJaws(out)
      out.at = next === onInfeed ? 'infeed' : 'rack'
      out.px = next.x
      out.py = next.y
      out.pz = next.z
      return
    }
    const t = (progress - share) / (1 - share)
    out.carriage = stretch(t, 0.76, 1)
    out.grip = 1 - stretch(t, 0.56, 0.62)
    if (t < 0.6) {
      swing(out, next, spindle, stretch(t, 0, 0.4))
      out.y = mix(travelY, spindleY, stretch(t, 0.3, 0.54))
      if (t < 0.56) inJaws(out)
    } else {
      swing(out, spindle, park, stretch(t, 0.72, 1))
      out.y = mix(spindleY, travelY, stretch(t, 0.6, 0.78)) + (park.y - travelY) * stretch(t, 0.78, 1)
    }
  }

  const settle = (out: ScenePose, moment: Moment, t: number) => {
    const k = moment.fetching ? t : Math.min(t, ABOVE_INFEED)
    const next = source(moment.nextFromRack)
    fetch(out, target(moment), next, k)
    out.next = k >= PICKED
    if (!out.next) return rest(out, moment, t, true)
    if (next === onInfeed) out.lane = 1
    inJaws(out)
  }

  const move = (out: ScenePose, moment: Moment, from: Place, t: number) => {
    const stage = carry(out, from, target(moment), t)
    if (stage === 'robot') inJaws(out)
    else if (stage === 'to') rest(out, moment, t, false)
    return stage
  }

  /** The tool follows the arm's azimuth; the part keeps its angle in the jaws, so angle zero survives the cycle. */
  const turnPart = (out: ScenePose, moment: Moment, t: number, turned: number) => {
    out.yaw = toolYaw(out.x, out.z)
    if (out.at === 'spindle') out.pyaw = turned
    else if (moment.phase === 'insert' && out.at !== 'robot') {
      const { x, z } = source(moment.fromRack)
      out.pyaw = toolYaw(x, z) - spindleYaw
    } else if (out.at === 'robot')
      out.pyaw = out.yaw - spindleYaw + (moment.phase === 'insert' || out.next ? 0 : turned)
    else {
      const lies = moment.phase === 'transfer' && t < 0.5 ? nest(moment.fromPlace) : target(moment)
      out.pyaw = turned + toolYaw(lies.x, lies.z) - spindleYaw
    }
  }

  return {
    poseAt(moment, progress, out) {
      const t = clamp01(progress)
      const { phase } = moment
      out.light = 0
      out.lasers = out.listening = out.next = false
      out.grip = out.tilt = out.lane = 0
      out.carriage = 1
      Object.assign(out, park)
      out.at = 'spindle'
      out.px = onSpindle.x
      out.py = onSpindle.y
      out.pz = onSpindle.z
      spindleAt(phases, phase, t, out)
      const turned = out.spindle
      // What came from the rack left the infeed as it was.
      const lane = source(moment.fromRack) === onInfeed ? 1 : 0

      if (phase === 'insert') insert(out, moment, t)
      else if (phase === 'expose') {
        out.light = 1 + Math.min(2, Math.floor(t * 3))
        out.lane = lane
      } else if (retakes.has(phase)) {
        out.light = 1 + Math.min(2, Math.floor(t * 3))
        Object.assign(out, ready)
      } else if (phase === 'to-scan-speed') out.lane = lane
      else if (phase === 'scan') {
        out.lasers = true
        out.lane = lane * (1 - ease(t))
      } else if (phase === 'vibration') out.listening = true
      else if (phase === 'brake') {
        swing(out, park, ready, stretch(t, 0.1, 1))
        out.y = mix(park.y, ready.y, stretch(t, 0.1, 1))
      } else if (phase === 'decide') {
        out.carriage = 1 - stretch(t, 0, 0.8)
        swing(out, ready, onSpindle, stretch(t, 0.25, 1))
        out.y = mix(ready.y, travelY, ease(t))
      } else if (phase === 'remove') {
        out.carriage = 0
        move(out, moment, onSpindle, t)
      } else if (phase === 'slack') settle(out, moment, t)
      else if (phase === 'transfer') {
        const from = nest(moment.fromPlace)
        const k = (t - 0.2) / 0.8
        out.carriage = 0
        const stage = k > 0 ? move(out, moment, from, k) : 'from'
        if (k <= 0) {
          swing(out, infeed, from, stretch(t, 0, 0.2))
          out.y = travelY
        }
        if (stage === 'from') {
          out.at = 'hold'
          out.px = from.x
          out.py = from.y
          out.pz = from.z
        }
      } else if (phase === 'idle') {
        Object.assign(out, aboveInfeed)
        out.carriage = 0
        out.at = 'none'
      }

      turnPart(out, moment, t, turned)
      // The rotor turns back to its index while it is empty.
      if (phase === 'slack') out.spindle = mix(turned % TAU, 0, stretch(t, 0.1, 0.8))
      else if (phase === 'idle' || phase === 'transfer') out.spindle = 0
    },
  }
}
