/** Evidence: the bytes a result rests on, named by their sha256. */
import Type, { type Static } from 'typebox'
import { MOST_INTEGER, Serial, Sha256 } from './ids.ts'

export const EvidenceRef = Type.Object({
  kind: Type.String({
    description: 'image-bright, image-dark-field, image-uv, face-profile, groove-profile, waveform, rotor-trace …',
  }),
  sha256: Sha256,
  mediaType: Type.String(),
  bytes: Type.Integer({ minimum: 0, maximum: MOST_INTEGER }),
})

/** Evidence that is, byte for byte, what its module had taken of another part, or of the same one as another kind. */
export const RepeatedEvidence = Type.Object({
  kind: EvidenceRef.properties.kind,
  sha256: Sha256,
  /** Serial of that part. */
  of: Serial,
  /** In words: `same picture as of part …`, `the same bytes for … and …`. */
  reason: Type.String(),
})
export type RepeatedEvidence = Static<typeof RepeatedEvidence>

/** Kind of a picture that shows how sure a net is of a flaw, place by place, in the frame of the module's pictures. */
export const HEAT_MAP = 'heat-map'
export type EvidenceRef = Static<typeof EvidenceRef>

/**
 * Media type of sampled data. One line of JSON (`SeriesHeader`), a line feed, then the columns one after the other,
 * little-endian, each starting on a multiple of 4 bytes counted from the first byte after the line feed.
 */
export const SERIES_MEDIA_TYPE = 'application/vnd.celltwin.series'

export const SeriesColumn = Type.Object({
  name: Type.String(),
  unit: Type.String(),
  type: Type.Union([Type.Literal('f32'), Type.Literal('i16')]),
  length: Type.Integer({ minimum: 0 }),
  /** Value = raw × scale. For i16, −32768 means no reading (drop-out). */
  scale: Type.Optional(Type.Number()),
})
export const SeriesHeader = Type.Object({
  kind: Type.String(),
  columns: Type.Array(SeriesColumn),
  /** Numbers that belong to the recording: sampleRateHz, profilesPerRev, pitchMm, temperatureC … */
  meta: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean()])),
})
export type SeriesHeader = Static<typeof SeriesHeader>

export type SeriesData = Float32Array | Int16Array

export interface SeriesColumnData {
  readonly name: string
  readonly unit: string
  readonly data: SeriesData
  readonly scale?: number
}

export interface Series {
  readonly kind: string
  readonly meta: SeriesHeader['meta']
  readonly columns: readonly SeriesColumnData[]
}

/** Raw value of an i16 column that stands for no reading. */
export const NO_READING = -32768

const align4 = (n: number) => (n + 3) & ~3

export function encodeSeries(series: Series): Uint8Array {
  const header: SeriesHeader = {
    kind: series.kind,
    meta: series.meta,
    columns: series.columns.map(({ name, unit, data, scale }) => ({
      name,
      unit,
      type: data instanceof Int16Array ? 'i16' : 'f32',
      length: data.length,
      ...(scale === undefined ? {} : { scale }),
    })),
  }
  const head = new TextEncoder().encode(`${JSON.stringify(header)}\n`)
  const body = series.columns.reduce((n, column) => n + align4(column.data.byteLength), 0)
  const bytes = new Uint8Array(head.length + body)
  bytes.set(head)
  let offset = head.length
  for (const { data } of series.columns) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset)
    offset += align4(data.byteLength)
  }
  return bytes
}

/** @throws Error naming what is wrong with the bytes. */
export function decodeSeries(bytes: Uint8Array): Series {
  const end = bytes.indexOf(10)
  if (end < 0) throw new Error('series: no header line')
  let header: SeriesHeader
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)))
  } catch {
    throw new Error('series: the header line is not JSON')
  }
  if (!Array.isArray(header.columns)) throw new Error('series: header has no columns')
  // A copy, so that typed arrays may start anywhere in the file.
  const body = new Uint8Array(bytes.subarray(end + 1))
  let offset = 0
  const columns = header.columns.map(({ name, unit, type, length, scale }) => {
    const size = length * (type === 'i16' ? 2 : 4)
    if (offset + size > body.length) throw new Error(`series: column ${name} is cut short`)
    const data =
      type === 'i16' ? new Int16Array(body.buffer, offset, length) : new Float32Array(body.buffer, offset, length)
    offset += align4(size)
    return { name, unit, data, ...(scale === undefined ? {} : { scale }) }
  })
  return { kind: header.kind, meta: header.meta ?? {}, columns }
}

/** The column as physical values; drop-outs of i16 columns become NaN. @throws Error if there is no such column. */
export function columnValues(series: Series, name: string): Float64Array {
  const column = series.columns.find((c) => c.name === name)
  if (!column) throw new Error(`series ${series.kind}: no column ${name}`)
  const values = new Float64Array(column.data.length)
  const scale = column.scale ?? 1
  const raw = column.data
  const dropouts = raw instanceof Int16Array
  for (let i = 0; i < raw.length; i++) values[i] = dropouts && raw[i] === NO_READING ? Number.NaN : raw[i]! * scale
  return values
}
