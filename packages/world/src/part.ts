/**
 * What a simulated part really is: a pure function of (seed, cycle number, faults in force).
 *
 * Separate processes see the same part without talking to each other. No inspection code can reach this package.
 */
import type { Fault, PartDefect } from '@celltwin/contracts'

export interface Defect {
  readonly kind: PartDefect
  /** 0 to 1; 0.5 lies clearly outside the limit, 1 is gross. */
  readonly severity: number
  /** Where on the part: zero at the 2D code, clockwise seen from the friction face. */
  readonly angleDeg: number
}

export interface WorldOptions {
  readonly seed: number
  /** Share of parts that carry a random defect. */
  readonly defectRate: number
  /** Whose serials they get: cells of one plant give none twice. */
  readonly line?: string
}

export interface Crimp {
  /** 1 to 6; crimp k sits nominally at 30° + 60°·(k − 1). */
  readonly number: number
  readonly present: boolean
  readonly angleDeg: number
  /** From hub face C. */
  readonly heightMm: number
}

/** A patch on the face: grease, dent or residue. */
export interface Patch {
  readonly kind: 'grease' | 'dent' | 'residue'
  /** `face` is friction face B, `hub` everything inside it. */
  readonly zone: 'face' | 'hub'
  readonly angleDeg: number
  readonly radiusMm: number
  /** Area for grease, mm²; greatest extent for dent and residue, mm. */
  readonly areaMm2: number
  readonly extentMm: number
}

export const ODDITIES = ['paint', 'tape', 'scratches', 'swarf', 'holes'] as const

/** Something on the face that no class of the inspection covers: a mark, a foreign object, a part of another type. */
export interface Oddity {
  readonly form: (typeof ODDITIES)[number]
  readonly angleDeg: number
  readonly radiusMm: number
  readonly sizeMm: number
}

export interface Groove {
  /** Axial position of the groove's middle from B, mm. */
  readonly heightMm: number
  readonly depthMm: number
  readonly angleDeg: number
  /** Deviation of this groove's diameter over balls from the part's mean, mm. */
  readonly diameterOffsetMm: number
}

/** A wave around the face: `order` per turn. */
export interface FaceWave {
  readonly order: number
  readonly amplitudeMm: number
  readonly phaseDeg: number
}

/** The shape of friction face B against bearing axis A. */
export interface FaceForm {
  /** Full indicated movement of the tilt alone at the outer edge, mm. */
  readonly tiltMm: number
  readonly waves: readonly FaceWave[]
  /** How much higher the outer edge stands than the inner, mm. */
  readonly coneMm: number
}

export interface Part {
  readonly seed: number
  readonly cycleNumber: number
  /** Cycle in which it was put on the spindle; absent: in this one. */
  readonly seatedIn?: number
  readonly serial: string
  readonly codeGrade: 'A' | 'B' | 'C' | 'F'
  readonly defects: readonly Defect[]
  readonly crimps: readonly Crimp[]
  readonly patches: readonly Patch[]
  readonly oddities: readonly Oddity[]
  /** Peak to valley of the form that remains after the best plane, mm. */
  readonly faceFlatnessMm: number
  /** Full indicated movement of B to A, mm, and where its high point stands. */
  readonly faceRunoutMm: number
  readonly faceRunoutAngleDeg: number
  readonly faceForm: FaceForm
  readonly grooves: readonly Groove[]
  readonly meanDiameterOverBallsMm: number
  readonly grooveRadialRunoutMm: number
  readonly grooveAxialRunoutMm: number
  readonly grooveRunoutAngleDeg: number
  readonly bearing: {
    /** 0 (sound) to 1 (gross) by element. */
    readonly innerRace: number
    readonly outerRace: number
    readonly ball: number
    /** Broadband noise of the sound bearing relative to typical (1). */
    readonly noise: number
    /** Depth of the load zone's slow modulation of that noise. */
    readonly modulation: number
    readonly runningTorqueNm: number
    readonly breakawayTorqueNm: number
    readonly locked: boolean
  }
  /** Velocity at shaft speed, mm/s RMS. */
  readonly unbalanceMmPerS: number
  readonly partTemperatureC: number
  readonly ambientTemperatureC: number
  /** What it was made from, on and with. */
  readonly materialLots: readonly { readonly material: string; readonly lot: string }[]
  readonly fixture: string
  readonly tool: string
}

/** Makes the part of a cycle. Implemented with `random.ts`; the same arguments always give the same part. */
export type MakePart = (options: WorldOptions, cycleNumber: number, faults: readonly Fault[]) => Part
