/** `metrics.json` of a model package: what was counted on parts whose state is known, with what the counts prove. */
import Type, { type Static } from 'typebox'

/** A count with its exact 95 % interval (Clopper–Pearson). */
export const CountedShare = Type.Object({
  count: Type.Integer({ minimum: 0 }),
  of: Type.Integer({ minimum: 0 }),
  share: Type.Number(),
  lower: Type.Number(),
  upper: Type.Number(),
})
export type CountedShare = Static<typeof CountedShare>

const Destinies = Type.Object({ pass: Type.Integer(), reject: Type.Integer(), hold: Type.Integer() })

export const ModelMetrics = Type.Object({
  schema: Type.Literal('celltwin/model-metrics/v1'),
  /** What it was measured on, as a person reads it. */
  data: Type.String(),
  onSimulatedParts: Type.Boolean(),
  operatingPoint: Type.Object({
    threshold: Type.Number(),
    /** Share of defective parts that may pass, and how sure that must be. */
    statedEscapeRate: Type.Number(),
    confidence: Type.Number(),
    /** Thresholds that keep the statement at equal cost; the one in the middle was taken. */
    plateau: Type.Tuple([Type.Number(), Type.Number()]),
    escapes: CountedShare,
    falseRejects: CountedShare,
  }),
  /** True state by verdict at the operating point, doubt about the unfamiliar included. */
  confusion: Type.Object({ sound: Destinies, defective: Destinies, unfamiliar: Destinies }),
  /** One point a threshold, thresholds rising. */
  curve: Type.Array(
    Type.Object({
      threshold: Type.Number(),
      detected: Type.Number({ description: 'share of defective parts flagged: recall' }),
      falseRejects: Type.Number({ description: 'share of sound parts flagged' }),
      /** Share of flagged parts that are defective, at the stated share of defective parts; null where none is flagged. */
      precision: Type.Union([Type.Number(), Type.Null()]),
      falseRejectsPpm: Type.Number(),
      escapesPpm: Type.Number(),
      costPerMillion: Type.Number(),
    }),
  ),
  areaUnderRoc: Type.Number(),
  averagePrecision: Type.Number(),
  /** What was assumed for the costs. */
  cost: Type.Object({
    currency: Type.String(),
    perFalseReject: Type.Number(),
    perEscape: Type.Number(),
    defectRate: Type.Number(),
  }),
  bySeverity: Type.Array(
    Type.Object({
      kind: Type.String(),
      from: Type.Number(),
      to: Type.Number(),
      /** Whether the card promises to find it. */
      promised: Type.Boolean(),
      found: CountedShare,
    }),
  ),
  familiarity: Type.Object({
    statedFalseHoldRate: Type.Number(),
    calibrationParts: Type.Integer(),
    falseHolds: CountedShare,
    unfamiliar: Type.Array(Type.Object({ form: Type.String(), notPassed: CountedShare, held: CountedShare })),
  }),
})
export type ModelMetrics = Static<typeof ModelMetrics>
