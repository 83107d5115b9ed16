/** Passwords, PINs, tokens and one-time codes: how they are made, kept and compared. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import argon2, { type Options } from '@node-rs/argon2'
import { Problem } from '../problems.ts'

/** OWASP's parameters of argon2id: 19 MiB, two passes, one lane. `2` is argon2id. */
const ARGON2ID: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const SHORTEST_PASSWORD = 12
const FEWEST_CHARACTERS = 5

export const hashSecret = (secret: string): Promise<string> => argon2.hash(secret.normalize('NFKC'), ARGON2ID)

let decoy: Promise<string> | undefined

/** Takes as long for an account that does not exist: the answer must not tell. */
export async function isSecret(hashed: string | null | undefined, secret: string): Promise<boolean> {
  decoy ??= hashSecret(randomBytes(16).toString('hex'))
  const right = await argon2.verify(hashed ?? (await decoy), secret.normalize('NFKC'))
  return right && Boolean(hashed)
}

export const newToken = (): string => randomBytes(32).toString('base64url')

/** Tokens are random and long: a fast hash is enough to make a stolen table useless. */
export const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

export const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(digest(a), 'hex'), Buffer.from(digest(b), 'hex'))

/** Without letters and digits that are mistaken for one another. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `K7PM-3XQF-9DTB-WQ2R`: 78 bits that a person can read out. */
export function newCode(): string {
  const characters = Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)])
  return [0, 4, 8, 12].map((from) => characters.slice(from, from + 4).join('')).join('-')
}

/** As typed: small letters, blanks and missing hyphens are forgiven. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

/** @throws Problem 422 naming the rule */
export function refuseWeakPassword(password: string, account: string): void {
  const rule =
    password.length < SHORTEST_PASSWORD
      ? `has at least ${SHORTEST_PASSWORD} characters`
      : new Set(password).size < FEWEST_CHARACTERS
        ? `has at least ${FEWEST_CHARACTERS} different characters`
        : password.toLowerCase().includes(account.toLowerCase())
          ? 'does not contain the account'
          : undefined
  if (rule)
    throw new Problem(422, 'weak-password', `A password ${rule}.`, 'A few words that do not belong together do well.')
}

/** @throws Problem 422 */
export function refuseWeakPin(pin: string): void {
  const steps = [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at]))
  if (steps.some((step) => step !== steps[0]) || Math.abs(steps[0] ?? 0) > 1) return
  throw new Problem(422, 'weak-pin', 'A PIN is not one digit repeated, nor digits in a row.', 'Choose another.')
}
