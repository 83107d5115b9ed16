/** A folder of recordings: `manifest.json` names the parts in order and, for each, the file of each kind of evidence. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { checker, describeFlaws, encodeSeries, SERIES_MEDIA_TYPE, Serial, type SeriesHeader } from '@celltwin/contracts'
import Type, { type Static } from 'typebox'
import type { Capture } from '../devices.ts'
import { parseCsv, parseRaw, parseWav } from './waveform-files.ts'

const Meta = Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean()]))

export const RecordedPart = Type.Object({
  serial: Serial,
  /** Evidence kind → file, relative to the folder. */
  evidence: Type.Record(Type.String(), Type.String({ minLength: 1 })),
  /** What belongs to the recordings: `sampleRateHz`, and for raw and csv files `unit` and `scale` (value = number × scale). */
  meta: Type.Optional(Meta),
  /** Some of it was made, not recorded. */
  simulated: Type.Optional(Type.Boolean()),
})
export type RecordedPart = Static<typeof RecordedPart>

const checkManifest = checker(Type.Array(RecordedPart, { minItems: 1 }))

const IMAGE_TYPES: Record<string, string> = { '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg' }

export interface Recordings {
  /** Some of what is replayed was made, not recorded. */
  readonly simulated: boolean
  /** The part of a cycle: one after the other, and from the beginning again. */
  partOf(cycleNumber: number): RecordedPart
  read(part: RecordedPart, kind: string): Promise<Capture>
}

/** @throws Error naming the file and what is wrong with it. */
export function openRecordings(folder: string): Recordings {
  const file = join(folder, 'manifest.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new Error(`There is nothing to replay: ${file} cannot be read. Set devices.folder in the cell file.`)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Error(`${file} is not JSON`)
  }
  const manifest = checkManifest(json)
  if (!manifest.ok) throw new Error(`${file}: ${describeFlaws(manifest.flaws)}`)
  const parts = manifest.value

  return {
    simulated: parts.some(({ simulated }) => simulated),
    partOf: (cycleNumber) => parts[(cycleNumber - 1) % parts.length]!,
    async read({ serial, evidence, meta = {} }, kind) {
      const name = evidence[kind]
      if (!name) throw new Error(`no ${kind} was recorded of ${serial}`)
      const bytes = await readFile(join(folder, name))
      const imageType = IMAGE_TYPES[extname(name).toLowerCase()]
      if (imageType) return { kind, mediaType: imageType, bytes }
      return { kind, mediaType: SERIES_MEDIA_TYPE, bytes: asSeries(kind, name, bytes, meta) }
    },
  }
}

function asSeries(kind: string, name: string, bytes: Buffer, meta: SeriesHeader['meta']): Uint8Array {
  switch (extname(name).toLowerCase()) {
    case '.series':
      return bytes
    case '.wav':
      return encodeSeries(parseWav(kind, bytes, meta))
    case '.csv':
      return encodeSeries(parseCsv(kind, bytes.toString('utf8'), meta))
    case '.i16':
      return encodeSeries(parseRaw(kind, bytes, meta))
    default:
      throw new Error(`${name}: only .png, .jpg, .series, .wav, .csv and .i16 can be replayed`)
  }
}
