/** A recording seen by frequency: power within bands, velocity from acceleration, the signal within a band. */
import { type Complex, realTransform, transform } from './fourier.ts'

export interface Spectrum {
  readonly sampleRateHz: number
  readonly samples: number
  readonly binHz: number
  /** Unscaled coefficients of bins 0 to ⌊n/2⌋, mean removed. */
  readonly bins: Complex
}

export interface BandHz {
  readonly fromHz: number
  readonly toHz: number
}

export function spectrumOf(signal: Float64Array, sampleRateHz: number): Spectrum {
  const mean = signal.reduce((sum, x) => sum + x, 0) / signal.length
  return {
    sampleRateHz,
    samples: signal.length,
    binHz: sampleRateHz / signal.length,
    bins: realTransform(signal.map((x) => x - mean)),
  }
}

/** Bins whose frequency lies within the band, both edges included. Rounding must not lose an edge. */
function binsWithin({ binHz, bins }: Spectrum, { fromHz, toHz }: BandHz): [first: number, last: number] {
  const first = Math.max(1, Math.ceil(fromHz / binHz - 1e-9))
  return [first, Math.min(bins.re.length - 1, Math.floor(toHz / binHz + 1e-9))]
}

/** Mean square that one bin stands for. All but the last bin of an even length stand for two. */
function meanSquare({ bins, samples }: Spectrum, k: number): number {
  const twice = samples % 2 === 0 && k === samples / 2 ? 1 : 2
  return (twice * (bins.re[k]! ** 2 + bins.im[k]! ** 2)) / samples ** 2
}

/** RMS within a band, by Parseval. */
export function bandRms(spectrum: Spectrum, band: BandHz): number {
  const [first, last] = binsWithin(spectrum, band)
  let sum = 0
  for (let k = first; k <= last; k++) sum += meanSquare(spectrum, k)
  return Math.sqrt(sum)
}

/** RMS of the time integral within a band: velocity of an acceleration, in its unit × s. */
export function integratedBandRms(spectrum: Spectrum, band: BandHz): number {
  const [first, last] = binsWithin(spectrum, band)
  let sum = 0
  for (let k = first; k <= last; k++) sum += meanSquare(spectrum, k) / (2 * Math.PI * k * spectrum.binHz) ** 2
  return Math.sqrt(sum)
}

/** The signal with everything outside the band removed. */
export function bandSignal(spectrum: Spectrum, band: BandHz): Float64Array {
  const { samples, bins } = spectrum
  const re = new Float64Array(samples)
  const im = new Float64Array(samples)
  const [first, last] = binsWithin(spectrum, band)
  for (let k = first; k <= last; k++) {
    re[k] = bins.re[k]!
    im[k] = bins.im[k]!
    re[samples - k] = bins.re[k]!
    im[samples - k] = k === samples - k ? bins.im[k]! : -bins.im[k]!
  }
  return transform({ re, im }, 1).re.map((x) => x / samples)
}

/** Power spectral density after Welch: Hann windows half overlapping, each with its mean removed. One-sided, unit²/Hz. */
export function welch(
  signal: Float64Array,
  sampleRateHz: number,
  segment = 1024,
): { hz: Float64Array; density: Float64Array } {
  const window = Float64Array.from({ length: segment }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / segment))
  const energy = window.reduce((sum, w) => sum + w * w, 0)
  const bins = Math.floor(segment / 2) + 1
  const density = new Float64Array(bins)
  const step = segment - Math.floor(segment / 2)
  let segments = 0
  for (let from = 0; from + segment <= signal.length; from += step, segments++) {
    const piece = signal.subarray(from, from + segment)
    const mean = piece.reduce((sum, x) => sum + x, 0) / segment
    const { re, im } = realTransform(piece.map((x, i) => (x - mean) * window[i]!))
    for (let k = 0; k < bins; k++) {
      const twice = k === 0 || (segment % 2 === 0 && k === bins - 1) ? 1 : 2
      density[k]! += (twice * (re[k]! ** 2 + im[k]! ** 2)) / (sampleRateHz * energy)
    }
  }
  return {
    hz: Float64Array.from({ length: bins }, (_, k) => (k * sampleRateHz) / segment),
    density: density.map((x) => x / segments),
  }
}
