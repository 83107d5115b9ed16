/** `celltwin features`: every figure of a recorded waveform as JSON. */
import { existsSync, readFileSync } from 'node:fs'
import { decodeSeries, type Series } from '@celltwin/contracts'
import { bearingNamed, spinFeatures, turnsFrom, waveformFeatures } from '@celltwin/inspection'
import { readWaveform } from './read-waveform.ts'

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
  const sampleRateHz = options.rate ?? waveform.sampleRateHz
  if (sampleRateHz === undefined) throw new Error(`--rate: must be given, ${file} does not say its sampling rate`)
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

function namedBearing(name: string, turning: FeatureOptions['turning']) {
  try {
    const bearing = bearingNamed(name)
    return { ...bearing, turning: turning ?? bearing.turning }
  } catch (error) {
    throw new Error(`--bearing: ${(error as Error).message}`)
  }
}

function readTrace(file: string): Series {
  if (!existsSync(file)) throw new Error(`--trace: there is no file ${file}`)
  try {
    const series = decodeSeries(readFileSync(file))
    if (series.kind !== 'rotor-trace') throw new Error(`kind: must be rotor-trace, it is ${series.kind}`)
    return series
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`)
  }
}
