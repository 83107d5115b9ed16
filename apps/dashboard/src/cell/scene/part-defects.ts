/** From what the modules found to what the part in the scene shows. Only results speak here, never the simulation's truth. */
import type { Result } from '@celltwin/contracts'
import { PULLEY } from './pulley-shape.ts'

export interface Spot {
  readonly angleDeg: number
  readonly radiusMm: number
  /** mm² for grease, greatest extent in mm for dent and residue. */
  readonly size: number
}

export interface PartDefects {
  /** Numbers 1 to 6. */
  readonly missingCrimps: readonly number[]
  readonly crimpHeightsMm: Readonly<Record<number, number>>
  readonly grease: readonly Spot[]
  readonly dents: readonly Spot[]
  readonly residue: readonly Spot[]
}

export const NO_DEFECTS: PartDefects = { missingCrimps: [], crimpHeightsMm: {}, grease: [], dents: [], residue: [] }

const STEP_DEG = 360 / PULLEY.crimps

/** Number of the crimp that belongs at an angle. */
export const crimpAt = (angleDeg: number): number =>
  (((Math.round((angleDeg - PULLEY.firstCrimpDeg) / STEP_DEG) % PULLEY.crimps) + PULLEY.crimps) % PULLEY.crimps) + 1

type Located = Pick<Result, 'characteristic' | 'value' | 'conformance' | 'locations'>

const fallbackRadius = (characteristic: string) => (characteristic.endsWith('on-face') ? 53 : 36)

export function defectsOf(results: readonly Located[]): PartDefects {
  const missingCrimps: number[] = []
  const crimpHeightsMm: Record<number, number> = {}
  const grease: Spot[] = []
  const dents: Spot[] = []
  const residue: Spot[] = []
  for (const { characteristic, value, conformance, locations = [] } of results) {
    const failed = conformance === 'fail' || conformance === 'conditional-fail'
    if (!failed) continue
    const places = locations.filter((place) => place.angleDeg !== undefined && place.conforming !== true)
    for (const place of places) {
      const angleDeg = place.angleDeg!
      const radiusMm = place.radiusMm ?? fallbackRadius(characteristic)
      const size = Math.max(0.5, place.value ?? value ?? 1)
      if (characteristic === 'crimp-count') missingCrimps.push(crimpAt(angleDeg))
      else if (characteristic.startsWith('crimp-height') && typeof place.value === 'number')
        crimpHeightsMm[crimpAt(angleDeg)] = place.value
      else if (characteristic.startsWith('grease')) grease.push({ angleDeg, radiusMm, size })
      else if (characteristic.startsWith('deformation')) dents.push({ angleDeg, radiusMm, size })
      else if (characteristic.startsWith('residue')) residue.push({ angleDeg, radiusMm, size })
    }
  }
  const any = missingCrimps.length + grease.length + dents.length + residue.length + Object.keys(crimpHeightsMm).length
  return any === 0 ? NO_DEFECTS : { missingCrimps, crimpHeightsMm, grease, dents, residue }
}
