/** The envelope spectrum for the eye, by the same functions with which the edge judged the same waveform. */
import { bandEnvelope, envelopeSpectrumOf } from '../signal/envelope.ts'
import { spectrumOf } from '../signal/spectrum.ts'
import { bearingHz } from '../vibration/bearing.ts'

export interface Lines {
  /** Frequency of line `i` is `i × stepHz`. */
  readonly stepHz: number
  /** In the unit of the samples. */
  readonly amplitude: Float64Array
}

/** How often something strikes: the spectrum of the envelope of what lies between two frequencies, up to `shownToHz`. */
export function envelopeSpectrum(
  samples: Float64Array,
  sampleRateHz: number,
  band: { readonly fromHz: number; readonly toHz: number },
  shownToHz: number,
): Lines {
  const spectrum = spectrumOf(samples, sampleRateHz)
  const amplitude = envelopeSpectrumOf(bandEnvelope(spectrum, band))
  return { stepHz: spectrum.binHz, amplitude: amplitude.subarray(0, Math.floor(shownToHz / spectrum.binHz) + 1) }
}

/** Velocity by frequency, in the unit of the samples × s: amplitudes of lines, from 1 Hz on. */
export function velocitySpectrum(samples: Float64Array, sampleRateHz: number, shownToHz: number): Lines {
  const { bins, binHz } = spectrumOf(samples, sampleRateHz)
  const shown = Math.min(bins.re.length, Math.floor(shownToHz / binHz) + 1)
  const amplitude = Float64Array.from({ length: shown }, (_, k) =>
    k * binHz < 1 ? 0 : (2 * Math.hypot(bins.re[k]!, bins.im[k]!)) / samples.length / (2 * Math.PI * k * binHz),
  )
  return { stepHz: binHz, amplitude }
}

export interface BearingLine {
  readonly name: 'FTF' | 'BPFO' | '2×BSF' | 'BPFI'
  readonly hz: number
}

type Parameters = Readonly<Record<string, number | string | readonly number[]>>

/** Kinematic frequencies of the bearing; none where its geometry or the speed is not known. */
export function bearingLines(parameters: Parameters, shaftHz: number): BearingLine[] {
  const { balls, ballDiameterMm, pitchDiameterMm, contactAngleDeg = 0, turning } = parameters
  if (typeof balls !== 'number' || typeof ballDiameterMm !== 'number' || typeof pitchDiameterMm !== 'number') return []
  if (!(shaftHz > 0)) return []
  const geometry = {
    balls,
    ballDiameterMm,
    pitchDiameterMm,
    contactAngleDeg: Number(contactAngleDeg),
    turning: turning === 'outer' ? ('outer' as const) : ('inner' as const),
  }
  const hz = bearingHz(geometry, shaftHz)
  return [
    { name: 'FTF', hz: hz.ftf },
    { name: 'BPFO', hz: hz.bpfo },
    { name: '2×BSF', hz: hz.twiceBsf },
    { name: 'BPFI', hz: hz.bpfi },
  ]
}
