/** What the dimensional module's parameters say of lasers and part. */
import type { Module } from '@celltwin/contracts'

export interface ProfileParameters {
  readonly profilesPerRev: number
  readonly revolutions: number
  readonly grooves: number
  readonly ballDiameterMm: number
  readonly crimps: number
  readonly firstCrimpDeg: number
  readonly faceRadiiMm: readonly number[]
  readonly crimpRadiusMm: number
  readonly hubRadiusMm: number
}

/** @throws Error naming the parameter that is missing. */
export function profileParameters({ parameters }: Module): ProfileParameters {
  const number = (name: string): number => {
    const value = parameters[name]
    if (typeof value !== 'number') throw new Error(`pulley-profiles: parameter ${name} is missing or not a number`)
    return value
  }
  const radii = parameters.faceRadiiMm
  if (!Array.isArray(radii)) throw new Error('pulley-profiles: parameter faceRadiiMm is not a list of numbers')
  return {
    profilesPerRev: number('profilesPerRev'),
    revolutions: number('revolutions'),
    grooves: number('grooves'),
    ballDiameterMm: number('ballDiameterMm'),
    crimps: number('crimps'),
    firstCrimpDeg: number('firstCrimpDeg'),
    faceRadiiMm: radii,
    crimpRadiusMm: number('crimpRadiusMm'),
    hubRadiusMm: number('hubRadiusMm'),
  }
}
