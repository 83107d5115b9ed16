/** Waveforms from the files that recorders write: WAV, CSV, raw float32, and the product's own series. */
import { extname } from 'node:path'
import { columnValues, decodeSeries } from '@celltwin/contracts'
import { numberIn, rowsOf } from '@celltwin/inspection'
import { readBytes, readText } from '../read-file.ts'

export interface Waveform {
  /** As stored, times the scale given. */
  readonly signal: Float64Array
  /** Where the file itself says them. */
  readonly sampleRateHz?: number
  readonly shaftHz?: number
  readonly unit?: string
}

/** @throws Error naming the file and what in it breaks which rule. */
export function readWaveform(file: string, scale: number): Waveform {
  const extension = extname(file).toLowerCase()
  const content = extension === '.csv' || extension === '.txt' ? readText(file) : readBytes(file)
  try {
    const waveform = typeof content === 'string' ? columns(content) : parsed(extension, content)
    const at = waveform.signal.findIndex((x) => !Number.isFinite(x))
    if (at >= 0) throw new Error(`sample ${at + 1}: must be a finite number`)
    if (waveform.signal.length < 1024)
      throw new Error(`samples: must be at least 1024, there are ${waveform.signal.length}`)
    if (waveform.signal.every((x) => x === waveform.signal[0]))
      throw new Error(`samples: must differ, all are ${waveform.signal[0]}`)
    return scale === 1 ? waveform : { ...waveform, signal: waveform.signal.map((x) => x * scale) }
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`)
  }
}

function parsed(extension: string, bytes: Buffer): Waveform {
  if (extension === '.wav') return wav(bytes)
  if (extension === '.f32' || extension === '.raw') return raw(bytes)
  if (extension === '.series') return series(bytes)
  throw new Error(`file type: must be .wav, .csv, .txt, .f32, .raw or .series, it is "${extension}"`)
}

function series(bytes: Buffer): Waveform {
  const decoded = decodeSeries(bytes)
  const { sampleRateHz, shaftHz } = decoded.meta
  const unit = decoded.columns.find(({ name }) => name === 'acceleration')?.unit
  return {
    signal: columnValues(decoded, 'acceleration'),
    ...(typeof sampleRateHz === 'number' ? { sampleRateHz } : {}),
    ...(typeof shaftHz === 'number' ? { shaftHz } : {}),
    ...(unit ? { unit } : {}),
  }
}

function raw(bytes: Buffer): Waveform {
  if (bytes.length % 4 !== 0) throw new Error('length: must be a multiple of 4 bytes (little-endian float32)')
  return { signal: Float64Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i)) }
}

/** One sample a line, the last column of it; lines before the first number are headings. */
function columns(text: string): Waveform {
  const lasts = rowsOf(text).map(({ line, cells }) => ({ line, cell: cells.at(-1)! }))
  const first = lasts.findIndex(({ cell }) => !Number.isNaN(numberIn(cell)))
  const samples = first < 0 ? [] : lasts.slice(first)
  return {
    signal: Float64Array.from(samples, ({ line, cell }) => {
      const value = numberIn(cell)
      if (Number.isNaN(value)) throw new Error(`line ${line}: must end in a number, it ends in "${cell}"`)
      return value
    }),
  }
}

/** What a sample of each format is, as its integer or float stands there. */
const SAMPLES: Readonly<Record<string, (bytes: Buffer, at: number) => number>> = {
  // Eight bits alone have no sign: silence is 128.
  'PCM 8': (bytes, at) => bytes[at]! - 128,
  'PCM 16': (bytes, at) => bytes.readInt16LE(at),
  'PCM 24': (bytes, at) => bytes.readIntLE(at, 3),
  'PCM 32': (bytes, at) => bytes.readInt32LE(at),
  'float 32': (bytes, at) => bytes.readFloatLE(at),
  'float 64': (bytes, at) => bytes.readDoubleLE(at),
}
const FORMATS: Readonly<Record<number, string>> = { 1: 'PCM', 3: 'float' }
const EXTENSIBLE = 0xfffe

/** First channel. Integers stay integers: the scale says what a count is. */
function wav(bytes: Buffer): Waveform {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('header: must be RIFF/WAVE')
  let format: { name: string; channels: number; sampleRateHz: number; bits: number } | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const chunk = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, at + 8 + size)
    if (chunk === 'fmt ') {
      if (body.length < 16) throw new Error('fmt chunk: must have 16 bytes, the file ends within')
      const tag = body.readUInt16LE(0)
      const bits = body.readUInt16LE(14)
      const kind = FORMATS[tag === EXTENSIBLE && body.length >= 26 ? body.readUInt16LE(24) : tag] ?? `format ${tag}`
      format = { name: `${kind} ${bits}`, channels: body.readUInt16LE(2), sampleRateHz: body.readUInt32LE(4), bits }
    }
    if (chunk === 'data') {
      const read = format && SAMPLES[format.name]
      if (!format || !read)
        throw new Error(`format: must be ${Object.keys(SAMPLES).join(', ')} bit, it is ${format?.name ?? 'not stated'}`)
      if (format.channels < 1) throw new Error('channels: must be at least 1')
      const step = format.channels * (format.bits / 8)
      const signal = Float64Array.from({ length: Math.floor(body.length / step) }, (_, i) => read(body, i * step))
      return { signal, sampleRateHz: format.sampleRateHz }
    }
    // Chunks start on even addresses.
    at += 8 + size + (size % 2)
  }
  throw new Error('data: there is no data chunk')
}
