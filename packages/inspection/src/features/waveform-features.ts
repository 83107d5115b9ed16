/** Every figure of one recorded waveform, named with its unit. */
import { bandEnvelope, envelopeOf, envelopeSpectrumOf } from '../signal/envelope.ts'
import { bandRms, integratedBandRms, type Spectrum, spectrumOf, welch } from '../signal/spectrum.ts'
import { statisticsOf } from '../signal/statistics.ts'
import { type BearingGeometry, bearingHz } from '../vibration/bearing.ts'
import { elementLines, raceOf, SLIP_SHARE } from './lines.ts'
import { aboveFloor, type OrderSpectrum, orderSpectrum, type TurnsAt, whitened } from './order-spectrum.ts'

export interface WaveformConditions {
  readonly sampleRateHz: number
  /** Unit of the signal, and how many m/s² it is. */
  readonly accelerationUnit: string
  readonly metresPerS2: number
  readonly shaftHz?: number
  readonly bearing?: BearingGeometry & { readonly name: string }
  /** Where the speed was recorded: angle by time, for order tracking. */
  readonly turnsAt?: TurnsAt
  /** Arrays of the power spectral density and of the order spectrum too. */
  readonly arrays: boolean
}

const VELOCITY_BANDS = [
  { fromHz: 10, toHz: 1000 },
  { fromHz: 50, toHz: 300 },
  { fromHz: 300, toHz: 1800 },
  { fromHz: 1800, toHz: 10_000 },
] as const
const PSD_SEGMENT = 1024
const ENVELOPE_PEAKS = 8
const LOWEST_PEAK_HZ = 5
const HIGHEST_PEAK_HZ = 1000
/** The floor of the envelope's spectrum is the median this far about a bin. */
const FLOOR_HZ = 15
const SHAFT_ORDERS = 5

export function waveformFeatures(signal: Float64Array, conditions: WaveformConditions) {
  const { sampleRateHz, accelerationUnit, metresPerS2, shaftHz, bearing, turnsAt, arrays } = conditions
  const spectrum = spectrumOf(signal, sampleRateHz)
  const { kurtosis, ...statistics } = statisticsOf(signal)
  const halfHz = sampleRateHz / 2
  const bands = VELOCITY_BANDS.filter(({ fromHz }) => fromHz < halfHz).map((band) => ({
    fromHz: band.fromHz,
    toHz: Math.min(band.toHz, halfHz),
    accelerationRms: bandRms(spectrum, band),
    energyShare: bandRms(spectrum, band) ** 2 / statistics.std ** 2,
    velocityRmsMmPerS: 1000 * metresPerS2 * integratedBandRms(spectrum, band),
  }))
  const { hz, density } = welch(signal, sampleRateHz, PSD_SEGMENT)
  // The mean of each window is removed: its first bin says nothing.
  const peakAt = density.reduce((best, x, k) => (k > 0 && x > density[best]! ? k : best), 1)
  const power = density.reduce((sum, x) => sum + x, 0)
  const envelope = envelopeOf(signal)
  const envelopeFigures = statisticsOf(envelope)
  const envelopeSpectrum = envelopeSpectrumOf(envelope)
  const durationS = signal.length / sampleRateHz
  const orders = shaftHz === undefined ? undefined : ordersOf(spectrum, shaftHz, bearing, turnsAt, arrays)
  return {
    samples: signal.length,
    durationS,
    sampleRateHz,
    accelerationUnit,
    acceleration: { ...statistics, kurtosis, excessKurtosis: kurtosis - 3 },
    velocityRmsMmPerS: bands[0]!.velocityRmsMmPerS,
    bands,
    psd: {
      unit: `(${accelerationUnit})²/Hz`,
      binHz: sampleRateHz / PSD_SEGMENT,
      peakHz: hz[peakAt]!,
      peakDensity: density[peakAt]!,
      centroidHz: density.reduce((sum, x, k) => sum + x * hz[k]!, 0) / power,
      ...(arrays ? { hz: [...hz], density: [...density] } : {}),
    },
    envelope: {
      mean: envelopeFigures.mean,
      rms: envelopeFigures.rms,
      kurtosis: envelopeFigures.kurtosis,
      whitenedKurtosis: statisticsOf(bandEnvelope(whitened(spectrum), usedBand(spectrum))).kurtosis,
      peaks: peaksOf(envelopeSpectrum, durationS),
      ...(arrays ? { binHz: 1 / durationS, amplitudes: [...envelopeSpectrum] } : {}),
    },
    ...(orders ?? {}),
  }
}

/** The lines of an envelope's spectrum that stand highest above the floor about them. */
function peaksOf(amplitudes: Float64Array, durationS: number) {
  const heightsDb = aboveFloor(amplitudes, Math.ceil(FLOOR_HZ * durationS))
  const at = Array.from(heightsDb.keys()).filter(
    (k) => k >= LOWEST_PEAK_HZ * durationS && k <= HIGHEST_PEAK_HZ * durationS,
  )
  return at
    .filter((k) => heightsDb[k]! > (heightsDb[k - 1] ?? 0) && heightsDb[k]! >= (heightsDb[k + 1] ?? 0))
    .sort((a, b) => heightsDb[b]! - heightsDb[a]!)
    .slice(0, ENVELOPE_PEAKS)
    .map((k) => ({ hz: k / durationS, amplitude: amplitudes[k]!, aboveFloorDb: heightsDb[k]! }))
}

const usedBand = ({ sampleRateHz }: Spectrum) => ({
  fromHz: Math.min(300, 0.05 * sampleRateHz),
  toHz: 0.45 * sampleRateHz,
})

function ordersOf(
  spectrum: Spectrum,
  shaftHz: number,
  bearing: WaveformConditions['bearing'],
  turnsAt: TurnsAt | undefined,
  arrays: boolean,
) {
  const orders = orderSpectrum(whitened(spectrum), usedBand(spectrum), shaftHz, turnsAt)
  return {
    shaftHz,
    orderTracking: {
      by: turnsAt ? 'shaft angle of the rotor trace' : 'constant shaft speed',
      turns: 1 / orders.binOrder,
      accelerationRmsByOrder: shaftOrders(spectrum, shaftHz),
      ...(arrays ? { binOrder: orders.binOrder, envelopeHeightsDb: [...orders.heightsDb] } : {}),
    },
    ...(bearing ? { bearing: linesOf(orders, bearing, shaftHz) } : {}),
  }
}

/** RMS at each multiple of the shaft speed that the recording can show, over a few bins as the speed wanders. */
const shaftOrders = (spectrum: Spectrum, shaftHz: number): number[] =>
  Array.from({ length: SHAFT_ORDERS }, (_, k) => (k + 1) * shaftHz)
    .filter((hz) => hz < spectrum.sampleRateHz / 2)
    .map((hz) => {
      const reach = Math.max(2 * spectrum.binHz, 0.01 * hz)
      return bandRms(spectrum, { fromHz: hz - reach, toHz: hz + reach })
    })

function linesOf(orders: OrderSpectrum, bearing: NonNullable<WaveformConditions['bearing']>, shaftHz: number) {
  const { name, turning } = bearing
  const { ftf, bpfo, bpfi, twiceBsf } = bearingHz(bearing, shaftHz)
  return {
    name,
    turning,
    kinematicHz: { ftf, bpfo, bpfi, twiceBsf },
    slipToleranceShare: SLIP_SHARE,
    lines: elementLines(orders, bearing).map(({ element, expectedOrder, order, ...heights }) => ({
      element: raceOf(element, bearing),
      role: element,
      expectedHz: expectedOrder * shaftHz,
      foundHz: order * shaftHz,
      slipShare: order / expectedOrder - 1,
      meanDb: heights.multiplesDb.reduce((sum, x) => sum + x, 0) / heights.multiplesDb.length,
      ...heights,
    })),
  }
}
