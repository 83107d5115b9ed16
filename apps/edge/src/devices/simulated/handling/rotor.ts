/** The simulated rotor: a drive that ramps as told, unless the bearing on the spindle is locked. */
import type { Part } from '@celltwin/world'
import type { Rotor } from '../../devices.ts'
import type { Plant } from './plant.ts'

/** Pulley and spindle, kg·m². */
const INERTIA_KG_M2 = 2.6e-3
/** What a locked bearing lets through, and the drive's torque limit. */
const LOCKED_RPM = 15
const TORQUE_LIMIT_NM = 0.9
const RAD_PER_S_PER_RPM = Math.PI / 30

interface Ramp {
  readonly fromRpm: number
  readonly toRpm: number
  readonly startedAt: number
  readonly physicalMs: number
}

const STANDING: Ramp = { fromRpm: 0, toRpm: 0, startedAt: 0, physicalMs: 0 }

/** @param bearing Of the part on the spindle. */
export function createRotor(plant: Plant, bearing: () => Part['bearing'] | undefined): Rotor {
  let ramp = STANDING
  let angleDeg = 0

  const progress = () =>
    ramp.physicalMs === 0 ? 1 : Math.min(1, Math.max(0, (plant.now() - ramp.startedAt) / ramp.physicalMs))
  const rpm = () => ramp.fromRpm + (ramp.toRpm - ramp.fromRpm) * progress()

  return {
    get rpm() {
      return rpm()
    },
    get torqueNm() {
      const now = rpm()
      if (now === 0) return 0
      if (bearing()?.locked) return TORQUE_LIMIT_NM
      const drag = bearing()?.runningTorqueNm ?? 0
      if (progress() === 1) return drag
      const accelerationRadPerS2 = ((ramp.toRpm - ramp.fromRpm) * RAD_PER_S_PER_RPM * 1000) / ramp.physicalMs
      return INERTIA_KG_M2 * accelerationRadPerS2 + drag
    },
    async ramp(toRpm, physicalMs) {
      const reached = bearing()?.locked ? Math.min(toRpm, LOCKED_RPM) : toRpm
      ramp = { fromRpm: rpm(), toRpm: reached, startedAt: plant.now(), physicalMs }
      await plant.wait(physicalMs)
    },
    async turnTo(toDeg, rpm) {
      const wayDeg = Math.abs(((toDeg - angleDeg + 540) % 360) - 180)
      const physicalMs = (wayDeg / (rpm * 6)) * 1000
      const turning: Ramp = { fromRpm: rpm, toRpm: rpm, startedAt: plant.now(), physicalMs }
      ramp = turning
      await plant.wait(physicalMs)
      if (ramp !== turning) return
      ramp = STANDING
      angleDeg = toDeg
    },
    halt() {
      ramp = STANDING
    },
  }
}
