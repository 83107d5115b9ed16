/** Labelled decisions of a server as folders of bytes by physical part, with a manifest that training reads. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { LabelledDecision } from '@celltwin/contracts'
import { request } from '../server/ask.ts'

export interface ExportOptions {
  readonly url: string
  readonly out: string
  readonly cell?: string
  readonly from?: string
  readonly to?: string
  /** People by name; needs the role admin. */
  readonly names?: boolean
}

type Evidence = LabelledDecision['evidence'][number]

/** One decision, with where its bytes lie. */
interface Labelled extends Omit<LabelledDecision, 'evidence'> {
  /** `held-out`: for testing alone. One part in five, and of a part everything. */
  readonly split: 'training' | 'held-out'
  /** `file` is below the folder of the manifest; absent where the server has no bytes. */
  readonly evidence: readonly (Evidence & { readonly file?: string })[]
}

export interface Exported {
  readonly decisions: number
  readonly parts: number
  readonly files: number
  /** Of evidence that the server no longer has, or not yet. */
  readonly missing: number
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'application/vnd.celltwin.series': 'series',
}
/** One in so many parts is held out. */
const HELD_OUT = 5

/** Goes on where it stopped: bytes that are there, and are what their name says, stay. @throws Error in words. */
export async function exportLabels({ url, out, cell, from, to, names }: ExportOptions): Promise<Exported> {
  const asked = Object.entries({ cell, from, to, names: names ? 'true' : undefined })
  const search = new URLSearchParams(asked.filter((pair): pair is [string, string] => pair[1] !== undefined))
  const answer = await request(url, `/api/labels.ndjson?${search}`)
  const decisions: Labelled[] = []
  const files = new Set<string>()
  let missing = 0
  for await (const line of createInterface({ input: Readable.fromWeb(answer.body as ReadableStream) })) {
    const decision = JSON.parse(line) as LabelledDecision
    const evidence: Labelled['evidence'][number][] = []
    for (const ref of decision.evidence) {
      const file = ref.stored ? await fetchOnce(url, out, decision.splitKey, ref) : undefined
      if (file) files.add(file)
      else missing += 1
      evidence.push(file ? { ...ref, file } : ref)
    }
    decisions.push({ ...decision, split: splitOf(decision.splitKey), evidence })
  }
  const about = { schema: 'celltwin/labels/v1', server: url, exportedAt: new Date().toISOString() }
  const manifest = { ...about, heldOut: 1 / HELD_OUT, decisions }
  await writeWhole(out, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  const parts = new Set(decisions.map(({ splitKey }) => splitKey)).size
  return { decisions: decisions.length, parts, files: files.size, missing }
}

/** Answers the path below the folder. */
async function fetchOnce(url: string, out: string, part: string, { sha256, kind, mediaType }: Evidence) {
  const file = `parts/${part}/${kind}-${sha256.slice(0, 12)}.${ENDINGS[mediaType] ?? 'bin'}`
  const there = await readFile(join(out, file)).catch(() => undefined)
  if (there && digestOf(there) === sha256) return file
  const response = await request(url, `/api/evidence/${sha256}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (digestOf(bytes) !== sha256)
    throw new Error(`${kind} of part ${part}: the bytes are not those of sha256 ${sha256}`)
  await writeWhole(join(out, 'parts', part), file.slice(file.lastIndexOf('/') + 1), bytes)
  return file
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** By the part alone, so that more decisions never move a part to the other side. */
export const splitOf = (part: string): Labelled['split'] =>
  createHash('sha256').update(part).digest().readUInt32BE(0) % HELD_OUT === 0 ? 'held-out' : 'training'

async function writeWhole(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.part`), content)
  await rename(join(folder, `${name}.part`), join(folder, name))
}
