/** Model packages as folders named by the digest of their manifest. What is listed was checked whole, and is on the disk. */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  checker,
  describeFlaws,
  ModelComparison,
  type ModelDetail,
  type ModelGate,
  type ModelSummary,
} from '@celltwin/contracts'
import { ATTACHMENTS, readModelPackage, SIGNATURE_FILE, signerOfModel, type TrustedKeys } from '@celltwin/models'
import { summaryOf } from './gate-of.ts'

/** Of one file; networks for the edge are far smaller. */
export const MOST_MODEL_BYTES = 256 << 20
export const MOST_FILES = 64
const REGISTRATION = 'registration.json'
const MANIFEST = 'manifest.json'

/** Why a package was not taken. */
export class PackageFlaw extends Error {
  readonly code: 'package-flaw' | 'package-unsigned'

  constructor(code: PackageFlaw['code'], message: string) {
    super(message)
    this.code = code
  }
}

interface Registration {
  readonly signedBy: string | null
  readonly registeredAt: string
  readonly registeredBy: string
}

export interface NewFile {
  readonly name: string
  readonly content: Readable
}

/** A package as it lies here; what may be decided of it depends on a cell's recipe. */
export interface KeptModel extends Omit<ModelSummary, 'gate' | 'against'> {
  readonly comparison?: ModelComparison
  readonly files: ModelDetail['files']
}

export interface FolderRegistration {
  readonly fresh: readonly KeptModel[]
  readonly flaws: readonly { readonly name: string; readonly reason: string }[]
}

export interface ModelStore {
  readonly folder: string
  /** @throws PackageFlaw saying what is wrong; nothing is kept then. */
  register(
    files: AsyncIterable<NewFile>,
    by: string,
    mayBeUnsigned: boolean,
  ): Promise<{ readonly model: KeptModel; readonly known: boolean }>
  /** The packages of a folder, each once and by itself: a flaw of one keeps none of the others out. */
  registerFolder(folder: string, by: string): Promise<FolderRegistration>
  /** Newest first. */
  list(): Promise<KeptModel[]>
  /** Undefined where there is none. */
  find(digest: string): Promise<KeptModel | undefined>
  /** With what it holds for people, as the recipe's gate or the usual one sees it. */
  detail(digest: string, rule?: ModelGate): Promise<ModelDetail | undefined>
}

const checkComparison = checker(ModelComparison)

export async function openModelStore(folder: string, trusted: TrustedKeys): Promise<ModelStore> {
  const incoming = join(folder, 'incoming')
  // What a crash left half-written has no name to be found by.
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { recursive: true })

  /** What lies under a digest never changes: it is checked and hashed once. */
  const kept = new Map<string, KeptModel>()

  async function find(digest: string): Promise<KeptModel | undefined> {
    const known = kept.get(digest)
    if (known) return known
    const place = join(folder, digest)
    const registration = await readJson<Registration>(join(place, REGISTRATION))
    if (!registration) return undefined
    const { manifest } = await readModelPackage(place)
    const comparison = await comparisonIn(place, digest)
    const files = await filesIn(place, { [MANIFEST]: digest, ...manifest.files })
    const model: KeptModel = {
      ...{ digest, name: manifest.name, version: manifest.version, labels: manifest.labels },
      purpose: textOf(manifest.purpose),
      precision: textOf(manifest.precision),
      ...registration,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      files,
      ...(comparison ? { comparison } : {}),
    }
    kept.set(digest, model)
    return model
  }

  /** Whether somebody trusted vouches for it. @throws PackageFlaw */
  async function check(place: string, mayBeUnsigned: boolean): Promise<{ digest: string; signedBy: string | null }> {
    try {
      const { digest, manifest } = await readModelPackage(place)
      if (!manifest.files['golden.json']) throw new Error('there are no golden inputs (golden.json)')
      await comparisonIn(place, digest)
      const allowed = new Set([...Object.keys(manifest.files), MANIFEST, SIGNATURE_FILE, ...ATTACHMENTS])
      const stray = (await readdir(place)).find((name) => !allowed.has(name))
      if (stray) throw new Error(`${stray} is not named in the manifest`)
      const signedBy = (await signerOfModel(place, digest, trusted)) ?? null
      if (signedBy === null && !mayBeUnsigned)
        throw new PackageFlaw('package-unsigned', 'no key that this server trusts has signed the package')
      return { digest, signedBy }
    } catch (error) {
      if (error instanceof PackageFlaw) throw error
      throw new PackageFlaw('package-flaw', (error as Error).message.replace(basename(place), 'as sent'))
    }
  }

  async function register(files: AsyncIterable<NewFile>, by: string, mayBeUnsigned: boolean) {
    const place = join(incoming, randomUUID())
    await mkdir(place)
    try {
      for await (const file of files) await writeOne(place, file)
      const { digest, signedBy } = await check(place, mayBeUnsigned)
      const known = await find(digest)
      if (known) return { model: known, known: true }
      const registration: Registration = { signedBy, registeredAt: new Date().toISOString(), registeredBy: by }
      await writeFile(join(place, REGISTRATION), JSON.stringify(registration), { flush: true })
      await rename(place, join(folder, digest))
      await syncFolder(folder)
      return { model: (await find(digest))!, known: false }
    } finally {
      await rm(place, { recursive: true, force: true })
    }
  }

  return {
    folder,
    find,
    register,
    async registerFolder(from, by) {
      const entries = await readdir(from, { withFileTypes: true })
      const fresh: KeptModel[] = []
      const flaws: { name: string; reason: string }[] = []
      for (const { name } of entries.filter((entry) => entry.isDirectory())) {
        const place = join(from, name)
        const manifest = await readFile(join(place, MANIFEST)).catch(() => undefined)
        if (!manifest || (await find(createHash('sha256').update(manifest).digest('hex')))) continue
        try {
          const { model, known } = await register(filesOf(place), by, true)
          if (!known) fresh.push(model)
        } catch (error) {
          flaws.push({ name, reason: (error as Error).message })
        }
      }
      return { fresh, flaws }
    },
    async list() {
      const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name))
      const all = (await Promise.all(names.map(find))).filter((model) => model !== undefined)
      return all.sort((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1))
    },
    async detail(digest, rule) {
      const model = await find(digest)
      if (!model) return undefined
      const place = join(folder, digest)
      return {
        ...summaryOf(model, rule),
        files: model.files,
        card: (await readFile(join(place, 'card.md'), 'utf8').catch(() => null)) ?? null,
        metrics: (await readJson(join(place, 'metrics.json'))) ?? null,
        profile: (await readJson(join(place, 'profile.json'))) ?? null,
        comparison: model.comparison ?? null,
      }
    },
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

async function* filesOf(place: string): AsyncGenerator<NewFile> {
  for (const name of await readdir(place)) yield { name, content: createReadStream(join(place, name)) }
}

async function writeOne(place: string, { name, content }: NewFile): Promise<void> {
  if (name !== basename(name) || !/^[\w][\w.-]{0,99}$/.test(name) || name === REGISTRATION)
    throw new PackageFlaw('package-flaw', `"${name}" is no plain file name`)
  await pipeline(content, createWriteStream(join(place, name), { flags: 'wx', flush: true }))
}

/** @throws Error where it is there and is none, or is of another model. */
async function comparisonIn(place: string, digest: string): Promise<ModelComparison | undefined> {
  const json = await readJson(join(place, 'comparison.json'))
  if (json === undefined) return undefined
  const checked = checkComparison(json)
  if (!checked.ok) throw new Error(`comparison.json ${describeFlaws(checked.flaws)}`)
  if (checked.value.model !== digest) throw new Error('comparison.json is of another model')
  return checked.value
}

async function filesIn(place: string, digests: Readonly<Record<string, string>>): Promise<ModelDetail['files']> {
  return Promise.all(
    Object.entries(digests).map(async ([name, sha256]) => ({
      ...{ name, sha256, bytes: (await stat(join(place, name))).size },
    })),
  )
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as T)
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}
