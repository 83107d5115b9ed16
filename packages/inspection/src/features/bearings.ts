/** Bearings by name: the geometry that their kinematic lines follow. */
import type { BearingGeometry } from '../vibration/bearing.ts'

export interface NamedBearing extends Omit<BearingGeometry, 'turning'> {
  readonly name: string
  /** Where it sits, and so which of its rings turns unless told otherwise. */
  readonly seat: string
  readonly turning: BearingGeometry['turning']
}

export const BEARINGS: readonly NamedBearing[] = [
  {
    name: 'pulley',
    seat: 'compressor-clutch pulley, 30 × 55 × 23 mm, two rows',
    balls: 13,
    ballDiameterMm: 7.144,
    pitchDiameterMm: 42.5,
    contactAngleDeg: 25,
    turning: 'outer',
  },
  {
    name: 'SKF 6205',
    seat: 'drive end of the CWRU rig',
    balls: 9,
    ballDiameterMm: 7.94,
    pitchDiameterMm: 39.04,
    contactAngleDeg: 0,
    turning: 'inner',
  },
  {
    name: 'SKF 6203',
    seat: 'fan end of the CWRU rig',
    balls: 8,
    ballDiameterMm: 6.746,
    pitchDiameterMm: 28.499,
    contactAngleDeg: 0,
    turning: 'inner',
  },
  {
    name: 'Rexnord ZA-2115',
    seat: 'IMS run-to-failure rig, two rows of rollers',
    balls: 16,
    ballDiameterMm: 8.407,
    pitchDiameterMm: 71.501,
    contactAngleDeg: 15.17,
    turning: 'inner',
  },
]

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** By its name, whose spaces and capitals do not matter; the number alone will do. @throws Error listing the names. */
export function bearingNamed(name: string): NamedBearing {
  const wanted = plain(name)
  const found = BEARINGS.filter((bearing) => wanted.length > 2 && plain(bearing.name).endsWith(wanted))
  if (found.length === 1) return found[0]!
  throw new Error(`bearing "${name}" is not in the table: ${BEARINGS.map((bearing) => bearing.name).join(', ')}`)
}
