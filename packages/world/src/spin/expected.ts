/** What a perfect vibration measurement of the part would show. */
import type { Parameters } from '../parameters.ts'
import type { Part } from '../part.ts'
import { strikes } from './impacts.ts'
import { accelerationDensity, isDamaged, NOISE_BANDS, SHAFT_HARMONICS } from './levels.ts'
import { nextPowerOfTwo, transform } from './transform.ts'
import { shaftHzOf } from './waveform.ts'

const SAMPLE_RATE_HZ = 25_600
const SAMPLES = 2 * SAMPLE_RATE_HZ
/** Where acceleration and kurtosis are taken. */
const ACCELERATION_BAND_HZ = [50, 10_000] as const

/** The spindle of the reference cell; truth does not depend on how an inspector is set up. */
const SPINDLE: Parameters = {
  sampleRateHz: SAMPLE_RATE_HZ,
  shaftHz: 30,
  balls: 13,
  ballDiameterMm: 7.144,
  pitchDiameterMm: 42.5,
  contactAngleDeg: 25,
}

export interface Vibration {
  readonly accelerationRms: number
  readonly kurtosis: number
  /** µm/s RMS within a band. */
  readonly velocityUmPerS: (fromHz: number, toHz: number) => number
}

export function expectedVibration(part: Part): Vibration {
  const shaftHz = shaftHzOf(part, SPINDLE)
  const damage = isDamaged(part) ? spectrumOf(strikes(part, SPINDLE, shaftHz, SAMPLES)) : undefined
  /** Mean square of acceleration × (2πf)^(−2·integrations) within a band. */
  const power = (fromHz: number, toHz: number, integrations: 0 | 1) => {
    const noise = NOISE_BANDS.reduce((sum, band) => {
      const from = Math.max(fromHz, band.fromHz)
      const to = Math.min(toHz, band.toHz)
      if (from >= to) return sum
      const width = integrations === 0 ? to - from : (1 / from - 1 / to) / (2 * Math.PI) ** 2
      return sum + part.bearing.noise ** 2 * accelerationDensity(band) * width
    }, 0)
    const shaft = SHAFT_HARMONICS.reduce((sum, { order, share }) => {
      const hz = order * shaftHz
      if (hz < fromHz || hz > toHz) return sum
      return sum + ((share * part.unbalanceMmPerS) / 1000) ** 2 * (integrations === 0 ? (2 * Math.PI * hz) ** 2 : 1)
    }, 0)
    return noise + shaft + (damage?.power(fromHz, toHz, integrations) ?? 0)
  }

  const total = power(...ACCELERATION_BAND_HZ, 0)
  const steady = total - (damage?.power(...ACCELERATION_BAND_HZ, 0) ?? 0)
  const m = part.bearing.modulation
  const noiseKurtosis = (3 * (1 + 3 * m ** 2 + (3 / 8) * m ** 4)) / (1 + m ** 2 / 2) ** 2
  // Fourth moment of a sum of independent parts.
  const fourth = noiseKurtosis * steady ** 2 + (damage ? 6 * steady * damage.meanSquare + damage.meanFourth : 0)
  return {
    accelerationRms: Math.sqrt(total),
    kurtosis: fourth / (steady + (damage?.meanSquare ?? 0)) ** 2,
    velocityUmPerS: (fromHz, toHz) => 1e6 * Math.sqrt(power(fromHz, toHz, 1)),
  }
}

function spectrumOf(signal: Float64Array) {
  const n = nextPowerOfTwo(signal.length)
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  re.set(signal)
  transform(re, im, -1)
  const binHz = SAMPLE_RATE_HZ / n
  const squares = re.map((x, k) => (2 * (x ** 2 + im[k]! ** 2)) / (n * signal.length))
  for (let k = 0; k < n; k++) {
    const hz = Math.min(k, n - k) * binHz
    if (hz < ACCELERATION_BAND_HZ[0] || hz > ACCELERATION_BAND_HZ[1]) re[k] = im[k] = 0
  }
  transform(re, im, 1)
  const inBand = re.subarray(0, signal.length).map((x) => x / n)
  return {
    meanSquare: inBand.reduce((sum, x) => sum + x ** 2, 0) / signal.length,
    meanFourth: inBand.reduce((sum, x) => sum + x ** 4, 0) / signal.length,
    power(fromHz: number, toHz: number, integrations: 0 | 1) {
      let sum = 0
      for (let k = Math.ceil(fromHz / binHz); k <= toHz / binHz; k++)
        sum += integrations === 0 ? squares[k]! : squares[k]! / (2 * Math.PI * k * binHz) ** 2
      return sum
    },
  }
}
