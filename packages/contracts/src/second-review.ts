/** A second look at parts the machine has judged: blind reviews, pulled parts, what both say of machine and people. */
import Type, { type Static } from 'typebox'
import { CycleId, CycleNumber, EventId, Instant, Serial, Sha256, Slug } from './ids.ts'

const Share = Type.Number({ minimum: 0, maximum: 1 })

/** `cell.yaml`: how much of what was judged is looked at again. */
export const SecondReviewPlan = Type.Object({
  /** Of parts that passed clear of their limits. */
  passRate: Share,
  /** Of parts that passed near a limit (conditional pass); as `passRate` where absent. */
  nearRate: Type.Optional(Share),
  /** Of rejects, mixed in: where all were passes, nobody would be blind. */
  rejectRate: Type.Optional(Share),
  /** Passed parts of each shift that are pulled and measured again off-line. */
  pulledPerShift: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
})
export type SecondReviewPlan = Static<typeof SecondReviewPlan>

const By = Type.String({ minLength: 1, maxLength: 80 })
const Characteristic = Type.String({ minLength: 1, maxLength: 80 })
const Gauge = Type.String({ minLength: 1, maxLength: 80 })

/** `unclear`: what is shown does not say. */
export const SecondFinding = Type.Enum(['conforming', 'nonconforming', 'unclear'])
export type SecondFinding = Static<typeof SecondFinding>

const Judgement = {
  finding: SecondFinding,
  /** Characteristic id, or `other`. */
  defect: Type.Optional(Characteristic),
  angleDeg: Type.Optional(Type.Number()),
  remark: Type.Optional(Type.String({ maxLength: 2000 })),
}

const OfPart = { cycleId: CycleId, serial: Serial, cycleNumber: CycleNumber }

/** `plan`: drawn as the cell file says, so that it counts in estimates. `person`: somebody wanted this one. */
export const PullReason = Type.Enum(['plan', 'person'])

/** One value measured off-line, against the limits in force when the part was judged. */
export const Remeasurement = Type.Object({
  characteristic: Characteristic,
  value: Type.Number(),
  unit: Type.String(),
  /** Expanded (k = 2), in `unit`. */
  uncertainty: Type.Optional(Type.Number({ minimum: 0 })),
  conforming: Type.Boolean(),
})
export type Remeasurement = Static<typeof Remeasurement>

/** The server's own events. None of them changes a verdict or a twin. */
export const SECOND_REVIEW_EVENTS = {
  /** A person looked at the evidence and knew neither verdict nor results. Of one cycle the last counts. */
  'part-second-reviewed': Type.Object({
    ...OfPart,
    ...Judgement,
    /** What was shown. */
    evidence: Type.Array(Sha256),
    by: By,
  }),
  'part-pulled': Type.Object({ ...OfPart, because: PullReason, by: By }),
  /** Of one cycle and characteristic the last counts. */
  'part-remeasured': Type.Object({
    ...OfPart,
    gauge: Gauge,
    values: Type.Array(Remeasurement, { minItems: 1, maxItems: 200 }),
    remark: Type.Optional(Type.String({ maxLength: 2000 })),
    by: By,
  }),
} as const

// ── over HTTP ───────────────────────────────────────────────────────────────────────────────────

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

/** GET /api/cells/{cell}/second-reviews/next: no serial, no verdict, no result, no picture of what the machine saw. */
export const BlindPart = Type.Object({
  cycleId: CycleId,
  partType: Type.String(),
  evidence: Type.Array(
    Type.Object({
      kind: Slug,
      sha256: Sha256,
      mediaType: Type.String(),
      bytes: Type.Integer(),
      module: Type.String(),
      capturedAt: Instant,
    }),
  ),
})
export type BlindPart = Static<typeof BlindPart>

export const NextSecondReview = Type.Object({
  part: Nullable(BlindPart),
  /** Drawn, with evidence that is still kept, and not yet looked at. */
  waiting: Count,
})
export type NextSecondReview = Static<typeof NextSecondReview>

/** POST /api/cells/{cell}/second-reviews/{cycleId} */
export const SecondReviewRequest = Type.Object({ ...Judgement, by: Type.Optional(By) })
export type SecondReviewRequest = Static<typeof SecondReviewRequest>

export const PulledPart = Type.Object({
  cycleId: CycleId,
  serial: Serial,
  passedAt: Instant,
  /** Null: to be pulled. */
  pulled: Nullable(Type.Object({ at: Instant, by: Type.String(), because: PullReason })),
})
export type PulledPart = Static<typeof PulledPart>

/** GET /api/cells/{cell}/pulled-parts */
export const PulledParts = Type.Object({
  /** Drawn of the shift that runs, oldest first. */
  toPull: Type.Array(PulledPart),
  /** Pulled and not yet measured, oldest first. */
  toMeasure: Type.Array(PulledPart),
})
export type PulledParts = Static<typeof PulledParts>

/** POST /api/cells/{cell}/pulled-parts */
export const PullRequest = Type.Object({ serial: Serial, by: Type.Optional(By) })
export type PullRequest = Static<typeof PullRequest>

/** POST /api/cells/{cell}/pulled-parts/{cycleId}/measurements */
export const RemeasureRequest = Type.Object({
  gauge: Gauge,
  values: Type.Array(
    Type.Object({
      characteristic: Characteristic,
      value: Type.Number(),
      uncertainty: Type.Optional(Type.Number({ minimum: 0 })),
    }),
    { minItems: 1, maxItems: 200 },
  ),
  remark: Type.Optional(Type.String({ maxLength: 2000 })),
  by: Type.Optional(By),
})
export type RemeasureRequest = Static<typeof RemeasureRequest>

/** Passes found nonconforming of those looked at again; null: unmeasured. */
export const EscapeEstimate = Nullable(
  Type.Object({
    share: Type.Number(),
    lower: Type.Number(),
    upper: Type.Number(),
    /** One-sided, 95 %. */
    atMost: Type.Number(),
    /** Passes that it speaks for, and passes of weeks in which nobody looked. */
    passed: Count,
    unmeasured: Count,
    looked: Count,
    found: Count,
  }),
)
export type EscapeEstimate = Static<typeof EscapeEstimate>

/** As a shift's report states it: of the days up to its end. */
export const EscapeWindow = Type.Object({ from: Instant, to: Instant, passed: Count, estimate: EscapeEstimate })
export type EscapeWindow = Static<typeof EscapeWindow>

const Index = Type.Object({ value: Type.Number(), lower: Type.Number(), upper: Type.Number() })
const CountedShare = Type.Object({ count: Count, of: Count, lower: Type.Number(), upper: Type.Number() })
const Drift = Nullable(Type.Enum(['up', 'down']))

/** People and machine over a span, or of one characteristic. Never of one person. */
const Agreeing = {
  /** Machine and people over all passes and rejects, each side for the parts it has. */
  kappa: Nullable(Index),
  /** Rejects that a person found conforming. */
  overturned: Nullable(CountedShare),
  /** Passes looked at blind, and of these found nonconforming. */
  passes: Type.Object({ count: Count, of: Count }),
}
export const AgreementWeek = Type.Object({
  from: Instant,
  to: Instant,
  ...Agreeing,
  /** Of the overturned, against the weeks before. */
  drift: Drift,
})
export type AgreementWeek = Static<typeof AgreementWeek>

export const AgreementOfCharacteristic = Type.Object({
  characteristic: Type.String(),
  title: Type.String(),
  ...Agreeing,
  weeks: Type.Array(Type.Object({ from: Instant, count: Count, of: Count, drift: Drift })),
})
export type AgreementOfCharacteristic = Static<typeof AgreementOfCharacteristic>

/** In-line minus off-line of one characteristic on one gauge. */
export const Deviation = Type.Object({
  characteristic: Type.String(),
  title: Type.String(),
  unit: Type.String(),
  decimals: Type.Integer(),
  gauge: Type.String(),
  n: Count,
  bias: Type.Object({ value: Type.Number(), lower: Nullable(Type.Number()), upper: Nullable(Type.Number()) }),
  limits: Nullable(Type.Object({ lower: Type.Number(), upper: Type.Number() })),
  /** Both within the limits, or both not. */
  sameConformance: Count,
})
export type Deviation = Static<typeof Deviation>

/** A passed part that a second look found nonconforming. */
export const FoundEscape = Type.Object({
  serial: Serial,
  cycleId: CycleId,
  passedAt: Instant,
  foundAt: Instant,
  how: Type.Enum(['second-review', 'remeasurement']),
  defect: Nullable(Type.String()),
  container: Nullable(Type.String()),
})
export type FoundEscape = Static<typeof FoundEscape>

/** GET /api/cells/{cell}/second-reviews/summary?from=&to= */
export const SecondReviewSummary = Type.Object({
  from: Instant,
  to: Instant,
  plan: Nullable(SecondReviewPlan),
  simulated: Type.Boolean(),
  passed: Count,
  escapes: Type.Object({
    /** By either look, by the blind review alone, by measuring again alone. */
    either: EscapeEstimate,
    secondReview: EscapeEstimate,
    remeasurement: EscapeEstimate,
  }),
  /** Looked at, and the evidence did not say. */
  unclear: Count,
  found: Type.Array(FoundEscape),
  agreement: Type.Object(Agreeing),
  weeks: Type.Array(AgreementWeek),
  characteristics: Type.Array(AgreementOfCharacteristic),
  deviations: Type.Array(Deviation),
})
export type SecondReviewSummary = Static<typeof SecondReviewSummary>

/** GET /api/labels.ndjson: one decision on one part, a line each. */
export const LabelledDecision = Type.Object({
  id: EventId,
  /** The physical part: what lies on both sides of a split of parts makes any test worthless. */
  splitKey: Serial,
  cell: Type.String(),
  cycleId: CycleId,
  at: Instant,
  from: Type.Enum(['review', 'second-review', 'remeasurement']),
  /** Whether whoever decided knew the verdict. */
  blind: Type.Boolean(),
  label: Type.Object({
    finding: Type.Enum(['conforming', 'nonconforming']),
    defect: Type.Optional(Type.String()),
    angleDeg: Type.Optional(Type.Number()),
    reasonCode: Type.Optional(Type.String()),
    gauge: Type.Optional(Type.String()),
    values: Type.Optional(Type.Array(Remeasurement)),
  }),
  /** A pseudonym of this installation; the name where an admin asked for names. */
  by: Type.String(),
  verdict: Nullable(Type.String()),
  recipe: Nullable(Type.Object({ id: Type.String(), version: Type.Integer(), hash: Sha256 })),
  /** Digests of the model packages that took part in the results. */
  models: Type.Array(Sha256),
  evidence: Type.Array(
    Type.Object({
      kind: Type.String(),
      module: Type.String(),
      sha256: Sha256,
      mediaType: Type.String(),
      bytes: Type.Integer(),
      /** False: on its way, or let go by retention. */
      stored: Type.Boolean(),
    }),
  ),
  simulated: Type.Boolean(),
  replayed: Type.Boolean(),
})
export type LabelledDecision = Static<typeof LabelledDecision>
