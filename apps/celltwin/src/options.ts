/** How options are read, and what stands where none is given. */
import { fileURLToPath } from 'node:url'
import { InvalidArgumentError } from 'commander'

/** Reads a number that keeps a rule, or says which. */
export const number = (rule: string, holds: (n: number) => boolean) => (text: string) => {
  const value = Number(text)
  if (!Number.isFinite(value) || !holds(value)) throw new InvalidArgumentError(`must be ${rule}.`)
  return value
}
export const port = number('a port from 1 to 65535', (n) => Number.isInteger(n) && n >= 1 && n <= 65535)
export const finite = number('a number', Number.isFinite)
export const whole = number('a whole number', Number.isInteger)
export const positive = number('a number greater than 0', (n) => n > 0)
export const share = number('a share from 0 to 1', (n) => n >= 0 && n <= 1)
export const count = number('a whole number from 1', (n) => Number.isInteger(n) && n >= 1)

/** A day, or a day with its time. */
export const instant = (text: string) => {
  if (!/^\d{4}-\d\d-\d\d(T|$)/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('must be a time in ISO 8601.')
  return new Date(text).toISOString()
}

export const VARIANT_KINDS = ['base', 'fp32', 'fp16', 'int8']
export const variants = (known: readonly string[]) => (text: string) => {
  const kinds = text.split(',')
  for (const kind of kinds) if (!known.includes(kind)) throw new InvalidArgumentError(`must be of ${known.join(', ')}.`)
  return kinds
}

/** For an option that may be repeated. */
export const collect = (value: string, previous: string[] | undefined) => [...(previous ?? []), value]

export const DEFAULT_CELL = 'cells/pulley-cell-1.yaml'
export const DEFAULT_URL = 'http://127.0.0.1:8080'
export const MODELS = fileURLToPath(new URL('../../../packages/models', import.meta.url))
export const PROFILE_RUNNER = new URL('./profile/runner.js', import.meta.url)
