/** What the dimensional measurements share: recipe limits, and how an answer or its absence is put. */
import type { Characteristic, Location, Measurement, Recipe } from '@celltwin/contracts'

export const ALGORITHM = { name: 'pulley-profiles', version: '1.1.0' } as const

export interface Answer {
  readonly value: number
  readonly uncertainty: number
  readonly explanation: string
  readonly locations?: readonly Location[]
}

export const answer = (
  characteristic: string,
  { value, uncertainty, explanation, locations }: Answer,
): Measurement => ({
  characteristic,
  value,
  uncertainty,
  explanation,
  ...(locations ? { locations: [...locations] } : {}),
  algorithm: ALGORITHM,
})

export const noAnswer = (characteristic: string, reason: string, locations?: readonly Location[]): Measurement => ({
  characteristic,
  value: null,
  uncertainty: null,
  explanation: `Not inspected: ${reason}.`,
  reason,
  ...(locations ? { locations: [...locations] } : {}),
  algorithm: ALGORITHM,
})

export type Limits = Pick<Characteristic, 'lower' | 'upper'>

export const limitsOf = (recipe: Recipe, id: string): Limits => recipe.characteristics.find((c) => c.id === id) ?? {}

/** Room left to the nearer limit; negative outside. */
export const roomTo = ({ lower, upper }: Limits, value: number): number =>
  Math.min(value - (lower ?? Number.NEGATIVE_INFINITY), (upper ?? Number.POSITIVE_INFINITY) - value)

/** Index of the value that has the least room. */
export const worstIndex = (limits: Limits, values: readonly number[]): number =>
  values.reduce((worst, value, i) => (roomTo(limits, value) < roomTo(limits, values[worst]!) ? i : worst), 0)
