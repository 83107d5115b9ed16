/** The envelope's spectrum over orders, that is multiples of the shaft speed: what strikes how often a turn. */
import { bandEnvelope } from '../signal/envelope.ts'
import { realTransform } from '../signal/fourier.ts'
import type { BandHz, Spectrum } from '../signal/spectrum.ts'
import { medianOf } from '../signal/statistics.ts'

export interface OrderSpectrum {
  /** Orders from one bin to the next: the inverse of the turns recorded. */
  readonly binOrder: number
  /** Height of each bin above the floor about it, dB. */
  readonly heightsDb: Float64Array
  /** Amplitudes of the squared envelope, relative to its mean. */
  readonly amplitudes: Float64Array
}

/** Turns of the shaft since the recording began, at a time in seconds. */
export type TurnsAt = (seconds: number) => number

/** Power is evened out over so wide a window, Hz: resonances go, the lines that modulate them stay. */
const WHITENING_HZ = 60
/** The floor is the median this many orders about a bin. */
const FLOOR_ORDERS = 0.6
/** As far as the fourth multiple of a line of any bearing in the table, and its sidebands. */
export const HIGHEST_ORDER = 44

/** The same spectrum with every frequency made about equally strong, so that no resonance and no gain decides. */
export function whitened(spectrum: Spectrum): Spectrum {
  const { re, im } = spectrum.bins
  const half = Math.max(1, Math.round(WHITENING_HZ / spectrum.binHz / 2))
  const sums = new Float64Array(re.length + 1)
  for (let k = 0; k < re.length; k++) sums[k + 1] = sums[k]! + re[k]! ** 2 + im[k]! ** 2
  const level = re.map((_, k) => {
    const [from, to] = [Math.max(0, k - half), Math.min(re.length, k + half + 1)]
    return Math.sqrt((sums[to]! - sums[from]!) / (to - from)) || 1
  })
  return { ...spectrum, bins: { re: re.map((x, k) => x / level[k]!), im: im.map((x, k) => x / level[k]!) } }
}

/** Spectrum of the squared envelope within a band. With `turnsAt` it is taken over the angle that the shaft turned. */
export function orderSpectrum(spectrum: Spectrum, band: BandHz, shaftHz: number, turnsAt?: TurnsAt): OrderSpectrum {
  const durationS = spectrum.samples / spectrum.sampleRateHz
  const byTime = bandEnvelope(spectrum, band)
  const envelope = turnsAt ? overAngle(byTime, durationS, turnsAt) : byTime
  const turns = turnsAt ? turnsAt(durationS) : durationS * shaftHz
  const power = envelope.map((x) => x * x)
  const mean = power.reduce((sum, x) => sum + x, 0) / power.length
  const { re, im } = realTransform(power.map((x) => x / mean - 1))
  const wanted = Math.min(re.length, Math.floor(HIGHEST_ORDER * turns) + 1)
  const amplitudes = re.subarray(0, wanted).map((x, k) => (2 * Math.hypot(x, im[k]!)) / power.length)
  return { binOrder: 1 / turns, amplitudes, heightsDb: aboveFloor(amplitudes, Math.round(FLOOR_ORDERS * turns)) }
}

/** Samples at even steps of angle, on straight lines between those at even steps of time. */
function overAngle(envelope: Float64Array, durationS: number, turnsAt: TurnsAt): Float64Array {
  const n = envelope.length
  const whole = turnsAt(durationS)
  const resampled = new Float64Array(n)
  let at = 0
  for (let i = 0; i < n; i++) {
    const turns = (whole * i) / n
    while (at < n - 2 && turnsAt(((at + 1) * durationS) / n) <= turns) at++
    const [before, after] = [turnsAt((at * durationS) / n), turnsAt(((at + 1) * durationS) / n)]
    const share = after > before ? Math.min(1, (turns - before) / (after - before)) : 0
    resampled[i] = envelope[at]! * (1 - share) + envelope[Math.min(n - 1, at + 1)]! * share
  }
  return resampled
}

/** Height of each bin above the median of those within reach, dB. */
export function aboveFloor(amplitudes: Float64Array, reach: number): Float64Array {
  const heights = new Float64Array(amplitudes.length)
  let floor = 1
  for (let k = 1; k < amplitudes.length; k++) {
    // The floor changes slowly: taken anew at every fourth bin.
    if (k % 4 === 1) floor = medianOf(amplitudes.subarray(Math.max(1, k - reach), k + reach + 1)) || Number.MIN_VALUE
    heights[k] = 20 * Math.log10(Math.max(amplitudes[k]!, 1e-6 * floor) / floor)
  }
  return heights
}
