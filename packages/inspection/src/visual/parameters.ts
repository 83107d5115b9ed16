/** What the visual module's parameters say of camera and part. */
import type { Module } from '@celltwin/contracts'

export interface FaceParameters {
  readonly pixels: number
  readonly mmPerPixel: number
  readonly crimps: number
  readonly firstCrimpDeg: number
  readonly crimpRadiusMm: number
  readonly rimRadiusMm: number
  /** Inner edge of friction face B: grease, dents and residue are counted apart on both sides of it. */
  readonly faceInnerRadiusMm: number
  readonly codeRadiusMm: number
  readonly codePlateMm: number
  /** Fluorescing target on the bracket: x and y from the middle of the picture, radius. */
  readonly uvTargetMm: readonly [number, number, number]
}

/** @throws Error naming the parameter that is missing. */
export function faceParameters({ parameters }: Module): FaceParameters {
  const number = (name: string): number => {
    const value = parameters[name]
    if (typeof value !== 'number') throw new Error(`pulley-face: parameter ${name} is missing or not a number`)
    return value
  }
  const target = parameters.uvTargetMm
  if (!Array.isArray(target) || target.length !== 3) {
    throw new Error('pulley-face: parameter uvTargetMm is not a list of three numbers')
  }
  return {
    pixels: number('pixels'),
    mmPerPixel: number('mmPerPixel'),
    crimps: number('crimps'),
    firstCrimpDeg: number('firstCrimpDeg'),
    crimpRadiusMm: number('crimpRadiusMm'),
    rimRadiusMm: number('rimRadiusMm'),
    faceInnerRadiusMm: number('faceInnerRadiusMm'),
    codeRadiusMm: number('codeRadiusMm'),
    codePlateMm: number('codePlateMm'),
    uvTargetMm: [target[0]!, target[1]!, target[2]!],
  }
}
