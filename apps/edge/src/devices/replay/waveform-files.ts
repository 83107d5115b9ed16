/** Waveforms from files that others write: WAV (16-bit PCM), CSV (one value a line), raw 16-bit little-endian. */
import type { Series, SeriesHeader } from '@celltwin/contracts'

type Meta = SeriesHeader['meta']

/** First channel of a 16-bit PCM file. @throws Error naming what is not read. */
export function parseWav(kind: string, bytes: Buffer, meta: Meta): Series {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('wav: not a RIFF/WAVE file')
  let channels = 1
  let sampleRateHz = 0
  for (let at = 12; at + 8 <= bytes.length; ) {
    const chunk = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, at + 8 + size)
    if (chunk === 'fmt ') {
      if (body.readUInt16LE(0) !== 1 || body.readUInt16LE(14) !== 16) throw new Error('wav: only 16-bit PCM is read')
      channels = body.readUInt16LE(2)
      sampleRateHz = body.readUInt32LE(4)
    }
    if (chunk === 'data') return series(kind, { sampleRateHz, ...meta }, integers(body, channels))
    // Chunks start on even addresses.
    at += 8 + size + (size % 2)
  }
  throw new Error('wav: no data chunk')
}

export function parseRaw(kind: string, bytes: Buffer, meta: Meta): Series {
  return series(kind, meta, integers(bytes, 1))
}

/** The last column of each line that ends in a number; other lines are headings. */
export function parseCsv(kind: string, text: string, meta: Meta): Series {
  const values = text
    .split('\n')
    .map(
      (line) =>
        line
          .trim()
          .split(/[,;\t]/)
          .at(-1) ?? '',
    )
    .filter((cell) => cell !== '' && Number.isFinite(Number(cell)))
    .map(Number)
  if (values.length === 0) throw new Error('csv: no numbers')
  return series(kind, meta, Float32Array.from(values))
}

function integers(bytes: Buffer, channels: number): Int16Array {
  const values = new Int16Array(Math.floor(bytes.length / 2 / channels))
  for (let i = 0; i < values.length; i++) values[i] = bytes.readInt16LE(i * 2 * channels)
  return values
}

/** One column, `acceleration` in m/s², as the accelerometer of a cell gives it. @throws Error without a sampling rate. */
function series(kind: string, { unit = 'm/s²', scale = 1, ...meta }: Meta, data: Int16Array | Float32Array): Series {
  if (typeof meta.sampleRateHz !== 'number' || !(meta.sampleRateHz > 0))
    throw new Error('meta.sampleRateHz must say how many samples a second has')
  if (data instanceof Int16Array)
    return { kind, meta, columns: [{ name: 'acceleration', unit: String(unit), data, scale: Number(scale) }] }
  const scaled = data.map((value) => value * Number(scale))
  return { kind, meta, columns: [{ name: 'acceleration', unit: String(unit), data: scaled }] }
}
