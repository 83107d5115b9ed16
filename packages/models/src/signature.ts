/** Who vouches for a model package: an Ed25519 signature over its manifest and over the files beside it. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checker, describeFlaws, ModelSignature } from '@celltwin/contracts'

export const SIGNATURE_FILE = 'signature.json'
/** Files beside the manifest that a signature may vouch for. */
export const ATTACHMENTS = ['comparison.json', 'profile.json'] as const

/** In a folder of packages that come with a release: the public key that signed them all, and nothing since. */
export const RELEASE_KEY_FILE = 'release.pub'

/** Public keys by the name under which people know them. */
export type TrustedKeys = ReadonlyMap<string, string>

const checkSignature = checker(ModelSignature)
/** Of an Ed25519 public key (RFC 8410), before its 32 bytes. */
const SPKI_PREFIX_HEX = '302a300506032b6570032100'
const SPKI_PREFIX = Buffer.from(SPKI_PREFIX_HEX, 'hex')

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What is signed: one line a file, in the order of names. */
function signedText(manifest: string, attachments: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries(attachments)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, digest]) => `${name} ${digest}`)
  return Buffer.from(['celltwin model v1', `manifest.json ${manifest}`, ...lines, ''].join('\n'))
}

/** The raw 32 bytes of a public key, base64: as it stands in signatures and in MODEL_KEYS. */
export const publicKeyText = (key: KeyObject): string =>
  createPublicKey(key.export({ type: 'pkcs8', format: 'pem' }))
    .export({ type: 'spki', format: 'der' })
    .subarray(SPKI_PREFIX.length)
    .toString('base64')

/** A signature of the package as it lies in the folder. @throws Error where the key is no Ed25519 private key. */
export async function signModel(folder: string, privateKeyPem: string): Promise<ModelSignature> {
  const key = createPrivateKey(privateKeyPem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`the key is ${key.asymmetricKeyType}, must be ed25519`)
  const manifest = sha256(await readFile(join(folder, 'manifest.json')))
  const attachments = await attachmentsIn(folder)
  return {
    schema: 'celltwin/model-signature/v1',
    manifest,
    attachments,
    publicKey: publicKeyText(key),
    signature: sign(null, signedText(manifest, attachments), key).toString('base64'),
  }
}

async function attachmentsIn(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of ATTACHMENTS) {
    const bytes = await readOptional(join(folder, name))
    if (bytes) found[name] = sha256(bytes)
  }
  return found
}

/**
 * The name of the trusted key that vouches for the package in the folder; undefined where there is no signature, or by a
 * key that nobody trusts. Files that are signed for must be there: `with` names those that this reader has.
 *
 * @throws Error where a signature is there and wrong.
 */
export async function signerOfModel(
  folder: string,
  digest: string,
  trusted: TrustedKeys,
  attachments: readonly string[] = ATTACHMENTS,
): Promise<string | undefined> {
  const bytes = await readOptional(join(folder, SIGNATURE_FILE))
  if (!bytes) return undefined
  const signature = readSignature(bytes)
  if (signature.manifest !== digest) throw new Error(`${SIGNATURE_FILE} is of another manifest (${signature.manifest})`)
  const signed = signedText(digest, signature.attachments)
  if (!verify(null, signed, keyOf(signature.publicKey), Buffer.from(signature.signature, 'base64')))
    throw new Error(`${SIGNATURE_FILE} does not fit the package`)
  for (const name of attachments) {
    const file = await readOptional(join(folder, name))
    if ((file ? sha256(file) : undefined) !== signature.attachments[name])
      throw new Error(`${name} is not the file that was signed`)
  }
  return [...trusted].find(([, key]) => key === signature.publicKey)?.[0]
}

function readSignature(bytes: Buffer): ModelSignature {
  const checked = checkSignature(parse(bytes))
  if (!checked.ok) throw new Error(`${SIGNATURE_FILE} ${describeFlaws(checked.flaws)}`)
  return checked.value
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Error(`${SIGNATURE_FILE} is not JSON`)
  }
}

const keyOf = (text: string): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_PREFIX, Buffer.from(text, 'base64')]), format: 'der', type: 'spki' })

const readOptional = (path: string): Promise<Buffer | undefined> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

/** `name=key,name=key` as a setting. @throws Error naming the pair that is wrong. */
export function readTrustedKeys(setting = ''): TrustedKeys {
  const pairs = setting.split(',').filter((pair) => pair.trim() !== '')
  return new Map(
    pairs.map((pair) => {
      const [, name, key] = /^\s*([\w .-]+)=([A-Za-z0-9+/]{43}=)\s*$/.exec(pair) ?? []
      if (!name || !key)
        throw new Error(`MODEL_KEYS: "${pair}" must be name=key, the key as celltwin model key prints it`)
      return [name, key]
    }),
  )
}

/** With the key of the packages that came with this release, as `release`, where the folder has one. */
export async function withReleaseKey(trusted: TrustedKeys, folder: string): Promise<TrustedKeys> {
  const key = (await readOptional(join(folder, RELEASE_KEY_FILE)))?.toString('utf8').trim()
  return key ? new Map([...trusted, ['release', key]]) : trusted
}
