/** Evidence as files named by their own sha256. What is answered as stored is on the disk, and is what its name says. */
import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../database/database.ts'

export const MOST_BYTES = 64 << 20

export class EvidenceFlaw extends Error {}

export interface Incoming {
  readonly sha256: string
  readonly kind: string | undefined
  readonly mediaType: string
  readonly body: Readable
}

export interface EvidenceStore {
  readonly folder: string
  /** Path of a file below the folder. */
  fileOf(sha256: string): string
  /** @throws EvidenceFlaw where the bytes are not what their name says. */
  store(incoming: Incoming): Promise<'stored' | 'known'>
  /**
   * Frees what is beyond the limit, oldest first: passes, then all else, last what people or challenge parts vouch for.
   * Never what is `kept`. Answers how many files went.
   */
  sweep(mostBytes: number, kept?: () => Promise<readonly string[]>): Promise<number>
}

export async function openEvidenceStore(folder: string, { pool, prisma }: Database): Promise<EvidenceStore> {
  const incoming = join(folder, 'incoming')
  // What a crash left half-written has no name to be found by.
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { recursive: true })
  const fileOf = (sha256: string) => join(sha256.slice(0, 2), sha256)

  const keep = async (path: string, sha256: string): Promise<void> => {
    const shelf = join(folder, sha256.slice(0, 2))
    await mkdir(shelf, { recursive: true })
    await rename(path, join(folder, fileOf(sha256)))
    // The new name itself must survive a power cut.
    for (const directory of [shelf, folder]) await syncDirectory(directory)
  }

  return {
    folder,
    fileOf,
    store: async ({ sha256, kind, mediaType, body }) => {
      const known = await prisma.evidenceFile.findUnique({ where: { sha256 } })
      if (known && !known.droppedAt && (await exists(join(folder, fileOf(sha256))))) {
        body.resume()
        return 'known'
      }
      const path = join(incoming, randomUUID())
      try {
        const { bytes, digest } = await write(body, path)
        if (digest !== sha256) throw new EvidenceFlaw(`the bytes have the sha256 ${digest}`)
        await keep(path, sha256)
        const row = { kind: kind ?? null, mediaType, bytes: BigInt(bytes), storedAt: new Date(), droppedAt: null }
        await prisma.evidenceFile.upsert({ where: { sha256 }, create: { sha256, ...row }, update: row })
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
      return 'stored'
    },
    sweep: async (mostBytes, kept = async () => []) => {
      const { rows: full } = await pool.query(
        `select from evidence_file where dropped_at is null having sum(bytes) > $1`,
        [mostBytes],
      )
      if (full.length === 0) return 0
      const { rows } = await pool.query<{ sha256: string }>(OVER_LIMIT, [mostBytes, await kept()])
      for (const { sha256 } of rows) {
        await rm(join(folder, fileOf(sha256)), { force: true })
        await prisma.evidenceFile.update({ where: { sha256 }, data: { droppedAt: new Date() } })
      }
      return rows.length
    },
  }
}

/** Decided by a person or measured again: labelled data. */
const LABELLED = ['review', 'second_review', 'remeasurement']
  .map((table) => `exists (select from ${table} l where l.cycle_id = c.cycle_id)`)
  .join(' or ')

/** What is beyond the limit when the rest is counted from what is to be kept longest. */
const OVER_LIMIT = `
  select sha256 from (
    select f.sha256, f.sha256 = any($2::text[]) as stays,
           sum(f.bytes) over (order by f.sha256 = any($2::text[]) desc, o.worth desc, f.stored_at desc, f.sha256) as kept
    from evidence_file f
    cross join lateral (
      select case
        when bool_or(c.challenge is not null or ${LABELLED}) then 2
        when bool_and(c.verdict is not distinct from 'pass') then 0
        else 1 end as worth
      from evidence_ref r join part_cycle c on c.cycle_id = r.cycle_id where r.sha256 = f.sha256
    ) as o
    where f.dropped_at is null
  ) as files where kept > $1 and not stays order by kept desc limit 1000`

async function write(body: Readable, path: string): Promise<{ bytes: number; digest: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform: (chunk: Buffer, _, pass) => {
      bytes += chunk.length
      hash.update(chunk)
      pass(bytes > MOST_BYTES ? new EvidenceFlaw(`more than ${MOST_BYTES >> 20} MB`) : null, chunk)
    },
  })
  await pipeline(body, measure, createWriteStream(path, { flush: true }))
  return { bytes, digest: hash.digest('hex') }
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
