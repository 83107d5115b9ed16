/** One picture of the cell as numbers. Mutable on purpose: the frame loop writes into one pose and allocates nothing. */
export type PartPlace = 'none' | 'infeed' | 'robot' | 'spindle' | 'accept' | 'reject' | 'hold' | 'rack'

export interface ScenePose {
  /** Tool centre of the robot (the centre of face B of a carried part), cell frame, metres; yaw about the vertical. */
  x: number
  y: number
  z: number
  yaw: number
  /** 0 open, 1 closed. */
  grip: number
  /** Optics: 0 parked, 1 over the spindle. */
  carriage: number
  /** 0 off, 1 to 3: which light exposes. */
  light: number
  /** Both lasers measure. */
  lasers: boolean
  /** The accelerometer records. */
  listening: boolean
  /** Angle of the rotor, rad, and its speed, 1/min. */
  spindle: number
  rpm: number
  /** Where the part is, and how it lies there. */
  at: PartPlace
  px: number
  py: number
  pz: number
  pyaw: number
  /** Tilt of a part on the chute, rad. */
  tilt: number
  /** The part shown is already the next one. */
  next: boolean
  /** How far the parts at the infeed still have to roll: 1 just after one was taken. */
  lane: number
}

export const createPose = (): ScenePose => ({
  x: 0,
  y: 0,
  z: 0,
  yaw: 0,
  grip: 0,
  carriage: 0,
  light: 0,
  lasers: false,
  listening: false,
  spindle: 0,
  rpm: 0,
  at: 'none',
  px: 0,
  py: 0,
  pz: 0,
  pyaw: 0,
  tilt: 0,
  next: false,
  lane: 0,
})

export const clamp01 = (t: number): number => Math.min(1, Math.max(0, t))
/** Starts and stops with neither speed nor acceleration. */
export const ease = (t: number): number => {
  const k = clamp01(t)
  return k * k * k * (k * (6 * k - 15) + 10)
}
export const mix = (a: number, b: number, t: number): number => a + (b - a) * t
/** Eased share of the stretch from a to b. */
export const stretch = (t: number, a: number, b: number): number => ease((t - a) / (b - a))
