/** Models in cells: what a package proves of itself, what modules are asked to run, and what they say of it. */
import Type, { type Static } from 'typebox'
import { Result, Verdict } from './characteristic.ts'
import { EventId, Instant, Sha256, Slug, Source } from './ids.ts'

/** A model package by its manifest's sha256; name and version are for people. */
export const ModelRef = Type.Object({ digest: Sha256, name: Type.String(), version: Type.String() })
export type ModelRef = Static<typeof ModelRef>

/** `signature.json` beside a manifest: an Ed25519 signature over what `signedText` in packages/models writes of it. */
export const ModelSignature = Type.Object({
  schema: Type.Literal('celltwin/model-signature/v1'),
  manifest: Sha256,
  /** sha256 by name of files beside the manifest that it does not name itself: `comparison.json`, `profile.json`. */
  attachments: Type.Record(Type.String(), Sha256),
  /** The raw 32 bytes, base64. */
  publicKey: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
  signature: Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$' }),
})
export type ModelSignature = Static<typeof ModelSignature>

const Count = Type.Integer({ minimum: 0 })

/**
 * `comparison.json`: a package and the one it is to follow on the same frozen set. Counts, so that anybody can decide again;
 * how much may be lost is the recipe's word.
 */
export const ModelComparison = Type.Object({
  schema: Type.Literal('celltwin/model-comparison/v1'),
  model: Sha256,
  against: ModelRef,
  /** What both were tried on, and its sha256: labels and evidence. */
  set: Type.String({ minLength: 1 }),
  setDigest: Type.Optional(Sha256),
  /** How often which of the two was right. `images`: inputs of the set, parts where it has parts. */
  accuracy: Type.Object({ images: Count, bothRight: Count, onlyBaseRight: Count, onlyVariantRight: Count }),
  /** Both on the golden inputs of `against`, where they take the same ones. */
  golden: Type.Union([
    Type.Object({ inputs: Count, otherLabel: Count, greatestDifference: Type.Number({ minimum: 0 }) }),
    Type.Object({ notComparable: Type.String() }),
  ]),
  /** Machine and runtime that computed it. */
  machine: Type.Optional(Type.String()),
})
export type ModelComparison = Static<typeof ModelComparison>

/** `shadow`: judges beside the live model, without effect. `live`: its results are the module's. */
export const ModelStage = Type.Union([Type.Literal('shadow'), Type.Literal('live')])
export type ModelStage = Static<typeof ModelStage>

/** When a model in shadow has been seen enough: so many parts, and at most so much disagreement, by its 95 % bound. */
export const ShadowRule = Type.Object({
  minParts: Type.Integer({ minimum: 1, maximum: 100_000 }),
  mostDisagreement: Type.Number({ minimum: 0, maximum: 1 }),
})
export type ShadowRule = Static<typeof ShadowRule>

/** A module of a cell. */
export const ModelTarget = Type.Object({ cell: Slug, module: Source })
export type ModelTarget = Static<typeof ModelTarget>

/** An admin let a model through that a rule refused. */
export const Override = Type.Object({
  refusals: Type.Array(Type.String(), { minItems: 1 }),
  reason: Type.String({ minLength: 3, maxLength: 500 }),
})
export type Override = Static<typeof Override>

/** Golden inputs as answered on the device, beside the answers that came with the package. */
export const GoldenParity = Type.Object({
  inputs: Count,
  greatestDifference: Type.Number({ minimum: 0 }),
  within: Type.Number({ minimum: 0 }),
})
export type GoldenParity = Static<typeof GoldenParity>

const Numbers = Type.Array(Type.Number())

/** `golden.json`: inputs as tensors, with every score that the model gave where it was made. */
export const GoldenTensors = Type.Object({
  shape: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
  input: Numbers,
  score: Numbers,
  within: Type.Number({ minimum: 0 }),
})
export type GoldenTensors = Static<typeof GoldenTensors>

/** `golden.json`: inputs as pictures of flat faces, with the probabilities of every so many cells. */
export const GoldenFaces = Type.Object({
  tolerance: Type.Number({ minimum: 0 }),
  cases: Type.Array(
    Type.Object({ image: Type.String(), everyCell: Type.Integer({ minimum: 1 }), answers: Type.Array(Numbers) }),
    { minItems: 1 },
  ),
})
export type GoldenFaces = Static<typeof GoldenFaces>

const Decided = {
  module: Source,
  model: ModelRef,
  by: Type.String(),
  rollout: Type.Optional(EventId),
}
/** The event by which the module was asked. */
const Asked = { module: Source, assignment: EventId }

const ShadowedResult = Type.Pick(Result, ['characteristic', 'value', 'conformance'])

/** Events about models. The server's are decisions; the module's say what became of them. */
export const MODEL_EVENTS = {
  /** Into shadow. Its results have no effect. */
  'model-assigned': Type.Object(Decided),
  /** Live from the next part on. */
  'model-promoted': Type.Object({ ...Decided, override: Type.Optional(Override) }),
  /** Back to the model that was live before. */
  'model-rolled-back': Type.Object({
    ...Decided,
    from: Sha256,
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  /** Out of shadow. */
  'model-withdrawn': Type.Object({ ...Decided, reason: Type.Optional(Type.String({ maxLength: 500 })) }),

  'model-fetched': Type.Object({ ...Asked, digest: Sha256, bytes: Count, tookMs: Type.Number() }),
  /** Loaded, warm, and its golden inputs agree. */
  'model-ready': Type.Object({
    ...Asked,
    model: ModelRef,
    stage: ModelStage,
    warmUpMs: Type.Number(),
    golden: GoldenParity,
    backend: Type.String(),
  }),
  /** What the module judges with from cycle number `atCycle` on. Without `assignment`: what it came with. */
  'model-swapped': Type.Object({
    module: Source,
    assignment: Type.Optional(EventId),
    from: Type.Optional(ModelRef),
    to: ModelRef,
    atCycle: Type.Integer({ minimum: 1 }),
  }),
  /** It goes on with what it had. */
  'model-refused': Type.Object({ ...Asked, digest: Sha256, reason: Type.String() }),
  'shadow-ended': Type.Object({ ...Asked, model: ModelRef }),
} as const

/** What a model in shadow made of a part, beside what counted. */
export const Shadowed = Type.Object({
  module: Source,
  model: ModelRef,
  /** The live model. */
  against: Sha256,
  results: Type.Array(Result),
  /** Of this module's characteristics alone. */
  verdict: Verdict,
  liveVerdict: Verdict,
  /** Characteristics of other conformance, as the live model had them. */
  disagreed: Type.Array(Type.Object({ live: ShadowedResult, shadow: ShadowedResult })),
  computeMs: Type.Integer({ minimum: 0 }),
  liveComputeMs: Type.Integer({ minimum: 0 }),
  /** Why it answered nothing: counts as a disagreement. */
  failed: Type.Optional(Type.String()),
})
export type Shadowed = Static<typeof Shadowed>

/** A model goes from stage to stage of modules; each stage ends when all its modules judge with it. */
export const RolloutPlan = Type.Object({
  rollout: EventId,
  model: ModelRef,
  stages: Type.Array(Type.Array(ModelTarget, { minItems: 1 }), { minItems: 1, maxItems: 20 }),
  rule: ShadowRule,
  override: Type.Optional(Override),
})
export type RolloutPlan = Static<typeof RolloutPlan>

const OfRollout = { rollout: EventId, by: Type.String(), reason: Type.Optional(Type.String({ maxLength: 500 })) }

/** Events of roll-outs, in the journal of the cell that a roll-out begins in. */
export const ROLLOUT_EVENTS = {
  'rollout-started': Type.Object({ ...RolloutPlan.properties, by: Type.String() }),
  'rollout-paused': Type.Object(OfRollout),
  'rollout-resumed': Type.Object(OfRollout),
  'rollout-finished': Type.Object(OfRollout),
  'rollout-stopped': Type.Object(OfRollout),
} as const

/** Part of `desired`: what a module is to run and does not yet. `model: null` ends the shadow. */
export const DesiredModel = Type.Object({
  assignment: EventId,
  module: Source,
  stage: ModelStage,
  model: Type.Union([ModelRef, Type.Null()]),
})
export type DesiredModel = Static<typeof DesiredModel>

// ── HTTP ────────────────────────────────────────────────────────────────────────────────────────

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** What the rules say of a model; `refusals` is empty where it may go on. */
export const GateAnswer = Type.Object({ text: Type.String(), refusals: Type.Array(Type.String()) })
export type GateAnswer = Static<typeof GateAnswer>

/** GET /api/models */
export const ModelSummary = Type.Object({
  ...ModelRef.properties,
  labels: Type.Array(Type.String()),
  /** What it is for, in the words of its manifest. */
  purpose: Nullable(Type.String()),
  /** Of its network, where the package says it: `fp16`, `int8` … Packages of one name and version are variants. */
  precision: Nullable(Type.String()),
  /** What it was compared with on its frozen set. */
  against: Nullable(ModelRef),
  /** The trusted key that vouches for it; null: nobody does, and only a demo takes it. */
  signedBy: Nullable(Type.String()),
  registeredAt: Instant,
  registeredBy: Type.String(),
  bytes: Type.Integer(),
  gate: GateAnswer,
})
export type ModelSummary = Static<typeof ModelSummary>

/** GET /api/models/{digest}: with what the package holds for people. Documents are as the package states them. */
export const ModelDetail = Type.Object({
  ...ModelSummary.properties,
  files: Type.Array(Type.Object({ name: Type.String(), sha256: Sha256, bytes: Type.Integer() })),
  card: Nullable(Type.String()),
  metrics: Type.Unknown(),
  profile: Type.Unknown(),
  comparison: Nullable(ModelComparison),
})
export type ModelDetail = Static<typeof ModelDetail>

/** GET /api/rollouts: a roll-out with what its modules have said so far. */
export const RolloutProgress = Type.Object({
  ...RolloutPlan.properties,
  by: Type.String(),
  startedAt: Instant,
  state: Type.Enum(['running', 'paused', 'finished', 'stopped']),
  stateBy: Type.String(),
  reason: Nullable(Type.String()),
  /** Index of the stage it is in; as many as there are stages where it has been through all. */
  stage: Type.Integer(),
  progress: Type.Array(
    Type.Array(
      Type.Object({
        ...ModelTarget.properties,
        state: Type.Enum(['waiting', 'preparing', 'shadow', 'satisfied', 'swapping', 'live', 'refused']),
        parts: Type.Integer(),
        disagreed: Type.Integer(),
        missing: Type.Array(Type.String()),
      }),
    ),
  ),
})
export type RolloutProgress = Static<typeof RolloutProgress>
