/** How a sound reference bearing sounds, and how its elements roll. The outer ring turns with the pulley. */
import { numberOf, type Parameters } from '../parameters.ts'
import type { Part } from '../part.ts'

/** Broadband noise with a flat acceleration spectrum within each band: edges, Hz, and velocity, m/s RMS. */
export const NOISE_BANDS = [
  { fromHz: 10, toHz: 50, velocity: 12e-6 },
  { fromHz: 50, toHz: 300, velocity: 88e-6 },
  { fromHz: 300, toHz: 1800, velocity: 80e-6 },
  { fromHz: 1800, toHz: 10_000, velocity: 60e-6 },
  { fromHz: 10_000, toHz: 12_000, velocity: 4e-6 },
] as const

/** Power spectral density of acceleration, (m/s²)²/Hz, that gives this velocity within the band. */
export const accelerationDensity = ({ fromHz, toHz, velocity }: (typeof NOISE_BANDS)[number]): number =>
  (velocity * 2 * Math.PI) ** 2 / (1 / fromHz - 1 / toHz)

/** Multiples of shaft speed and their velocity relative to the first, which is unbalance. */
export const SHAFT_HARMONICS = [
  { order: 1, share: 1 },
  { order: 2, share: 0.18 },
  { order: 3, share: 0.11 },
] as const

export interface RollingHz {
  readonly cage: number
  readonly outerRace: number
  readonly innerRace: number
  /** Twice the spin of a ball: it strikes both races each turn. */
  readonly ball: number
}

export function rollingHz(parameters: Parameters, shaftHz: number): RollingHz {
  const balls = numberOf(parameters, 'balls')
  const ratio = numberOf(parameters, 'ballDiameterMm') / numberOf(parameters, 'pitchDiameterMm')
  const lean = ratio * Math.cos((numberOf(parameters, 'contactAngleDeg') * Math.PI) / 180)
  return {
    cage: (shaftHz / 2) * (1 + lean),
    outerRace: (balls / 2) * shaftHz * (1 - lean),
    innerRace: (balls / 2) * shaftHz * (1 + lean),
    ball: (shaftHz / ratio) * (1 - lean ** 2),
  }
}

export const isDamaged = ({ bearing }: Part): boolean => bearing.innerRace + bearing.outerRace + bearing.ball > 0
