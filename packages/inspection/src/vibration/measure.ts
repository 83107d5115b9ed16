/** How the vibration inspectors put an answer, or why there is none. */
import type { Location, Measurement } from '@celltwin/contracts'

export interface Algorithm {
  readonly name: string
  readonly version: string
}

export const answer = (
  algorithm: Algorithm,
  characteristic: string,
  value: number,
  uncertainty: number,
  explanation: string,
  locations: readonly Location[] = [],
): Measurement => ({
  characteristic,
  value,
  uncertainty,
  explanation,
  ...(locations.length > 0 ? { locations: [...locations] } : {}),
  algorithm: { ...algorithm },
})

export const noAnswer = (
  algorithm: Algorithm,
  characteristic: string,
  reason: string,
  impededBy?: string,
): Measurement => ({
  characteristic,
  value: null,
  uncertainty: null,
  explanation: `Not inspected: ${reason}.`,
  reason,
  ...(impededBy === undefined ? {} : { impededBy }),
  algorithm: { ...algorithm },
})
