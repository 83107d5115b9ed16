/** Torque and speed at the spindle from standstill to the end of the free coast. */
import type { Series } from '@celltwin/contracts'
import { numberOf, type Parameters } from '../parameters.ts'
import type { Part } from '../part.ts'
import { randomFor } from '../random.ts'
import { shaftHzOf } from './waveform.ts'

export const INERTIA_KG_M2 = 2.6e-3
const SCAN_RPM = 120
/** Start of each phase on the trace, ms. */
const SCAN_FROM_MS = 200
const SPIN_UP_FROM_MS = 1700
const VIBRATION_FROM_MS = 3200
const COAST_FROM_MS = 5200
const END_MS = 5700
/** Torque is wound up against stiction for this long before anything moves. */
const WIND_UP_MS = 50
/** The drive's limit, and how long it pushes against a locked part before it trips. */
const TORQUE_LIMIT_NM = 0.95
const TRIP_MS = 360

const TORQUE_NOISE_NM = 0.002
const SPEED_NOISE_RPM = 0.3
const TO_RAD_PER_S = (2 * Math.PI) / 60

interface Sample {
  readonly rpm: number
  readonly torqueNm: number
}

export function renderRotorTrace(part: Part, parameters: Parameters): Series {
  const rateHz = numberOf(parameters, 'traceRateHz')
  const fullRpm = 60 * (shaftHzOf(part, parameters) || numberOf(parameters, 'shaftHz'))
  const random = randomFor(part.seed, part.cycleNumber, 'rotor-trace')
  const at = part.bearing.locked ? locked : turning(part, fullRpm)
  const length = Math.round((END_MS / 1000) * rateHz)
  const timeMs = new Float32Array(length)
  const rpm = new Float32Array(length)
  const torqueNm = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    const ms = (i * 1000) / rateHz
    const sample = at(ms)
    timeMs[i] = ms
    rpm[i] = Math.max(0, sample.rpm + SPEED_NOISE_RPM * random.normal())
    torqueNm[i] = sample.torqueNm + TORQUE_NOISE_NM * random.normal()
  }
  return {
    kind: 'rotor-trace',
    meta: {
      sampleRateHz: rateHz,
      steadyFromMs: VIBRATION_FROM_MS,
      coastFromMs: COAST_FROM_MS,
      inertiaKgM2: INERTIA_KG_M2,
    },
    columns: [
      { name: 'timeMs', unit: 'ms', data: timeMs },
      { name: 'rpm', unit: '1/min', data: rpm },
      { name: 'torqueNm', unit: 'N·m', data: torqueNm },
    ],
  }
}

const locked = (ms: number): Sample => ({
  rpm: 0,
  torqueNm: ms < TRIP_MS ? TORQUE_LIMIT_NM * Math.min(1, ms / 20) : 0,
})

function turning({ bearing }: Part, fullRpm: number): (ms: number) => Sample {
  /** Drag of seal and grease grows a little with speed; the running torque is the drag at full speed. */
  const drag = (rpm: number) => bearing.runningTorqueNm * (0.8 + (0.2 * rpm) / fullRpm)
  const driven = (rpm: number, rpmPerS: number): Sample => ({
    rpm,
    torqueNm: drag(rpm) + INERTIA_KG_M2 * rpmPerS * TO_RAD_PER_S,
  })
  const ramp = (ms: number, fromMs: number, toMs: number, from: number, to: number) =>
    driven(from + ((to - from) * (ms - fromMs)) / (toMs - fromMs), ((to - from) * 1000) / (toMs - fromMs))
  return (ms) => {
    // Wound up to the breakaway torque and held there a moment.
    if (ms < WIND_UP_MS) return { rpm: 0, torqueNm: bearing.breakawayTorqueNm * Math.min(1, ms / (WIND_UP_MS - 10)) }
    if (ms < SCAN_FROM_MS) return ramp(ms, WIND_UP_MS, SCAN_FROM_MS, 0, SCAN_RPM)
    if (ms < SPIN_UP_FROM_MS) return driven(SCAN_RPM, 0)
    if (ms < VIBRATION_FROM_MS) return ramp(ms, SPIN_UP_FROM_MS, VIBRATION_FROM_MS, SCAN_RPM, fullRpm)
    if (ms < COAST_FROM_MS) return driven(fullRpm, 0)
    // The drive lets go: only drag slows the part. Its solution for a drag linear in speed.
    const drop = (0.2 * bearing.runningTorqueNm) / (fullRpm * TO_RAD_PER_S * INERTIA_KG_M2)
    const seconds = (ms - COAST_FROM_MS) / 1000
    const decay = Math.exp(-drop * seconds)
    return { rpm: Math.max(0, fullRpm * (5 * decay - 4)), torqueNm: 0 }
  }
}
