/** How a part spins up, runs and coasts, from the rotor's trace. */
import { columnValues, type Series } from '@celltwin/contracts'
import { readSpin } from '../vibration/spin.ts'

export interface SpinFeatures {
  readonly locked: boolean
  readonly steadyRpm: number
  /** From a tenth to nine tenths of the steady speed. */
  readonly spinUpMs: number
  /** Speed lost in the first half second after the drive lets go. */
  readonly coastLossRpm: number
  readonly runningTorqueNm: number
  readonly breakawayTorqueNm: number
  /** Drag in the coast by inertia and deceleration: a witness that needs no torque sensor. */
  readonly coastTorqueNm: number
}

const COAST_MS = 500
/** Speed is averaged over so long a time about an instant. */
const ABOUT_MS = 20

/** @throws Error where the trace does not say what is needed to read it. */
export function spinFeatures(series: Series): SpinFeatures {
  const spin = readSpin(series)
  const timeMs = columnValues(series, 'timeMs')
  const rpm = columnValues(series, 'rpm')
  const coastFromMs = Number(series.meta.coastFromMs)
  const firstAt = (share: number) => {
    const at = rpm.findIndex((x) => x >= share * spin.steadyRpm)
    return at < 0 || spin.locked ? Number.NaN : timeMs[at]!
  }
  const speedAbout = (ms: number) => {
    const near = rpm.filter((_, i) => Math.abs(timeMs[i]! - ms) <= ABOUT_MS / 2)
    return near.reduce((sum, x) => sum + x, 0) / near.length
  }
  const endMs = Math.min(coastFromMs + COAST_MS, timeMs.at(-1)!) - ABOUT_MS / 2
  const startMs = coastFromMs - ABOUT_MS / 2
  return {
    locked: spin.locked !== undefined,
    steadyRpm: spin.steadyRpm,
    spinUpMs: firstAt(0.9) - firstAt(0.1),
    // The two averages lie a little closer together or wider apart than half a second: stretched to it.
    coastLossRpm: ((speedAbout(startMs) - speedAbout(endMs)) * COAST_MS) / (endMs - coastFromMs),
    runningTorqueNm: spin.runningNm,
    breakawayTorqueNm: spin.breakawayNm,
    coastTorqueNm: spin.coastNm,
  }
}

/** Turns of the shaft by time since `fromMs` of the trace, from its speed. */
export function turnsFrom(series: Series, fromMs: number): (seconds: number) => number {
  const timeMs = columnValues(series, 'timeMs')
  const rpm = columnValues(series, 'rpm')
  const turns = new Float64Array(timeMs.length)
  for (let i = 1; i < turns.length; i++)
    turns[i] = turns[i - 1]! + (((rpm[i]! + rpm[i - 1]!) / 2) * (timeMs[i]! - timeMs[i - 1]!)) / 60_000
  const stepMs = (timeMs.at(-1)! - timeMs[0]!) / (timeMs.length - 1)
  const at = (ms: number) => {
    const place = Math.min(turns.length - 1, Math.max(0, (ms - timeMs[0]!) / stepMs))
    const before = Math.min(turns.length - 2, Math.floor(place))
    return turns[before]! + (turns[before + 1]! - turns[before]!) * (place - before)
  }
  const start = at(fromMs)
  return (seconds) => at(fromMs + 1000 * seconds) - start
}
