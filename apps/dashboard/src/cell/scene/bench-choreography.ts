/** A bench without a robot: somebody's hand is not drawn, the part itself goes its way. Pure. */
import type { CellDefinition } from '@celltwin/contracts'
import { benchLayoutOf } from './bench-layout.ts'
import type { Choreography } from './choreography.ts'
import type { Place } from './layout.ts'
import { clamp01, ease, mix, type ScenePose, stretch } from './pose.ts'

const LIFT_M = 0.16
/** Drawn much slower than a shaft turns, or the eye would see it stand. */
const SHOWN_TURNS = 3

export function createBenchChoreography(definition: CellDefinition): Choreography {
  const { pad, rig, trays } = benchLayoutOf(definition)
  const above: Place = { x: pad.x, y: pad.y + LIFT_M, z: pad.z + 0.1 }
  /** The phase in which a module takes a waveform is the one in which the part runs. */
  const runs = new Set(
    Object.values(definition.modules).flatMap(({ takes }) =>
      takes.filter((take) => take.evidence.includes('waveform')).map((take) => take.phase),
    ),
  )
  const runsAt = definition.cycle.phases.findIndex((phase) => runs.has(phase.id))
  const looks = new Set(
    Object.values(definition.modules).flatMap(({ takes }) =>
      takes.filter((take) => /photo|image/.test(take.evidence)).map((take) => take.phase),
    ),
  )

  const carry = (out: ScenePose, from: Place, to: Place, k: number) => {
    out.px = mix(from.x, to.x, k)
    out.pz = mix(from.z, to.z, k)
    out.py = mix(from.y, to.y, k) + LIFT_M * 4 * k * (1 - k)
  }

  return {
    poseAt({ phase, destination }, progress, out) {
      const t = clamp01(progress)
      const index = definition.cycle.phases.findIndex((known) => known.id === phase)
      out.light = looks.has(phase) ? 1 : 0
      out.listening = false
      out.spindle = out.rpm = out.tilt = 0
      out.at = 'spindle'
      const to = trays[destination ?? 'hold']
      if (phase === 'idle') out.at = 'none'
      else if (phase === 'insert') {
        out.at = 'robot'
        carry(out, above, pad, ease(t))
      } else if (phase === 'remove' || phase === 'transfer') {
        out.at = t < 1 ? 'robot' : (destination ?? 'hold')
        carry(out, runsAt >= 0 && phase === 'remove' ? rig : trays.hold, to, stretch(t, 0.1, 1))
      } else if (phase === 'slack') {
        out.at = destination ?? 'hold'
        carry(out, to, to, 0)
      } else if (runs.has(phase)) {
        carry(out, pad, rig, stretch(t, 0, 0.18))
        out.listening = t > 0.18
        out.rpm = out.listening ? 1800 : 0
        out.spindle = SHOWN_TURNS * Math.PI * 2 * stretch(t, 0.18, 1)
      } else carry(out, pad, rig, runsAt >= 0 && index > runsAt ? 1 : 0)
      // Stands upright in the rig, lies everywhere else.
      out.pyaw = clamp01(1 - Math.hypot(out.px - rig.x, out.py - rig.y, out.pz - rig.z) / 0.08)
    },
  }
}
