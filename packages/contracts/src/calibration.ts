/** What is known of a camera: its lens, and where the plane lies that it measures on. */
import Type, { type Static } from 'typebox'

const Vector = Type.Array(Type.Number(), { minItems: 3, maxItems: 3 })

/** Focal length, center, two of distortion, turn and shift of the plane. */
const PARAMETERS = 11
const LOWER_TRIANGLE = (PARAMETERS * (PARAMETERS + 1)) / 2

export const Calibration = Type.Object({
  schema: Type.Literal('celltwin/calibration/v1'),
  target: Type.Object({
    kind: Type.Union([Type.Literal('chess'), Type.Literal('dots')]),
    pitchMm: Type.Number({ exclusiveMinimum: 0 }),
    /** Of the pitch, k = 2, from the target's certificate. */
    pitchUncertaintyMm: Type.Number({ minimum: 0 }),
  }),
  image: Type.Object({ width: Type.Integer({ minimum: 1 }), height: Type.Integer({ minimum: 1 }) }),
  /** Pinhole with two radial terms: r' = r (1 + k1 r² + k2 r⁴) of the normalised radius. */
  camera: Type.Object({
    focalPx: Type.Number({ exclusiveMinimum: 0 }),
    centerX: Type.Number(),
    centerY: Type.Number(),
    k1: Type.Number(),
    k2: Type.Number(),
  }),
  /** Expanded uncertainty (k = 2) of each camera figure, from the residuals. */
  cameraUncertainty: Type.Record(Type.String(), Type.Number()),
  /** Target to camera: turn (Rodrigues' vector) and shift, of the last view. */
  plane: Type.Object({ rotation: Vector, translationMm: Vector }),
  /**
   * How uncertain camera and plane are together: lower triangle L, row by row, of their covariance L·Lᵀ, in the order
   * focalPx, centerX, centerY, k1, k2, rotation, translationMm. Records from before it was kept have none.
   */
  covarianceFactor: Type.Optional(Type.Array(Type.Number(), { minItems: LOWER_TRIANGLE, maxItems: LOWER_TRIANGLE })),
  /** At the image's middle, on the plane. */
  mmPerPixel: Type.Number({ exclusiveMinimum: 0 }),
  rmsPx: Type.Number({ minimum: 0 }),
  views: Type.Array(
    Type.Object({
      name: Type.String(),
      points: Type.Integer(),
      rejected: Type.Integer(),
      rmsPx: Type.Number(),
      maxPx: Type.Number(),
    }),
  ),
  takenAt: Type.String({ format: 'date-time' }),
  temperatureC: Type.Optional(Type.Number()),
  validDays: Type.Number({ exclusiveMinimum: 0 }),
  caution: Type.Optional(Type.String()),
})
export type Calibration = Static<typeof Calibration>

/** What turns pictures into millimetres: the part of a calibration that a cell measures with. */
export const Imaging = Type.Pick(Calibration, ['target', 'image', 'camera', 'plane', 'covarianceFactor'])
export type Imaging = Static<typeof Imaging>
