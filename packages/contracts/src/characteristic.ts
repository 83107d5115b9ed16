/** What is inspected, what the drawing allows, and what a module made of the evidence. */
import Type, { type Static } from 'typebox'
import { Sha256 } from './ids.ts'

/** A characteristic of the part (ISO GPS) with its specification limits. A limit that is absent does not bind. */
export const Characteristic = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' }),
  title: Type.String({ minLength: 1 }),
  /** The edge module that owes a result for it. */
  module: Type.String(),
  /** Heading under which people look for it: `crimp count`, `grease leakage`, … */
  group: Type.String(),
  kind: Type.Union([Type.Literal('count'), Type.Literal('measure'), Type.Literal('class')]),
  unit: Type.String({ description: 'UCUM-like unit; empty for a count or class' }),
  nominal: Type.Optional(Type.Number()),
  lower: Type.Optional(Type.Number({ description: 'lower specification limit' })),
  upper: Type.Optional(Type.Number({ description: 'upper specification limit' })),
  /** Expanded uncertainty (k = 2) assumed where the result states none. Same unit, or % of the value. */
  uncertainty: Type.Optional(Type.Number({ minimum: 0 })),
  uncertaintyPercent: Type.Optional(Type.Number({ minimum: 0 })),
  decimals: Type.Integer({ minimum: 0, maximum: 6 }),
  /** Width of the guard band inside each limit; the expanded uncertainty where absent. Same unit. */
  guardBand: Type.Optional(Type.Number({ minimum: 0 })),
  /** A value that passes but lies beyond one of these warns; the verdict stays. */
  warnLower: Type.Optional(Type.Number()),
  warnUpper: Type.Optional(Type.Number()),
  /** Number of its balloon on the drawing. */
  balloon: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  /** The customer's symbol of a special characteristic: CC, SC … */
  specialClass: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  /** Line of the control plan. */
  controlPlan: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  /** What is done where it fails. */
  reactionPlan: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
  /** Special characteristic (IATF 16949 8.3.3.3): a conditional pass holds. */
  special: Type.Optional(Type.Boolean()),
  /** Only warns: beyond its limits, or without a value, it never changes the verdict. */
  advisory: Type.Optional(Type.Boolean()),
  /** Where its limits come from, where that is no drawing: how many parts, which, and when. */
  reference: Type.Optional(Type.String({ minLength: 1 })),
})
export type Characteristic = Static<typeof Characteristic>

/** ILAC-G8:09/2019 §4.2.3, the one state that is not a measurement, and the one that an advisory characteristic can have. */
export const Conformance = Type.Union([
  Type.Literal('pass'),
  Type.Literal('conditional-pass'),
  Type.Literal('conditional-fail'),
  Type.Literal('fail'),
  Type.Literal('not-inspected'),
  Type.Literal('warning'),
])
export type Conformance = Static<typeof Conformance>

export const Verdict = Type.Union([Type.Literal('pass'), Type.Literal('reject'), Type.Literal('hold')])
export type Verdict = Static<typeof Verdict>

/** One place on the part that a result speaks of. Angle zero is the 2D code, clockwise seen from the friction face. */
export const Location = Type.Object({
  angleDeg: Type.Optional(Type.Number()),
  radiusMm: Type.Optional(Type.Number()),
  value: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  label: Type.Optional(Type.String()),
  /** Outline in the evidence's own pixels, [x, y] pairs, for the overlay. */
  outline: Type.Optional(Type.Array(Type.Tuple([Type.Number(), Type.Number()]))),
  conforming: Type.Optional(Type.Boolean()),
})
export type Location = Static<typeof Location>

/** Why nothing of what a module took counts, whatever it shows: its sensor is stuck, or its gauge is not trusted. */
export const Withheld = Type.Union([Type.Literal('repeated-evidence'), Type.Literal('untrusted-gauge')])
export type Withheld = Static<typeof Withheld>

/** What a module makes of the evidence for one characteristic. */
export const Result = Type.Object({
  characteristic: Type.String(),
  /** null: not inspected; `reason` says why. */
  value: Type.Union([Type.Number(), Type.Null()]),
  unit: Type.String(),
  /** Expanded uncertainty U (k = 2), in `unit`; null where unknown. */
  uncertainty: Type.Union([Type.Number(), Type.Null()]),
  conformance: Conformance,
  limits: Type.Object({ lower: Type.Optional(Type.Number()), upper: Type.Optional(Type.Number()) }),
  /** One sentence a person understands. */
  explanation: Type.String(),
  reason: Type.Optional(Type.String({ description: 'why it was not inspected' })),
  withheld: Type.Optional(Withheld),
  /** The characteristic whose state left nothing to inspect: a locked bearing has no noise. Where that one fails, it decides. */
  impededBy: Type.Optional(Type.String()),
  locations: Type.Optional(Type.Array(Location)),
  /** What computed it; `model` is the digest of the model package where one took part. */
  algorithm: Type.Object({
    name: Type.String(),
    version: Type.String(),
    model: Type.Optional(Sha256),
    backend: Type.Optional(Type.String()),
  }),
  gauge: Type.Optional(Type.String()),
  calibration: Type.Optional(Type.String()),
  /** Of the calibration's record: two under one id can be told apart. */
  calibrationDigest: Type.Optional(Sha256),
  evidence: Type.Array(Sha256),
})
export type Result = Static<typeof Result>

/** A result before it is held against the recipe: what an inspector returns. */
export type Measurement = Omit<Result, 'conformance' | 'limits' | 'evidence' | 'unit'> & {
  readonly evidence?: readonly string[]
}

/** How a verdict is made from results. Part of the recipe. */
export const DecisionRule = Type.Object({
  /** `guarded`: guard band of width U inside each limit (ISO 14253-1). `simple`: the value alone decides. */
  acceptance: Type.Union([Type.Literal('guarded'), Type.Literal('simple')]),
  conditionalFail: Type.Union([Type.Literal('reject'), Type.Literal('hold')]),
  conditionalPass: Type.Union([Type.Literal('pass'), Type.Literal('hold')]),
  conditionalPassSpecial: Type.Union([Type.Literal('pass'), Type.Literal('hold')]),
})
export type DecisionRule = Static<typeof DecisionRule>

/** Decisions that two people may be asked to sign. */
export const FourEyes = Type.Enum(['concession', 'scrap', 'special-characteristic'])
export type FourEyes = Static<typeof FourEyes>

/** How much another model may lose against the one that it is to follow. Part of the recipe. */
export const ModelGate = Type.Object({
  /** Share of right answers that may be lost; its 95 % interval must rule out more. */
  greatestLoss: Type.Number({ minimum: 0, maximum: 1 }),
  /** How far a score on a golden input may lie from that of the model before. */
  goldenWithin: Type.Number({ minimum: 0, maximum: 1 }),
})
export type ModelGate = Static<typeof ModelGate>

export const Recipe = Type.Object({
  id: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  partType: Type.String(),
  /** Number of the drawing that its limits are taken from. */
  drawing: Type.Optional(Type.String()),
  drawingRevision: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  /** The change notice that brought this drawing revision here. */
  changeReference: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  decision: DecisionRule,
  /** What needs a second signature in Debug Mode. */
  fourEyes: Type.Optional(Type.Array(FourEyes)),
  modelGate: Type.Optional(ModelGate),
  characteristics: Type.Array(Characteristic, { minItems: 1 }),
})
export type Recipe = Static<typeof Recipe>

/** Why a verdict is what it is: the characteristics that decided it, worst first. */
export const VerdictReason = Type.Object({
  characteristic: Type.Optional(Type.String()),
  conformance: Conformance,
  text: Type.String(),
})
export type VerdictReason = Static<typeof VerdictReason>
