/** Model packages that this agent has fetched, by the digest of their manifest. Nothing unchecked is ever under a digest. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readModelPackage, SIGNATURE_FILE, signerOfModel, type TrustedKeys } from '@celltwin/models'
import type { Logger } from 'pino'

const RETRY_FIRST_MS = 500
const RETRY_LAST_MS = 15_000
/** Bytes can be damaged on the way; a package that stays damaged is refused. */
const TRIES_WHEN_CORRUPT = 3

/** The package will not do, however often it is fetched. */
export class PackageRefused extends Error {}

export interface PackageStore {
  readonly folder: string
  /**
   * Has the package under `folder`, checked, fetching it where it is not there. Waits for a server that is away.
   *
   * @returns What was fetched; 0 bytes where it was there. @throws PackageRefused; the signal's reason.
   */
  provide(digest: string, signal: AbortSignal): Promise<{ readonly bytes: number; readonly tookMs: number }>
}

export interface PackageStoreOptions {
  readonly folder: string
  readonly serverUrl: string
  readonly key?: string | undefined
  readonly trusted: TrustedKeys
  /** Whether a package that nobody vouches for will do. */
  readonly mayBeUnsigned: boolean
  readonly log: Logger
  readonly retryFirstMs?: number
}

export function createPackageStore(options: PackageStoreOptions): PackageStore {
  const { folder, serverUrl, key, trusted, mayBeUnsigned, log, retryFirstMs = RETRY_FIRST_MS } = options
  const sweeping = rm(join(folder, 'incoming'), { recursive: true, force: true })
  // Whoever fetches hears of it; nobody has to.
  sweeping.catch(() => {})

  async function download(digest: string, name: string, signal: AbortSignal): Promise<Buffer | undefined> {
    const response = await fetch(new URL(`/api/models/${digest}/files/${encodeURIComponent(name)}`, serverUrl), {
      headers: key ? { authorization: `Bearer ${key}` } : {},
      signal,
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    if (response.ok) return bytes
    if (response.status === 404) return undefined
    throw new Error(`the server answered ${response.status}`)
  }

  /** Into a folder of its own first: after a kill there is the whole package or nothing. */
  async function fetchPackage(digest: string, signal: AbortSignal): Promise<number> {
    await sweeping
    const incoming = join(folder, 'incoming', randomUUID())
    await mkdir(incoming, { recursive: true })
    try {
      const manifest = await download(digest, 'manifest.json', signal)
      if (!manifest) throw new PackageRefused('the server does not have the package')
      if (sha256(manifest) !== digest) throw new Error('manifest.json is not what its digest says')
      const { files } = JSON.parse(manifest.toString('utf8')) as { files: Record<string, string> }
      let bytes = await writeDurably(join(incoming, 'manifest.json'), manifest)
      for (const name of [...Object.keys(files), SIGNATURE_FILE]) {
        if (name !== basename(name)) throw new PackageRefused(`"${name}" is no plain file name`)
        const content = await download(digest, name, signal)
        if (content) bytes += await writeDurably(join(incoming, name), content)
      }
      await check(incoming, digest)
      await rename(incoming, join(folder, digest)).catch((error: NodeJS.ErrnoException) => {
        // Another module of this agent was quicker with the same package.
        if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      })
      await syncFolder(folder)
      return bytes
    } finally {
      await rm(incoming, { recursive: true, force: true })
    }
  }

  /** @throws Error where bytes differ; PackageRefused where nobody vouches for it. */
  async function check(place: string, digest: string): Promise<void> {
    const found = await readModelPackage(place)
    if (found.digest !== digest) throw new Error('manifest.json is not what its digest says')
    const signer = await signerOfModel(place, digest, trusted, [])
    if (signer === undefined && !mayBeUnsigned)
      throw new PackageRefused('the package is not signed with a key that this agent trusts')
  }

  return {
    folder,
    async provide(digest, signal) {
      const startedAt = performance.now()
      const there = join(folder, digest)
      const flaw = await check(there, digest).then(
        () => undefined,
        (error: NodeJS.ErrnoException) => error,
      )
      if (!flaw) return { bytes: 0, tookMs: 0 }
      if (flaw instanceof PackageRefused) throw flaw
      if (flaw.code !== 'ENOENT') log.warn({ digest, reason: flaw.message }, 'The package on disk is damaged')
      await rm(there, { recursive: true, force: true })
      for (let tries = 1, retryMs = retryFirstMs; ; retryMs = Math.min(RETRY_LAST_MS, 2 * retryMs)) {
        try {
          const bytes = await fetchPackage(digest, signal)
          return { bytes, tookMs: Math.round(performance.now() - startedAt) }
        } catch (cause) {
          signal.throwIfAborted()
          if (cause instanceof PackageRefused) throw cause
          const { message } = cause as Error
          const away = cause instanceof TypeError || message.startsWith('the server answered')
          if (!away && tries++ >= TRIES_WHEN_CORRUPT) throw new PackageRefused(message)
          log.debug(`The package ${digest} is not there yet: ${message}`)
          await delay(retryMs, undefined, { signal })
        }
      }
    },
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function writeDurably(file: string, bytes: Uint8Array): Promise<number> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return bytes.length
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}
