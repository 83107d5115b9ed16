/** Figures of a bearing's noise from an accelerometer recording, with their uncertainties. */
import { columnValues, type Series } from '@celltwin/contracts'
import { type BandHz, bandRms, bandSignal, integratedBandRms, type Spectrum, spectrumOf } from '../signal/spectrum.ts'
import { statisticsOf } from '../signal/statistics.ts'

export interface Figure {
  readonly value: number
  /** Expanded, k = 2. */
  readonly uncertainty: number
}

/** Where acceleration and kurtosis are taken; as far as the recording reaches. */
export const ACCELERATION_BAND: BandHz = { fromHz: 50, toHz: 10_000 }
/** Bands of velocity by characteristic. */
export const VELOCITY_BANDS = [
  { id: 'velocity-low-band', fromHz: 50, toHz: 300 },
  { id: 'velocity-medium-band', fromHz: 300, toHz: 1800 },
  { id: 'velocity-high-band', fromHz: 1800, toHz: 10_000 },
] as const
/** Where unbalance shows. */
export const SLOW_VELOCITY_BAND = { id: 'velocity-rms', fromHz: 10, toHz: 1000 } as const
/** Standard uncertainty of accelerometer and mounting, relative. */
const SENSOR = 0.042
/** Kurtosis of a recording this long scatters by at least this much (k = 2). */
const LEAST_KURTOSIS_UNCERTAINTY = 0.15
const BLOCKS = 10

/** @throws Error where the recording has gaps. */
export function readWaveform(series: Series, sampleRateHz: number): Spectrum {
  const signal = columnValues(series, 'acceleration')
  if (signal.length < 1024) throw new Error(`the recording has only ${signal.length} samples`)
  if (signal.some(Number.isNaN)) throw new Error('the recording has gaps')
  return spectrumOf(signal, sampleRateHz)
}

/** What scatter leaves of a figure's certainty: independent values are twice bandwidth times duration. */
function relative({ samples, sampleRateHz }: Spectrum, bandwidthHz: number): number {
  const independent = 2 * bandwidthHz * (samples / sampleRateHz)
  return 2 * Math.hypot(SENSOR, 1 / Math.sqrt(2 * independent))
}

/** m/s² RMS. */
export function acceleration(spectrum: Spectrum, band: BandHz): Figure {
  const value = bandRms(spectrum, band)
  const bandwidthHz = Math.min(band.toHz, spectrum.sampleRateHz / 2) - band.fromHz
  return { value, uncertainty: value * relative(spectrum, bandwidthHz) }
}

/** m/s RMS. */
export function velocity(spectrum: Spectrum, band: BandHz): Figure {
  const value = integratedBandRms(spectrum, band)
  // Integrating makes the low end of a band weigh most: of even acceleration this width of it counts.
  const [from, to] = [1 / band.fromHz, 1 / band.toHz]
  const bandwidthHz = (3 * (from - to) ** 2) / (from ** 3 - to ** 3)
  return { value, uncertainty: value * relative(spectrum, bandwidthHz) }
}

/** Kurtosis and crest factor of acceleration within its band. */
export function sharpness(spectrum: Spectrum): { kurtosis: Figure; crestFactor: number } {
  const signal = bandSignal(spectrum, ACCELERATION_BAND)
  const { kurtosis, crestFactor } = statisticsOf(signal)
  const length = Math.floor(signal.length / BLOCKS)
  const blocks = Array.from(
    { length: BLOCKS },
    (_, i) => statisticsOf(signal.subarray(i * length, (i + 1) * length)).kurtosis,
  )
  const spread = statisticsOf(Float64Array.from(blocks)).std
  return {
    kurtosis: {
      value: kurtosis,
      uncertainty: Math.max(LEAST_KURTOSIS_UNCERTAINTY, (2 * spread) / Math.sqrt(BLOCKS - 1)),
    },
    crestFactor,
  }
}
