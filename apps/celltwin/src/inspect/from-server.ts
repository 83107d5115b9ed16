/** Evidence as a server holds it: by its digest. */
import { createHash } from 'node:crypto'
import type { PassportCycle } from '@celltwin/contracts'
import { request } from '../server/ask.ts'
import type { EvidenceFile } from './run-modules.ts'

export const short = (digest: string) => digest.slice(0, 12)

/** @throws Error where the bytes are not there, or are not those that the digest names. */
export async function download(ref: PassportCycle['evidence'][number], server: string): Promise<EvidenceFile> {
  const { kind, sha256: digest, mediaType, stored, dropped } = ref
  if (!stored)
    throw new Error(
      `${kind} ${short(digest)} is ${dropped ? 'no longer kept: retention let it go' : 'still on its way to the server'}`,
    )
  const response = await request(server, `/api/evidence/${digest}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== digest)
    throw new Error(`${kind}: the bytes have sha256 ${short(found)}, the passport says ${short(digest)}`)
  return { kind, sha256: digest, mediaType, bytes }
}
