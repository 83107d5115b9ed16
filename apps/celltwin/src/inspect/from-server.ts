/** What a server holds of a part: JSON by its address, evidence by its digest. */
import { createHash } from 'node:crypto'
import type { PassportCycle } from '@celltwin/contracts'
import type { EvidenceFile } from './run-modules.ts'

export const short = (digest: string) => digest.slice(0, 12)

export const getJson = async <T>(url: string) => (await get(url)).json() as Promise<T>

/** @throws Error where the bytes are not there, or are not those that the digest names. */
export async function download(ref: PassportCycle['evidence'][number], server: string): Promise<EvidenceFile> {
  const { kind, sha256: digest, mediaType, stored, dropped } = ref
  if (!stored)
    throw new Error(
      `${kind} ${short(digest)} is ${dropped ? 'no longer kept: retention let it go' : 'still on its way to the server'}`,
    )
  const response = await get(`${server}/api/evidence/${digest}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== digest)
    throw new Error(`${kind}: the bytes have sha256 ${short(found)}, the passport says ${short(digest)}`)
  return { kind, sha256: digest, mediaType, bytes }
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url).catch((error: Error) => {
    throw new Error(`no server at ${url}: ${error.message}. Is \`npm start\` running? --server names another.`)
  })
  if (response.ok) return response
  const { message } = (await response.json().catch(() => ({}))) as { message?: string }
  throw new Error(message ?? `${url} answered ${response.status}`)
}
