/** Torque of the bearing from the rotor's trace: breakaway, running, locked. */
import { columnValues, type Series } from '@celltwin/contracts'
import { medianOf } from '../signal/statistics.ts'

export interface Spin {
  /** Set where the part would not turn: the torque it withstood, and for how long. */
  readonly locked?: { readonly torqueNm: number; readonly rpm: number; readonly heldMs: number }
  readonly breakawayNm: number
  readonly runningNm: number
  readonly runningStandardNm: number
  readonly steadyRpm: number
  /** Drag in the free coast, from how fast the part slows: an independent witness. */
  readonly coastNm: number
}

/** Locked: more torque than this, less speed than this, for this long. */
const LOCKED = { torqueNm: 0.8, rpm: 50, ms: 300 } as const
/** The part moves once it is faster than the encoder's noise. */
const MOVING_RPM = 2
/** The drive settles at the start of the steady phase. */
const SETTLE_MS = 200
/** Torque is smoothed over so many samples before a peak is read. */
const SMOOTH = 5

/** @throws Error where the trace does not say what is needed to read it. */
export function readSpin(series: Series): Spin {
  const [timeMs, rpm, torque] = ['timeMs', 'rpm', 'torqueNm'].map((name) => columnValues(series, name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const meta = (name: string): number => {
    const value = series.meta[name]
    if (typeof value !== 'number') throw new Error(`rotor-trace: ${name} is missing`)
    return value
  }
  const smooth = movingMean(torque, SMOOTH)
  const [steadyFromMs, coastFromMs] = [meta('steadyFromMs'), meta('coastFromMs')]
  const locked = lockedIn(timeMs, rpm, smooth)

  const started = rpm.findIndex((x, i) => x > MOVING_RPM && (rpm[i + 1] ?? 0) > MOVING_RPM)
  // Its own inertia shows as soon as it moves, and the mean looks ahead: stop short of that.
  const still = smooth.subarray(0, started < 0 ? smooth.length : Math.max(1, started - SMOOTH))
  const steady = within(timeMs, steadyFromMs + SETTLE_MS, coastFromMs)
  const running = steady.map((i) => torque[i]!)
  const runningNm = mean(running)
  const spread = Math.sqrt(mean(running.map((x) => (x - runningNm) ** 2)))
  return {
    ...(locked ? { locked } : {}),
    breakawayNm: Math.max(...still),
    runningNm,
    runningStandardNm: spread / Math.sqrt(running.length),
    steadyRpm: medianOf(steady.map((i) => rpm[i]!)),
    coastNm: coastDrag(timeMs, rpm, coastFromMs, meta('inertiaKgM2')),
  }
}

function lockedIn(timeMs: Float64Array, rpm: Float64Array, torque: Float64Array): Spin['locked'] {
  let from = -1
  let longest = { from: 0, to: 0 }
  for (let i = 0; i <= torque.length; i++) {
    const stuck = i < torque.length && torque[i]! > LOCKED.torqueNm && rpm[i]! < LOCKED.rpm
    if (stuck && from < 0) from = i
    if (stuck || from < 0) continue
    if (i - 1 - from > longest.to - longest.from) longest = { from, to: i - 1 }
    from = -1
  }
  const heldMs = timeMs[longest.to]! - timeMs[longest.from]!
  if (heldMs < LOCKED.ms) return undefined
  return {
    torqueNm: medianOf(torque.subarray(longest.from, longest.to + 1)),
    rpm: medianOf(rpm.subarray(longest.from, longest.to + 1)),
    heldMs,
  }
}

/** Inertia times the deceleration at the start of the coast, where the speed is the steady one. */
function coastDrag(timeMs: Float64Array, rpm: Float64Array, coastFromMs: number, inertiaKgM2: number): number {
  const coast = within(timeMs, coastFromMs, coastFromMs + 250)
  const meanMs = mean(coast.map((i) => timeMs[i]!))
  const meanRpm = mean(coast.map((i) => rpm[i]!))
  const product = mean(coast.map((i) => (timeMs[i]! - meanMs) * (rpm[i]! - meanRpm)))
  const square = mean(coast.map((i) => (timeMs[i]! - meanMs) ** 2))
  return (-1000 * inertiaKgM2 * (product / square) * 2 * Math.PI) / 60
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

const within = (timeMs: Float64Array, fromMs: number, toMs: number): number[] =>
  Array.from(timeMs.keys()).filter((i) => timeMs[i]! >= fromMs && timeMs[i]! < toMs)

function movingMean(values: Float64Array, width: number): Float64Array {
  const half = width >> 1
  return values.map((_, i) => {
    const piece = values.subarray(Math.max(0, i - half), i + half + 1)
    return piece.reduce((sum, x) => sum + x, 0) / piece.length
  })
}
