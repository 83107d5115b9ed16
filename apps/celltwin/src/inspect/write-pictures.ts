/** One SVG for each result, named by its characteristic. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CellDefinition, decodeSeries, type Result, SERIES_MEDIA_TYPE } from '@celltwin/contracts'
import { type Drawable, pictureOf } from '@celltwin/inspection/pictures'
import type { EvidenceFile } from './run-modules.ts'

interface Explained {
  readonly definition: CellDefinition
  readonly results: readonly Result[]
  readonly evidence: readonly EvidenceFile[]
}

/** @returns the files written. */
export async function writePictures(folder: string, { definition, results, evidence }: Explained): Promise<string[]> {
  const drawable = await Promise.all(evidence.map(prepare))
  mkdirSync(folder, { recursive: true })
  return results.flatMap((result) => {
    const svg = pictureOf(result, drawable, definition)
    if (svg === undefined) return []
    const file = join(folder, `${result.characteristic}.svg`)
    writeFileSync(file, svg)
    return [file]
  })
}

async function prepare({ kind, sha256, mediaType, bytes }: EvidenceFile): Promise<Drawable> {
  if (mediaType === SERIES_MEDIA_TYPE) return { kind, sha256, series: decodeSeries(bytes) }
  const { default: sharp } = await import('sharp')
  const { width, height } = await sharp(bytes).metadata()
  const href = `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`
  return { kind, sha256, image: { href, width, height } }
}
