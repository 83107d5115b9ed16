/** The profile, spectrum or trace that a result rests on, with what was found marked on it. */
import { type Characteristic, columnValues, type Module, type Result, type Series } from '@celltwin/contracts'
import { SLOW_VELOCITY_BAND, VELOCITY_BANDS } from '../vibration/noise.ts'
import type { Chart } from './chart.ts'
import { acrossGrooves, angleProfiles, deviation, heightOver } from './profile.ts'
import { extent, extentOfMost } from './scale.ts'
import { bearingLines, envelopeSpectrum, velocitySpectrum } from './spectrum.ts'

const VELOCITIES = [...VELOCITY_BANDS, SLOW_VELOCITY_BAND]

interface Subject {
  readonly result: Result
  readonly characteristic: Pick<Characteristic, 'id' | 'unit' | 'decimals'>
  readonly series: Series
  readonly module: Module
}

type Draw = (subject: Subject) => Chart | undefined

/** By kind of evidence. */
const CHARTS: Readonly<Record<string, Draw>> = {
  'face-profile': (subject) =>
    subject.characteristic.id.startsWith('crimp') ? crimpHeights(subject) : faceForm(subject),
  'groove-profile': grooveSection,
  waveform: (subject) =>
    VELOCITIES.some(({ id }) => id === subject.characteristic.id) ? velocities(subject) : envelope(subject),
  'rotor-trace': spin,
}

export const chartOf: Draw = (subject) => CHARTS[subject.series.kind]?.(subject) ?? firstColumn(subject)

const limitsOf = ({ result: { limits }, characteristic: { unit, decimals } }: Subject): NonNullable<Chart['limits']> =>
  [limits.lower, limits.upper].flatMap((at) =>
    at === undefined ? [] : [{ at, text: `limit ${at.toFixed(decimals)} ${unit}` }],
  )

const overAngle = (values: Float64Array) => ({
  length: values.length,
  x: (i: number) => (i * 360) / values.length,
  y: values,
})
const ANGLE = { x: [0, 360] as const, xTitle: 'angle from the 2D code, °' }

function marksOverAngle({ result, characteristic }: Subject): NonNullable<Chart['marks']> {
  return (result.locations ?? []).flatMap(({ angleDeg, value, label, conforming }) => {
    if (angleDeg === undefined) return []
    const text = typeof value === 'number' ? value.toFixed(characteristic.decimals) : (label ?? '')
    return [{ at: ((angleDeg % 360) + 360) % 360, text, fails: conforming === false }]
  })
}

function crimpHeights(subject: Subject): Chart | undefined {
  const profiles = angleProfiles(subject.series)
  const [crimp, hub] = ['crimp', 'hub'].map((name) => profiles.find((profile) => profile.name === name))
  if (!crimp || !hub) return undefined
  const heights = heightOver(crimp, hub)
  const [low, high] = extent(heights)
  // The range of heights is no height: its limit has no place on this axis.
  const limits = subject.characteristic.id === 'crimp-height-range' ? [] : limitsOf(subject)
  return {
    ...ANGLE,
    y: [Math.min(-0.2, low), Math.max(1.6, high)],
    yTitle: 'height of the crimps above C, mm',
    lines: [overAngle(heights)],
    limits,
    marks: marksOverAngle(subject),
  }
}

function faceForm(subject: Subject): Chart | undefined {
  const rings = angleProfiles(subject.series)
    .filter(({ name }) => name.startsWith('face'))
    .map(({ values }) => deviation(values).map((mm) => 1000 * mm))
  if (rings.length === 0) return undefined
  return {
    ...ANGLE,
    y: extentOfMost(rings.flatMap((ring) => [...ring])),
    yTitle: 'height of friction face B from its mean, µm; the outermost radius is darkest',
    lines: rings.toReversed().map(overAngle),
    marks: marksOverAngle(subject),
  }
}

function grooveSection(subject: Subject): Chart | undefined {
  const section = acrossGrooves(subject.series)
  if (!section) return undefined
  const { fromMm, stepMm, middle } = section
  const places = groovePlaces(middle).map((i) => fromMm + i * stepMm)
  const { result, characteristic } = subject
  const { locations = [] } = result
  const marks = locations.flatMap(({ value, label, conforming }, i) => {
    const here = places[i]
    const next = places[i + 1]
    // One value for each groove, or one between each two.
    const at =
      locations.length === places.length ? here : here === undefined || next === undefined ? here : (here + next) / 2
    const text = typeof value === 'number' ? value.toFixed(characteristic.decimals) : (label ?? '')
    return at === undefined ? [] : [{ at, text, fails: conforming === false }]
  })
  const first = characteristic.id === 'first-groove-height' && places[0] !== undefined && result.value !== null
  return {
    x: [fromMm, fromMm + middle.length * stepMm],
    y: extent(middle),
    xTitle: 'from face B, mm',
    yTitle: `radius across the grooves, mm; the middle one of ${section.profiles} profiles`,
    lines: [{ length: middle.length, x: (i) => fromMm + i * stepMm, y: middle }],
    marks: first ? [{ at: places[0]!, text: result.value!.toFixed(characteristic.decimals) }] : marks,
  }
}

/** Middles of the stretches below half of the outline's height. */
function groovePlaces(outline: Float64Array): number[] {
  const present = [...outline].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const half =
    ((present[Math.floor(0.05 * present.length)] ?? 0) + (present[Math.floor(0.95 * present.length)] ?? 0)) / 2
  const places: number[] = []
  let from = -1
  for (const [i, value] of outline.entries()) {
    if (Number.isNaN(value)) continue
    if (value < half && from < 0) from = i
    if (value >= half && from >= 0) {
      // A stretch that begins with the recording is no groove but the shoulder before the first.
      if (from > 0) places.push((from + i) / 2)
      from = -1
    }
  }
  return places
}

const decibels = (values: Float64Array, reference: number) =>
  values.map((value) => 20 * Math.log10(Math.max(value, 1e-6 * reference) / reference))

function samplesOf({ series, module }: Subject) {
  const rate = Number(series.meta.sampleRateHz ?? module.parameters.sampleRateHz)
  const column = series.columns[0]
  return column && rate > 0 ? { samples: columnValues(series, column.name), rate } : undefined
}

const SHOWN_ENVELOPE_HZ = 400
const SLIP_SHARE = 0.02
/** The element that a line tells of, as results label it. */
const LINE_OF = { FTF: 'cage', BPFO: 'outer race', '2×BSF': 'ball', BPFI: 'inner race' } as const

function envelope(subject: Subject): Chart | undefined {
  const found = samplesOf(subject)
  if (!found) return undefined
  const { samples, rate } = found
  const band = { fromHz: Math.min(2000, 0.15 * rate), toHz: Math.min(10_000, 0.45 * rate) }
  const { stepHz, amplitude } = envelopeSpectrum(samples, rate, band, SHOWN_ENVELOPE_HZ)
  const y = decibels(amplitude, 1e-3)
  const struck = new Set(subject.result.locations?.map(({ label }) => label))
  const shaftHz = Number(subject.series.meta.shaftHz ?? subject.module.parameters.shaftHz)
  return {
    x: [0, SHOWN_ENVELOPE_HZ],
    y: extent(y.subarray(Math.ceil(5 / stepHz))),
    xTitle: 'Hz',
    yTitle: `spectrum of the envelope, ${Math.round(band.fromHz)} to ${Math.round(band.toHz)} Hz, dB re 1 mm/s²; lines of the bearing ± 2 %`,
    lines: [{ length: y.length, x: (i) => i * stepHz, y }],
    bands: bearingLines(subject.module.parameters, shaftHz).map(({ name, hz }) => ({
      from: hz * (1 - SLIP_SHARE),
      to: hz * (1 + SLIP_SHARE),
      text: `${name} ${hz.toFixed(0)}`,
      fails: struck.has(LINE_OF[name]),
    })),
  }
}

function velocities(subject: Subject): Chart | undefined {
  const found = samplesOf(subject)
  const band = VELOCITIES.find(({ id }) => id === subject.characteristic.id)
  if (!found || !band) return undefined
  const shownToHz = Math.min(1.15 * band.toHz, 0.5 * found.rate)
  const { stepHz, amplitude } = velocitySpectrum(found.samples, found.rate, shownToHz)
  const y = decibels(amplitude, 1e-6)
  return {
    x: [0, shownToHz],
    y: extent(y.subarray(Math.ceil(5 / stepHz))),
    xTitle: 'Hz',
    yTitle: 'velocity by frequency, dB re 1 µm/s; the band that counts is shaded',
    lines: [{ length: y.length, x: (i) => i * stepHz, y }],
    bands: [{ from: band.fromHz, to: band.toHz, text: `${band.fromHz} to ${band.toHz} Hz` }],
  }
}

const ABOUT_SPEED = new Set(['spin-up-time', 'coast-loss'])

function spin(subject: Subject): Chart | undefined {
  const { series, characteristic } = subject
  const names = new Set(series.columns.map(({ name }) => name))
  if (!['timeMs', 'rpm', 'torqueNm'].every((name) => names.has(name))) return undefined
  const seconds = columnValues(series, 'timeMs').map((ms) => ms / 1000)
  const speed = ABOUT_SPEED.has(characteristic.id)
  const y = columnValues(series, speed ? 'rpm' : 'torqueNm')
  const limits = speed ? [] : limitsOf(subject)
  const steady = Number(series.meta.steadyFromMs) / 1000
  const coast = Number(series.meta.coastFromMs) / 1000
  const end = seconds.at(-1) ?? 1
  return {
    x: [seconds[0] ?? 0, end],
    y: extent([...y, 0, ...limits.map(({ at }) => at)]),
    xTitle: 's',
    yTitle: speed ? 'speed, 1/min' : 'torque, N·m',
    lines: [{ length: y.length, x: (i) => seconds[i]!, y }],
    bands: [
      { from: steady, to: coast, text: 'steady' },
      { from: coast, to: end, text: 'free coast' },
    ],
    limits,
  }
}

/** Of kinds without a picture of their own: the readings as they came. */
function firstColumn({ series }: Subject): Chart | undefined {
  const column = series.columns[0]
  if (!column) return undefined
  const y = columnValues(series, column.name)
  return {
    x: [0, y.length],
    y: extent([...y].filter((value) => !Number.isNaN(value))),
    xTitle: 'reading',
    yTitle: `${column.name}, ${column.unit}`,
    lines: [{ length: y.length, x: (i) => i, y }],
  }
}
