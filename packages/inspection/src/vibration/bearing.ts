/** How often each element of a rolling bearing strikes, from its geometry: no-slip kinematics. */
export interface BearingGeometry {
  readonly balls: number
  readonly ballDiameterMm: number
  readonly pitchDiameterMm: number
  readonly contactAngleDeg: number
  /** Which ring turns with the shaft speed; the other stands still. */
  readonly turning: 'inner' | 'outer'
}

export interface BearingHz {
  /** Fundamental train frequency: the cage. */
  readonly ftf: number
  /** A ball passing a spot on the outer race. */
  readonly bpfo: number
  /** A ball passing a spot on the inner race. */
  readonly bpfi: number
  /** A spot on a ball meets a race twice a turn of the ball. */
  readonly twiceBsf: number
}

export function bearingHz(geometry: BearingGeometry, shaftHz: number): BearingHz {
  const ratio = geometry.ballDiameterMm / geometry.pitchDiameterMm
  const lean = ratio * Math.cos((geometry.contactAngleDeg * Math.PI) / 180)
  const { balls, turning } = geometry
  return {
    ftf: (shaftHz / 2) * (turning === 'outer' ? 1 + lean : 1 - lean),
    bpfo: (balls / 2) * shaftHz * (1 - lean),
    bpfi: (balls / 2) * shaftHz * (1 + lean),
    twiceBsf: (shaftHz / ratio) * (1 - lean ** 2),
  }
}
