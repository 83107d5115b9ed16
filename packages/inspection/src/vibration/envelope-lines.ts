/** Which bearing line stands out in the spectrum of the envelope: what strikes, and how clearly. */
import type { Location } from '@celltwin/contracts'
import { bandEnvelope, envelopeSpectrumOf } from '../signal/envelope.ts'
import { type BandHz, bandRms, type Spectrum } from '../signal/spectrum.ts'
import { medianOf, statisticsOf } from '../signal/statistics.ts'
import { type BearingGeometry, bearingHz } from './bearing.ts'

export interface EnvelopeLine {
  readonly element: 'outer race' | 'inner race' | 'ball'
  readonly expectedHz: number
  readonly hz: number
  /** Mean height of the line and its multiples above the floor around each, dB. */
  readonly aboveFloorDb: number
}

export interface EnvelopeLines {
  /** Where the structure rings most sharply. */
  readonly band: BandHz
  readonly strongest: EnvelopeLine
  readonly lines: readonly EnvelopeLine[]
}

/** Bearings slip: a line is sought this far about its kinematic place. */
const SLIP_SHARE = 0.02
const MULTIPLES = 3
/** The floor is the median this far about a line. */
const FLOOR_SHARE = 0.15
/** Lines this high are named. Sound bearings stay below: of many places that a line may lie in, the highest is taken. */
const CLEAR_DB = 10

const BANDS: readonly BandHz[] = [
  { fromHz: 800, toHz: 2400 },
  { fromHz: 1600, toHz: 4000 },
  { fromHz: 2400, toHz: 5500 },
  { fromHz: 4000, toHz: 8000 },
  { fromHz: 6000, toHz: 10_000 },
]

export function envelopeLines(spectrum: Spectrum, geometry: BearingGeometry, shaftHz: number): EnvelopeLines {
  const band = sharpestBand(spectrum)
  const amplitudes = envelopeSpectrumOf(bandEnvelope(spectrum, band))
  const { bpfo, bpfi, twiceBsf } = bearingHz(geometry, shaftHz)
  const lines = [
    { element: 'outer race', expectedHz: bpfo } as const,
    { element: 'inner race', expectedHz: bpfi } as const,
    { element: 'ball', expectedHz: twiceBsf } as const,
  ].map((line) => ({ ...line, ...standOut(amplitudes, spectrum.binHz, line.expectedHz) }))
  return { band, lines, strongest: lines.reduce((a, b) => (b.aboveFloorDb > a.aboveFloorDb ? b : a)) }
}

/** Of the bands that the recording reaches, the one whose envelope is the most impulsive. */
function sharpestBand(spectrum: Spectrum): BandHz {
  const highest = 0.48 * spectrum.sampleRateHz
  const sharpness = (band: BandHz) =>
    bandRms(spectrum, band) > 0 ? statisticsOf(bandEnvelope(spectrum, band)).kurtosis : 0
  return BANDS.filter((band) => band.toHz <= highest)
    .map((band) => ({ band, sharpness: sharpness(band) }))
    .reduce((a, b) => (b.sharpness > a.sharpness ? b : a)).band
}

/** Slides a comb of multiples over the slip range and takes the place where it stands highest. */
function standOut(amplitudes: Float64Array, binHz: number, expectedHz: number): { hz: number; aboveFloorDb: number } {
  const floors = Array.from({ length: MULTIPLES }, (_, m) => floorAround(amplitudes, ((m + 1) * expectedHz) / binHz))
  const steps = Math.ceil((SLIP_SHARE * MULTIPLES * expectedHz) / binHz)
  let best = { hz: expectedHz, aboveFloorDb: Number.NEGATIVE_INFINITY }
  for (let step = -steps; step <= steps; step++) {
    const hz = expectedHz * (1 + (SLIP_SHARE * step) / steps)
    let decibels = 0
    for (const [m, floor] of floors.entries()) {
      const bin = Math.round(((m + 1) * hz) / binHz)
      decibels += 20 * Math.log10(Math.max(amplitudes[bin] ?? 0, Number.MIN_VALUE) / floor)
    }
    const aboveFloorDb = decibels / MULTIPLES
    if (aboveFloorDb > best.aboveFloorDb) best = { hz, aboveFloorDb }
  }
  return best
}

function floorAround(amplitudes: Float64Array, bin: number): number {
  const reach = Math.max(8, Math.round(FLOOR_SHARE * bin))
  const around = amplitudes.subarray(Math.max(1, Math.round(bin) - reach), Math.round(bin) + reach + 1)
  return Math.max(medianOf(around), Number.MIN_VALUE)
}

/** The element that strikes, as a place on the part; none where no line is clear. */
export const struckElement = ({ strongest }: EnvelopeLines): Location[] =>
  strongest.aboveFloorDb < CLEAR_DB ? [] : [{ label: strongest.element, value: strongest.aboveFloorDb }]

/** What the lines say, as a sentence. */
export function tellLines({ strongest }: EnvelopeLines, { turning }: BearingGeometry): string {
  if (strongest.aboveFloorDb < CLEAR_DB) return 'No bearing line stands out in the envelope.'
  const { element, hz, expectedHz, aboveFloorDb } = strongest
  const moves =
    element === 'ball'
      ? ', rolling with the cage'
      : element === `${turning} race`
        ? ', turning through the load'
        : ', standing still'
  return `The line of the ${element} stands ${aboveFloorDb.toFixed(0)} dB out of the envelope at ${hz.toFixed(1)} Hz (expected ${expectedHz.toFixed(1)} Hz): damage there${moves}.`
}
