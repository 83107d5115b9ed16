/** What the bearing models see of one window of acceleration: figures without unit, gain or rate, element by element. */
import { bandEnvelope } from '../signal/envelope.ts'
import { type BandHz, bandRms, type Spectrum, spectrumOf } from '../signal/spectrum.ts'
import { statisticsOf } from '../signal/statistics.ts'
import type { BearingGeometry } from '../vibration/bearing.ts'
import { ELEMENTS, type Element, type ElementLines, elementLines, elementOrders } from './lines.ts'
import { type OrderSpectrum, orderSpectrum, whitened } from './order-spectrum.ts'

/** Turns of the shaft in a window: lines grow out of the floor with its length, so every window has the same. */
const WINDOW_TURNS = 60
/** What every recorder reaches; nothing above is used, or the models would know the recorder. */
const USED: BandHz = { fromHz: 300, toHz: 5200 }
const CANDIDATES: readonly BandHz[] = [
  { fromHz: 700, toHz: 1500 },
  { fromHz: 1500, toHz: 2300 },
  { fromHz: 2300, toHz: 3100 },
  { fromHz: 3100, toHz: 3900 },
  { fromHz: 3900, toHz: 5200 },
]
/** Strikes make rings sound here, the running noise of gears and shafts lies below. */
const RINGING: BandHz = { fromHz: 2000, toHz: 4000 }
const RUNNING: BandHz = { fromHz: 300, toHz: 2000 }
/** Windows are cut to a multiple of this, which the transform takes in small factors. */
const QUICK = 1024
/** Half the width of the neighbourhood of a line that the network sees, orders, and its columns. */
const NEAR_ORDERS = 1.6
export const COLUMNS = 64

export interface BearingWindow {
  /** By element, named in `FEATURES`. */
  readonly features: Readonly<Record<Element, Float32Array>>
  /** By element: rows of `COLUMNS` heights, 20 dB being 1: its own multiples, then those of the two others. */
  readonly neighbourhoods: Readonly<Record<Element, Float32Array>>
}

const OF_ELEMENT = [
  'meanDb',
  'firstDb',
  'highestDb',
  'shaftSidebandsDb',
  'cageSidebandsDb',
  'rivalDb',
  'leadDb',
] as const
export const FEATURES: readonly string[] = [
  ...OF_ELEMENT.map((name) => `whitened ${name}`),
  ...OF_ELEMENT.map((name) => `sharpest ${name}`),
  'whitened kurtosis',
  'sharpest kurtosis',
  'ringing over running dB',
  'cage line dB',
  'shaft line dB',
  'is turning race',
  'is ball',
]
export const ROWS = 15

/** Whole windows of a recording, from its start. @throws Error where there is not even one. */
export function windowsOf(signal: Float64Array, sampleRateHz: number, shaftHz: number): Float64Array[] {
  if (sampleRateHz < 2 * USED.toHz) throw new Error(`sampleRateHz must be at least ${2 * USED.toHz}`)
  const length = Math.round((WINDOW_TURNS / shaftHz) * sampleRateHz)
  // Speed is held to a few parts in a thousand: a window planned for so many turns may be that much short.
  if (signal.length < 0.99 * length)
    throw new Error(
      `the recording must hold ${WINDOW_TURNS} turns, it holds ${((signal.length * WINDOW_TURNS) / length).toFixed(1)}`,
    )
  const count = Math.max(1, Math.floor(signal.length / length))
  const kept = (samples: number) => samples - (samples % QUICK)
  return Array.from({ length: count }, (_, i) => {
    const window = signal.subarray(i * length, (i + 1) * length)
    return window.subarray(0, kept(window.length))
  })
}

export function bearingWindow(
  window: Float64Array,
  sampleRateHz: number,
  shaftHz: number,
  geometry: BearingGeometry,
): BearingWindow {
  const spectrum = spectrumOf(window, sampleRateHz)
  const flat = whitened(spectrum)
  const sharpest = sharpestBand(spectrum)
  const evenOrders = orderSpectrum(flat, USED, shaftHz)
  const even = elementLines(evenOrders, geometry)
  const sharp = elementLines(orderSpectrum(spectrum, sharpest.band, shaftHz), geometry)
  const cageOrder = elementOrders(geometry).cage
  const whole = [
    statisticsOf(bandEnvelope(flat, USED)).kurtosis,
    sharpest.kurtosis,
    20 * Math.log10(bandRms(spectrum, RINGING) / bandRms(spectrum, RUNNING)),
    lineDb(evenOrders, cageOrder),
    lineDb(evenOrders, 1),
  ]
  const rows = even.map((lines) => neighbourhood(evenOrders, lines))
  const byElement = (make: (at: number, element: Element) => Float32Array) =>
    Object.fromEntries(ELEMENTS.map((element, at) => [element, make(at, element)])) as Record<Element, Float32Array>
  return {
    features: byElement((at, element) =>
      Float32Array.from([
        ...ofElement(even, at),
        ...ofElement(sharp, at),
        ...whole,
        element === 'turning race' ? 1 : 0,
        element === 'ball' ? 1 : 0,
      ]),
    ),
    neighbourhoods: byElement((at) =>
      Float32Array.from([
        ...rows[at]!,
        ...rows[(at + 1) % 3]!,
        ...rows[(at + 2) % 3]!,
        ...ELEMENTS.flatMap((_, k) => Array<number>(COLUMNS).fill(k === at ? 1 : 0)),
      ]),
    ),
  }
}

/** Of the bands that damage may ring in, the one whose envelope is the most impulsive. */
function sharpestBand(spectrum: Spectrum): { band: BandHz; kurtosis: number } {
  return CANDIDATES.map((band) => ({ band, kurtosis: statisticsOf(bandEnvelope(spectrum, band)).kurtosis })).reduce(
    (a, b) => (b.kurtosis > a.kurtosis ? b : a),
  )
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

function ofElement(lines: readonly ElementLines[], at: number): number[] {
  const { multiplesDb, shaftSidebandsDb, cageSidebandsDb } = lines[at]!
  const meanDb = mean(multiplesDb)
  const rivalDb = Math.max(...lines.filter((_, k) => k !== at).map((rival) => mean(rival.multiplesDb)))
  return [
    meanDb,
    multiplesDb[0]!,
    Math.max(...multiplesDb),
    shaftSidebandsDb,
    cageSidebandsDb,
    rivalDb,
    meanDb - rivalDb,
  ]
}

/** Highest of the first three multiples of an order. */
const lineDb = ({ heightsDb, binOrder }: OrderSpectrum, order: number) =>
  Math.max(...[1, 2, 3].map((m) => heightsDb[Math.round((m * order) / binOrder)] ?? 0))

/** About each multiple of the line, the highest bin that falls into each column. */
function neighbourhood({ heightsDb, binOrder }: OrderSpectrum, { order, multiplesDb }: ElementLines): number[] {
  const columnOrders = (2 * NEAR_ORDERS) / COLUMNS
  return multiplesDb.flatMap((_, m) =>
    Array.from({ length: COLUMNS }, (_, column) => {
      const from = (m + 1) * order - NEAR_ORDERS + column * columnOrders
      const [first, last] = [from, from + columnOrders].map((x) => Math.round(x / binOrder)) as [number, number]
      const highest = Math.max(...heightsDb.subarray(Math.max(0, first), Math.max(first + 1, last)), -20)
      return highest / 20
    }),
  )
}
