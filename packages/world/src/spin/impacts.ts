/** Damage in a bearing strikes the structure once for each ball that passes, and the structure rings. */
import { numberOf, type Parameters } from '../parameters.ts'
import type { Part } from '../part.ts'
import { randomFor } from '../random.ts'
import { isDamaged, rollingHz } from './levels.ts'

/** Peak acceleration of one strike at severity 1, m/s². */
const STRIKE = 80
/** Modes that a strike excites: the ring on its seat, and the pulley as a bell. */
const MODES = [
  { hz: 3400, damping: 0.06, share: 1 },
  { hz: 920, damping: 0.06, share: 0.06 },
] as const
/** Rolling elements slide a little, so strikes stray from strict time. */
const SLIP_SHARE = 0.008

/** Acceleration that the damage of the part's bearing adds, m/s². Zero throughout for a sound one. */
export function strikes(part: Part, parameters: Parameters, shaftHz: number, samples: number): Float64Array {
  const signal = new Float64Array(samples)
  if (!isDamaged(part) || part.bearing.locked) return signal
  const sampleRateHz = numberOf(parameters, 'sampleRateHz')
  const hz = rollingHz(parameters, shaftHz)
  const random = randomFor(part.seed, part.cycleNumber, 'strikes')
  // A spot on the turning outer ring passes through the load zone once a turn, one on a ball once a turn of the cage;
  // one on the fixed inner ring always carries the same load.
  const sources = [
    { severity: part.bearing.innerRace, hz: hz.innerRace, loadHz: 0, depth: 0 },
    { severity: part.bearing.outerRace, hz: hz.outerRace, loadHz: shaftHz, depth: 0.7 },
    { severity: part.bearing.ball, hz: hz.ball, loadHz: hz.cage, depth: 0.7 },
  ]
  for (const { severity, hz: passingHz, loadHz, depth } of sources) {
    if (severity === 0) continue
    const phase = random.between(0, 2 * Math.PI)
    const even = Math.sqrt(1 + depth ** 2 / 2)
    const drift = 1 + random.between(-0.005, 0.005)
    for (let t = random.uniform() / passingHz; t < samples / sampleRateHz; ) {
      const load = (1 + depth * Math.cos(2 * Math.PI * loadHz * t + phase)) / even
      ring(signal, t, STRIKE * severity * load * random.times(1, 1.1), sampleRateHz)
      t += (drift * (1 + SLIP_SHARE * random.normal())) / passingHz
    }
  }
  return signal
}

function ring(signal: Float64Array, from: number, peak: number, sampleRateHz: number) {
  for (const { hz, damping, share } of MODES) {
    const omega = 2 * Math.PI * hz
    const decay = damping * omega
    // A strike leaves no net velocity behind: the phase at which the ringing integrates to zero.
    const phase = Math.atan(damping)
    const first = Math.ceil(from * sampleRateHz)
    const last = Math.min(signal.length, first + Math.ceil((7 / decay) * sampleRateHz))
    for (let i = first; i < last; i++) {
      const t = i / sampleRateHz - from
      signal[i]! += peak * share * Math.exp(-decay * t) * Math.cos(omega * t + phase)
    }
  }
}
