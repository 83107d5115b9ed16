/** What the accelerometer on the spindle hears while the part turns under load. */
import type { Series } from '@celltwin/contracts'
import { numberOf, type Parameters } from '../parameters.ts'
import type { Part } from '../part.ts'
import { type Random, randomFor } from '../random.ts'
import { strikes } from './impacts.ts'
import { accelerationDensity, NOISE_BANDS, rollingHz, SHAFT_HARMONICS } from './levels.ts'
import { nextPowerOfTwo, transform } from './transform.ts'

/** ± 16 g in 16 bits. */
const SCALE = 0.005
const SENSOR_NOISE = 0.02

/** Shaft speed as the encoder has it: the drive holds it to a few tenths of a per cent. */
export function shaftHzOf(part: Part, parameters: Parameters): number {
  if (part.bearing.locked) return 0
  const random = randomFor(part.seed, part.cycleNumber, 'shaft')
  return numberOf(parameters, 'shaftHz') * (1 + random.around(0, 0.0008))
}

export function renderWaveform(part: Part, parameters: Parameters): Series {
  const sampleRateHz = numberOf(parameters, 'sampleRateHz')
  const samples = Math.round((numberOf(parameters, 'windowMs') / 1000) * sampleRateHz)
  const shaftHz = shaftHzOf(part, parameters)
  const random = randomFor(part.seed, part.cycleNumber, 'waveform')

  const signal = new Float64Array(samples)
  if (shaftHz > 0) {
    addRollingNoise(signal, part, sampleRateHz, rollingHz(parameters, shaftHz).cage, random)
    addShaft(signal, part, sampleRateHz, shaftHz, random)
    const damage = strikes(part, parameters, shaftHz, samples)
    for (let i = 0; i < samples; i++) signal[i]! += damage[i]!
  }
  const data = new Int16Array(samples)
  for (let i = 0; i < samples; i++) {
    const counts = Math.round((signal[i]! + SENSOR_NOISE * random.normal()) / SCALE)
    data[i] = Math.max(-32767, Math.min(32767, counts))
  }
  return {
    kind: 'waveform',
    meta: { sampleRateHz, shaftHz },
    columns: [{ name: 'acceleration', unit: 'm/s²', data, scale: SCALE }],
  }
}

/** Noise of the given spectrum by its Fourier coefficients, breathing slowly with the load zone as the cage goes round. */
function addRollingNoise(signal: Float64Array, part: Part, sampleRateHz: number, cageHz: number, random: Random) {
  const n = nextPowerOfTwo(signal.length)
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  const binHz = sampleRateHz / n
  for (const band of NOISE_BANDS) {
    const sigma = part.bearing.noise * Math.sqrt(accelerationDensity(band) * binHz)
    const last = Math.min(n / 2 - 1, Math.floor(band.toHz / binHz))
    for (let k = Math.ceil(band.fromHz / binHz); k <= last; k++) {
      re[k] = sigma * random.normal()
      im[k] = sigma * random.normal()
    }
  }
  // The real part of what comes back holds each bin's power once.
  transform(re, im, 1)
  const { modulation } = part.bearing
  const even = 1 / Math.sqrt(1 + modulation ** 2 / 2)
  const phase = random.between(0, 2 * Math.PI)
  for (let i = 0; i < signal.length; i++) {
    const breath = 1 + modulation * Math.cos((2 * Math.PI * cageHz * i) / sampleRateHz + phase)
    signal[i]! += even * breath * re[i]!
  }
}

function addShaft(signal: Float64Array, part: Part, sampleRateHz: number, shaftHz: number, random: Random) {
  for (const { order, share } of SHAFT_HARMONICS) {
    const omega = 2 * Math.PI * order * shaftHz
    const amplitude = (Math.SQRT2 * share * part.unbalanceMmPerS * omega) / 1000
    const phase = random.between(0, 2 * Math.PI)
    for (let i = 0; i < signal.length; i++) signal[i]! += amplitude * Math.cos((omega * i) / sampleRateHz + phase)
  }
}
