/** Dimensions of the compressor-clutch pulley, mm. Without three.js, so that pages may know them. */

export const MM = 1e-3

export const PULLEY = {
  diameter: 120,
  ribs: 6,
  pitch: 3.56,
  grooveDepth: 3.6,
  grooveAngleDeg: 40,
  firstGroove: 10,
  faceInner: 40,
  faceOuter: 57.6,
  hubFace: 2,
  bore: 30,
  bearingOuter: 55,
  bearingWidth: 23,
  crimps: 6,
  crimpHeight: 1.2,
  firstCrimpDeg: 30,
  slots: 4,
} as const

/** Where crimp 1 to 6 sits: zero at the 2D code, clockwise seen from the friction face. */
export const crimpAngleDeg = (number: number): number => PULLEY.firstCrimpDeg + ((number - 1) * 360) / PULLEY.crimps
