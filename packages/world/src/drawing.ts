/**
 * The reference part as drawn, and how its process scatters. The world needs limits of its own: a defect of a given
 * severity lies a given way outside them, and truth says whether a perfect inspection would pass the part.
 */
export interface Dimension {
  readonly nominal: number
  readonly lower?: number
  readonly upper?: number
  /** Expanded uncertainty (k = 2) that an honest gauge has. */
  readonly uncertainty: number
}

export const DRAWING = {
  'crimp-count': { nominal: 6, lower: 6, upper: 6, uncertainty: 0 },
  'crimp-position': { nominal: 0, upper: 3, uncertainty: 0.3 },
  'grease-on-face': { nominal: 0, upper: 2, uncertainty: 1 },
  'grease-elsewhere': { nominal: 3, upper: 20, uncertainty: 1 },
  'deformation-on-face': { nominal: 0, upper: 0.5, uncertainty: 0.15 },
  'deformation-elsewhere': { nominal: 0, upper: 1.5, uncertainty: 0.15 },
  'residue-on-face': { nominal: 0, upper: 0.5, uncertainty: 0.15 },
  'residue-elsewhere': { nominal: 0, upper: 1.5, uncertainty: 0.15 },
  'crimp-height-min': { nominal: 1.2, lower: 1, upper: 1.4, uncertainty: 0.015 },
  'crimp-height-max': { nominal: 1.2, lower: 1, upper: 1.4, uncertainty: 0.015 },
  'crimp-height-range': { nominal: 0.05, upper: 0.15, uncertainty: 0.015 },
  'face-flatness': { nominal: 0.02, upper: 0.05, uncertainty: 0.006 },
  'face-axial-runout': { nominal: 0.035, upper: 0.1, uncertainty: 0.008 },
  'groove-radial-runout': { nominal: 0.08, upper: 0.2, uncertainty: 0.015 },
  'groove-axial-runout': { nominal: 0.08, upper: 0.2, uncertainty: 0.015 },
  'groove-diameter-over-balls': { nominal: 120.99, lower: 120.69, upper: 121.29, uncertainty: 0.035 },
  'groove-diameter-range': { nominal: 0.05, upper: 0.15, uncertainty: 0.03 },
  'groove-pitch': { nominal: 3.56, lower: 3.51, upper: 3.61, uncertainty: 0.008 },
  'groove-pitch-summed': { nominal: 0, lower: -0.3, upper: 0.3, uncertainty: 0.016 },
  'groove-angle': { nominal: 40, lower: 39.5, upper: 40.5, uncertainty: 0.12 },
  'groove-depth': { nominal: 3.6, lower: 3.45, upper: 3.8, uncertainty: 0.02 },
  'first-groove-height': { nominal: 10, lower: 9.85, upper: 10.15, uncertainty: 0.012 },
  'running-torque': { nominal: 0.12, lower: 0.03, upper: 0.3, uncertainty: 0.01 },
  'breakaway-torque': { nominal: 0.18, upper: 0.4, uncertainty: 0.02 },
  'acceleration-rms': { nominal: 1.6, upper: 6, uncertainty: 0.16 },
  'velocity-low-band': { nominal: 100, upper: 300, uncertainty: 10 },
  'velocity-medium-band': { nominal: 80, upper: 250, uncertainty: 8 },
  'velocity-high-band': { nominal: 60, upper: 200, uncertainty: 6 },
  'velocity-rms': { nominal: 0.25, upper: 0.71, uncertainty: 0.025 },
  kurtosis: { nominal: 3.1, upper: 5, uncertainty: 0.2 },
} as const satisfies Record<string, Dimension>

export type DimensionId = keyof typeof DRAWING

/** Signed distance of a defect of this severity from nominal: past the limit from 0.4, by over 3 U at 0.5, gross at 1. */
export function deviation(id: DimensionId, side: 1 | -1, severity: number): number {
  const { nominal, lower, upper, uncertainty }: Dimension = DRAWING[id]
  const limit = side > 0 ? upper : lower
  if (limit === undefined) throw new Error(`${id} has no limit on that side`)
  return side * (1.35 * Math.abs(limit - nominal) + 4 * uncertainty) * 2 * severity
}

/** The values of a kind nearest to (or farthest past) a limit: what "worst" means for a part with several grooves. */
export function worstOf(id: DimensionId, values: readonly number[]): number {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY }: Dimension = DRAWING[id]
  const room = (value: number) => Math.min(value - lower, upper - value)
  return values.reduce((worst, value) => (room(value) < room(worst) ? value : worst))
}

export const CRIMPS = 6
export const FIRST_CRIMP_DEG = 30
export const GROOVES = 6
/** Radii where the lasers look at B, and the outermost, where run-out shows most. */
export const FACE_RADII_MM = [44, 49, 54] as const
export const FACE_EDGE_MM = 54
/** Linear expansion of steel, 1/K; lengths are drawn at 20 °C. */
export const STEEL_EXPANSION = 11.7e-6
