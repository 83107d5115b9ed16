/** Evidence on its way: on disk under its sha256 until the server has it. Events never wait for it. */
import { webcrypto } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { EvidenceRef } from '@celltwin/contracts'
import type { Logger } from 'pino'
import { type Asked, askServer } from './ask-server.ts'
import type { Store } from './store.ts'

const UPLOADS_AT_A_TIME = 2
const RETRY_FIRST_MS = 500
const RETRY_LAST_MS = 5_000

export interface EvidenceQueue {
  /** Resolves when the bytes and their place in the queue are on disk. */
  keep(kind: string, mediaType: string, bytes: Uint8Array): Promise<EvidenceRef>
  /** Pieces not yet with the server. */
  readonly onItsWay: number
  close(): Promise<void>
}

export interface EvidenceQueueOptions {
  readonly store: Store
  readonly serverUrl: string
  /** By which the server knows its agents. */
  readonly key?: string | undefined
  readonly log: Logger
  /** The bytes on disk are not what they were: told, never passed over. */
  readonly onLost: (sha256: string, reason: string) => void
  readonly retryFirstMs?: number
}

export function createEvidenceQueue(options: EvidenceQueueOptions): EvidenceQueue {
  const { store, serverUrl, key, log, onLost, retryFirstMs = RETRY_FIRST_MS } = options
  const stopping = new AbortController()
  const uploading = new Set<string>()
  const idle = new Set<() => void>()
  let lastTried = ''
  const fileOf = (sha256: string) => join(store.evidenceFolder, sha256.slice(0, 2), sha256)
  const known = key ? { authorization: `Bearer ${key}` } : {}
  const ask = (sha256: string, method: Asked['method'], headers: Asked['headers'] = {}, body?: Uint8Array) =>
    askServer(new URL(`/api/evidence/${sha256}`, serverUrl), {
      method,
      headers: { ...known, ...headers },
      signal: stopping.signal,
      ...(body ? { body } : {}),
    })

  async function upload(sha256: string): Promise<void> {
    const queued = store.uploads.get(sha256)
    if (!queued) return
    const bytes = await readFile(fileOf(sha256)).catch(() => undefined)
    if (bytes && (await hash(bytes)) === sha256) {
      const headers = { 'content-type': queued.mediaType, 'x-evidence-kind': queued.kind }
      const status = await ask(sha256, 'PUT', headers, bytes)
      if (!isGood(status)) throw new Error(`the server answered ${status}`)
    } else if (!isGood(await ask(sha256, 'HEAD'))) {
      onLost(sha256, bytes ? 'the bytes on the agent’s disk have changed' : 'the file is no longer on the agent’s disk')
    }
    // The file first: evidence that is queued may be kept again without being written again.
    await rm(fileOf(sha256), { force: true })
    await store.uploads.remove(sha256)
  }

  /** Round and round, so that one piece the server will not take holds up no other. */
  function next(): string | undefined {
    for (const start of [`${lastTried}~`, '']) {
      for (const sha256 of store.uploads.getKeys({ start })) {
        if (uploading.has(sha256)) continue
        lastTried = sha256
        return sha256
      }
    }
    return undefined
  }

  async function work(): Promise<void> {
    let retryMs = retryFirstMs
    while (!stopping.signal.aborted) {
      const sha256 = next()
      if (!sha256) {
        await new Promise<void>((resolve) => idle.add(resolve))
        continue
      }
      uploading.add(sha256)
      try {
        await upload(sha256)
        retryMs = retryFirstMs
      } catch (cause) {
        log.debug(`Evidence waits on disk: ${(cause as Error).message}`)
        await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => {})
        retryMs = Math.min(RETRY_LAST_MS, retryMs * 2)
      } finally {
        uploading.delete(sha256)
      }
    }
  }

  function wake(): void {
    for (const resolve of idle) resolve()
    idle.clear()
  }

  const workers = Array.from({ length: UPLOADS_AT_A_TIME }, work)
  return {
    async keep(kind, mediaType, bytes) {
      const sha256 = await hash(bytes)
      if (!store.uploads.doesExist(sha256)) {
        await writeDurably(fileOf(sha256), bytes)
        await store.uploads.put(sha256, { kind, mediaType, bytes: bytes.length })
        await store.uploads.flushed
        wake()
      }
      return { kind, sha256, mediaType, bytes: bytes.length }
    },
    get onItsWay() {
      return store.uploads.getKeysCount()
    },
    async close() {
      stopping.abort()
      wake()
      await Promise.allSettled(workers)
    },
  }
}

const isGood = (status: number) => status >= 200 && status < 300

/** In a thread of the pool: megabytes would hold up the event loop. */
const hash = async (bytes: Uint8Array) =>
  Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex')

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const partial = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
  const handle = await open(partial, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, file)
  const folder = await open(dirname(file))
  await folder.sync().finally(() => folder.close())
}
