/** `celltwin features`: every figure of a recorded waveform as JSON. */
import { decodeSeries, type Series } from '@celltwin/contracts'
import {
  bearingHz,
  bearingNamed,
  type NamedBearing,
  spinFeatures,
  turnsFrom,
  waveformFeatures,
} from '@celltwin/inspection'
import { readBytes } from '../read-file.ts'
import { readWaveform, type Waveform } from './read-waveform.ts'

export interface FeatureOptions {
  readonly rate?: number
  readonly shaftHz?: number
  readonly bearing?: string
  readonly turning?: 'inner' | 'outer'
  readonly unit?: string
  readonly scale: number
  readonly trace?: string
  readonly psd?: boolean
}

const PER_UNIT: Readonly<Record<string, number>> = { g: 9.80665, 'm/s²': 1 }

/** @throws Error naming the option, file or field that breaks which rule. */
export function featuresOf(file: string, options: FeatureOptions) {
  const waveform = readWaveform(file, options.scale)
  const sampleRateHz = rateOf(waveform, file, options.rate)
  const unit = options.unit === 'm/s2' ? 'm/s²' : (options.unit ?? waveform.unit ?? 'm/s²')
  const metresPerS2 = PER_UNIT[unit]
  if (metresPerS2 === undefined) throw new Error(`--unit: must be g or m/s2, it is "${unit}"`)
  const shaftHz = options.shaftHz ?? waveform.shaftHz
  if (options.bearing !== undefined && !(shaftHz && shaftHz > 0))
    throw new Error('--shaft-hz: must be given with --bearing; its lines follow the shaft')
  if (options.turning !== undefined && options.bearing === undefined)
    throw new Error('--bearing: must be given with --turning')
  const trace = options.trace === undefined ? undefined : readTrace(options.trace)
  const bearing = options.bearing === undefined ? undefined : namedBearing(options.bearing, options.turning)
  if (shaftHz && shaftHz > 0) checkShaft(shaftHz, waveform.signal.length, sampleRateHz, bearing)
  return {
    file,
    ...waveformFeatures(waveform.signal, {
      sampleRateHz,
      metresPerS2,
      accelerationUnit: unit,
      ...(shaftHz && shaftHz > 0 ? { shaftHz } : {}),
      ...(bearing ? { bearing } : {}),
      ...(trace ? { turnsAt: turnsFrom(trace, Number(trace.meta.steadyFromMs)) } : {}),
      arrays: options.psd === true,
    }),
    ...(trace ? { spin: spinFeatures(trace) } : {}),
  }
}

/** Velocity counts from 10 Hz, of which there must be two samples. */
const LEAST_RATE_HZ = 20
/** A header tells whole Hz. */
const SAME_RATE = 1e-3

function rateOf(waveform: Waveform, file: string, rate: number | undefined): number {
  const said = waveform.sampleRateHz
  const sampleRateHz = rate ?? said
  if (sampleRateHz === undefined) throw new Error(`--rate: must be given, ${file} does not say its sampling rate`)
  if (sampleRateHz <= LEAST_RATE_HZ)
    throw new Error(
      `${rate === undefined ? `${file}: sampling rate` : '--rate'}: must be greater than ${LEAST_RATE_HZ} Hz, it is ${sampleRateHz}`,
    )
  if (said !== undefined && Math.abs(sampleRateHz - said) > SAME_RATE * said)
    throw new Error(`--rate: must be ${said} or left out, as ${file} says; it is ${sampleRateHz}`)
  return sampleRateHz
}

/** Orders are told apart by two bins either side. */
const LEAST_TURNS = 4
/** Width of the band whose envelope is taken, of the sampling rate: no line beyond it shows. */
const ENVELOPE_SHARE = 0.4

function checkShaft(shaftHz: number, samples: number, sampleRateHz: number, bearing: NamedBearing | undefined): void {
  const turns = (samples / sampleRateHz) * shaftHz
  if (turns < LEAST_TURNS)
    throw new Error(
      `--shaft-hz: the recording must hold at least ${LEAST_TURNS} turns, at ${shaftHz} Hz it holds ${turns.toPrecision(2)}`,
    )
  const { bpfo, bpfi, twiceBsf } = bearing ? bearingHz(bearing, shaftHz) : { bpfo: 0, bpfi: 0, twiceBsf: 0 }
  const fastest = Math.max(shaftHz, bpfo, bpfi, twiceBsf)
  if (fastest > ENVELOPE_SHARE * sampleRateHz)
    throw new Error(
      `--shaft-hz: ${shaftHz} Hz puts a line at ${Math.round(fastest)} Hz; ${sampleRateHz} samples a second show none beyond ${ENVELOPE_SHARE * sampleRateHz} Hz`,
    )
}

function namedBearing(name: string, turning: FeatureOptions['turning']) {
  try {
    const bearing = bearingNamed(name)
    return { ...bearing, turning: turning ?? bearing.turning }
  } catch (error) {
    throw new Error(`--bearing: ${(error as Error).message}`)
  }
}

function readTrace(file: string): Series {
  const bytes = readBytes(file, '--trace')
  try {
    const series = decodeSeries(bytes)
    if (series.kind !== 'rotor-trace') throw new Error(`kind: must be rotor-trace, it is ${series.kind}`)
    return series
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`)
  }
}
