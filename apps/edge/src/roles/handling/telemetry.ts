/** Reports speed and torque of the rotor for the live view: often while it turns, seldom while it stands. */
import type { RoleContext } from '../../context.ts'
import type { Rotor } from '../../devices/devices.ts'

const SAMPLE_MS = 100
const STANDING_EVERY = 20

export function reportRotor(context: RoleContext, rotor: Rotor): void {
  let sample = 0
  const timer = setInterval(() => {
    sample++
    if (rotor.rpm === 0 && sample % STANDING_EVERY !== 0) return
    const torque = rotor.torqueNm === undefined ? {} : { torqueNm: rotor.torqueNm }
    context.sendTelemetry({ rpm: rotor.rpm, ...torque })
  }, SAMPLE_MS)
  context.signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}
