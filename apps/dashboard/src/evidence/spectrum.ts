/** The envelope spectrum for the eye, by the same functions with which the edge judged the same waveform. */
import { bandEnvelope, bearingHz, envelopeSpectrumOf, spectrumOf } from '@celltwin/inspection'

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
