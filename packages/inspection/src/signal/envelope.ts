/** The envelope of a signal, whose spectrum shows how often something strikes. */
import { realTransform, transform } from './fourier.ts'
import type { BandHz, Spectrum } from './spectrum.ts'

/** Magnitude of the analytic signal (Hilbert) with the mean removed first. */
export function envelopeOf(signal: Float64Array): Float64Array {
  const n = signal.length
  const mean = signal.reduce((sum, x) => sum + x, 0) / n
  const { re, im } = transform({ re: signal.map((x) => x - mean), im: new Float64Array(n) })
  for (let k = 1; k < n; k++) {
    const gain = 2 * k < n ? 2 : 2 * k === n ? 1 : 0
    re[k]! *= gain
    im[k]! *= gain
  }
  const analytic = transform({ re, im }, 1)
  return analytic.re.map((x, i) => Math.hypot(x, analytic.im[i]!) / n)
}

/**
 * The envelope within a band, at the lower rate that the band's width asks for: the band's bins are moved to the
 * middle of a shorter transform, so that each candidate band costs little.
 */
export function bandEnvelope(spectrum: Spectrum, { fromHz, toHz }: BandHz): Float64Array {
  const { bins, binHz, samples } = spectrum
  const first = Math.ceil(fromHz / binHz)
  const width = Math.min(bins.re.length - 1, Math.floor(toHz / binHz)) - first + 1
  const size = 2 ** Math.ceil(Math.log2(2 * width))
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  re.set(bins.re.subarray(first, first + width))
  im.set(bins.im.subarray(first, first + width))
  const analytic = transform({ re, im }, 1)
  return analytic.re.map((x, i) => (2 * Math.hypot(x, analytic.im[i]!)) / samples)
}

/** Amplitudes of the envelope's spectrum, its mean removed. A bin is the inverse of the recording's duration. */
export function envelopeSpectrumOf(envelope: Float64Array): Float64Array {
  const n = envelope.length
  const mean = envelope.reduce((sum, x) => sum + x, 0) / n
  const { re, im } = realTransform(envelope.map((x) => x - mean))
  return re.map((x, k) => (2 * Math.hypot(x, im[k]!)) / n)
}
