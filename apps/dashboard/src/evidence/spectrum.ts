/** Spectra for the eye. What is judged was computed at the edge; this draws the same waveform. */
import { fft } from './fft.ts'

export interface Spectrum {
  /** Frequency of line `i` is `i × stepHz`. */
  readonly stepHz: number
  /** Amplitude (peak) of each line, in the unit of the samples. */
  readonly amplitude: Float64Array
}

const powerOfTwo = (n: number) => 2 ** Math.ceil(Math.log2(Math.max(2, n)))

function windowed(samples: ArrayLike<number>): { re: Float64Array; im: Float64Array } {
  const n = powerOfTwo(samples.length)
  const re = new Float64Array(n)
  let mean = 0
  for (let i = 0; i < samples.length; i++) mean += samples[i]! / samples.length
  for (let i = 0; i < samples.length; i++)
    re[i] = (samples[i]! - mean) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / samples.length))
  return { re, im: new Float64Array(n) }
}

/** Amplitude spectrum (Hann window) up to `toHz`. */
export function spectrum(samples: ArrayLike<number>, sampleRateHz: number, toHz: number): Spectrum {
  const { re, im } = windowed(samples)
  fft(re, im)
  const stepHz = sampleRateHz / re.length
  const lines = Math.min(re.length >> 1, Math.floor(toHz / stepHz) + 1)
  // Hann halves the mean of the window, a peak stands on both sides of zero.
  const scale = 4 / samples.length
  const amplitude = Float64Array.from({ length: lines }, (_, i) => Math.hypot(re[i]!, im[i]!) * scale)
  return { stepHz, amplitude }
}

/** Envelope of what lies between two frequencies: the size of the analytic signal. */
export function envelope(samples: ArrayLike<number>, sampleRateHz: number, fromHz: number, toHz: number): Float64Array {
  const n = powerOfTwo(samples.length)
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  for (let i = 0; i < samples.length; i++) re[i] = samples[i]!
  fft(re, im)
  const stepHz = sampleRateHz / n
  for (let i = 0; i < n; i++) {
    const inside = i < n / 2 && i * stepHz >= fromHz && i * stepHz <= toHz
    // Conjugate at the same time: the inverse transform is the transform of the conjugate.
    re[i] = inside ? (2 * re[i]!) / n : 0
    im[i] = inside ? (-2 * im[i]!) / n : 0
  }
  fft(re, im)
  return Float64Array.from({ length: samples.length }, (_, i) => Math.hypot(re[i]!, im[i]!))
}

export interface BearingLine {
  readonly name: 'FTF' | 'BPFO' | 'BPFI' | '2×BSF'
  readonly hz: number
}

type Parameters = Readonly<Record<string, number | string | readonly number[]>>

/** Kinematic frequencies of a rolling bearing; none where its geometry is not known. */
export function bearingLines(parameters: Parameters, shaftHz: number): BearingLine[] {
  const { balls, ballDiameterMm: d, pitchDiameterMm: D, contactAngleDeg = 0, turning = 'inner' } = parameters
  if (typeof balls !== 'number' || typeof d !== 'number' || typeof D !== 'number' || !(shaftHz > 0)) return []
  const ratio = (d / D) * Math.cos((Number(contactAngleDeg) * Math.PI) / 180)
  return [
    { name: 'FTF', hz: (shaftHz / 2) * (turning === 'outer' ? 1 + ratio : 1 - ratio) },
    { name: 'BPFO', hz: (balls / 2) * shaftHz * (1 - ratio) },
    { name: '2×BSF', hz: (D / d) * shaftHz * (1 - ratio * ratio) },
    { name: 'BPFI', hz: (balls / 2) * shaftHz * (1 + ratio) },
  ]
}
