/** What the HTTP API answers with. Paths are listed in docs/api.md and at /docs. */
import Type, { type Static } from 'typebox'
import { CellDefinition } from './cell.ts'
import { Conformance, Result, Verdict, VerdictReason } from './characteristic.ts'
import { EvidenceRef } from './evidence.ts'
import { ChallengeOutcome } from './gauge-trust.ts'
import { Destination } from './handling.ts'
import { CycleId, EquipmentPath, EventId, Instant, Serial, Sha256, Source } from './ids.ts'
import { Truth } from './messages.ts'
import { PackedPlace } from './packing.ts'
import { Disposition, Finding, Review } from './review.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Every error: what happened and what to do, then the detail. */
export const ApiError = Type.Object({
  statusCode: Type.Integer(),
  code: Type.String(),
  message: Type.String(),
  remedy: Type.Optional(Type.String()),
  /** The field and the rule it broke. */
  errors: Type.Optional(Type.Array(Type.Object({ field: Type.String(), rule: Type.String() }))),
})
export type ApiError = Static<typeof ApiError>

/** How far one source of a cell can be believed. */
export const SourceSummary = Type.Object({
  source: Source,
  online: Type.Boolean(),
  /** By its own clock: its newest event or telemetry. */
  heardAt: Nullable(Instant),
  /** Events known to be missing. */
  missing: Type.Integer(),
  /** Events and evidence that wait at its edge. */
  waiting: Type.Integer(),
  simulated: Type.Boolean(),
  replayed: Type.Boolean(),
})
export type SourceSummary = Static<typeof SourceSummary>

/** GET /api/cells */
export const CellSummary = Type.Object({
  cell: Type.String(),
  path: EquipmentPath,
  title: Type.String(),
  kind: Type.String(),
  position: Type.Integer(),
  state: Nullable(Type.String()),
  simulated: Type.Boolean(),
  replayed: Type.Boolean(),
  lastEventAt: Nullable(Instant),
  /** Sources of the cell that are away: what rests on them is stale. */
  away: Type.Array(Source),
  /** Those that its figures rest on: who handles parts, and everybody who judges. */
  sources: Type.Array(SourceSummary),
  waitingForPerson: Type.Integer(),
})
export type CellSummary = Static<typeof CellSummary>

/** One pass of a part through the cell, as lists show it. GET /api/parts */
export const PartSummary = Type.Object({
  serial: Serial,
  cell: Type.String(),
  cycleId: CycleId,
  cycleNumber: Type.Integer(),
  insertedAt: Instant,
  verdict: Nullable(Verdict),
  /** The decisive reason in one line. */
  reason: Nullable(Type.String()),
  judgedAfterMs: Nullable(Type.Number()),
  whereabouts: Nullable(Type.Union([Destination, Type.Literal('out'), Type.Literal('in-process')])),
  finding: Nullable(Finding),
  disposition: Nullable(Disposition),
  simulated: Type.Boolean(),
  replayed: Type.Boolean(),
  /** Id of the challenge part: no production. */
  challenge: Nullable(Serial),
  /** Of a challenge part: whether it showed what it must show. */
  challenged: Type.Optional(ChallengeOutcome.properties.outcome),
  /** How long after it was made the last of results and verdict reached the journal, where that was late. */
  cameLateMs: Type.Optional(Type.Number()),
  /** Some evidence came when the part was already judged: the verdict does without it. */
  cameAfterVerdict: Type.Optional(Type.Boolean()),
  /** A challenge failed after it: why, until a person answers for it. */
  suspect: Nullable(Type.Object({ suspicion: EventId, reason: Type.String() })),
})
export type PartSummary = Static<typeof PartSummary>

export const PartPage = Type.Object({ items: Type.Array(PartSummary), nextCursor: Nullable(Type.String()) })
export type PartPage = Static<typeof PartPage>

export const TimelineEntry = Type.Object({
  id: EventId,
  position: Type.Integer(),
  type: Type.String(),
  source: Type.String(),
  occurredAt: Instant,
  recordedAt: Instant,
  data: Type.Unknown(),
})
export type TimelineEntry = Static<typeof TimelineEntry>

/** `stored: false`: the bytes are still on their way from the edge, or `dropped`: let go by retention. */
export const PassportEvidence = Type.Object({
  ...EvidenceRef.properties,
  module: Type.String(),
  capturedAt: Instant,
  stored: Type.Boolean(),
  dropped: Type.Optional(Type.Boolean()),
  /** How long after it was taken the journal knew of it, where that was late. */
  cameLateMs: Type.Optional(Type.Number()),
})
export type PassportEvidence = Static<typeof PassportEvidence>

/** What a step took, and what the module made of it at the speed of the recipe. */
export const RetakenEvidence = Type.Object({
  requestId: Type.String(),
  at: Instant,
  module: Type.String(),
  kind: Type.String(),
  angleDeg: Type.Number(),
  rpm: Type.Number(),
  evidence: Type.Array(PassportEvidence),
  results: Type.Array(Result),
})
export type RetakenEvidence = Static<typeof RetakenEvidence>

export const PassportReview = Type.Object({
  id: EventId,
  at: Instant,
  by: Type.String(),
  review: Review,
  requestId: Nullable(Type.String()),
  undone: Nullable(Type.Object({ at: Instant, by: Type.String() })),
})

/** `late`: it came after its deadline in the cell, and the verdict does without it. */
export const PassportResult = Type.Object({
  ...Result.properties,
  module: Type.String(),
  late: Type.Boolean(),
  /** How long after it was made it reached the journal, where that was late; the cell may have had it in time. */
  cameLateMs: Type.Optional(Type.Number()),
})
export type PassportResult = Static<typeof PassportResult>

/** A calibration that results rest on, as it stood when the part was inserted; id alone where nobody told more. */
export const PassportCalibration = Type.Object({
  gauge: Type.String(),
  id: Type.String(),
  /** Of its record, as the results name it. */
  digest: Type.Optional(Sha256),
  madeAt: Type.Optional(Instant),
  /** When the part was inserted. */
  ageHours: Type.Optional(Type.Number()),
  expiresAt: Type.Optional(Instant),
  temperatureC: Type.Optional(Type.Number()),
  residuals: Type.Optional(Type.Record(Type.String(), Type.Number())),
})
export type PassportCalibration = Static<typeof PassportCalibration>

/** One cycle of the passport, whole. */
export const PassportCycle = Type.Object({
  ...PartSummary.properties,
  partType: Type.String(),
  codeGrade: Nullable(Type.String()),
  provisional: Nullable(Type.String()),
  recipe: Type.Object({ id: Type.String(), version: Type.Integer(), hash: Sha256 }),
  materialLots: Type.Array(Type.Object({ material: Type.String(), lot: Type.String(), partsSharing: Type.Integer() })),
  fixture: Type.String(),
  tool: Type.String(),
  partTemperatureC: Nullable(Type.Number()),
  ambientTemperatureC: Nullable(Type.Number()),
  verdictAt: Nullable(Instant),
  /** As `cameLateMs` of a result. */
  verdictCameLateMs: Type.Optional(Type.Number()),
  reasons: Type.Array(VerdictReason),
  results: Type.Array(PassportResult),
  calibrations: Type.Array(PassportCalibration),
  evidence: Type.Array(PassportEvidence),
  /** Of steps that people asked for, oldest first. Never what the verdict rests on. */
  retaken: Type.Array(RetakenEvidence),
  steps: Type.Array(Type.Object({ module: Type.String(), step: Type.String(), tookMs: Type.Number() })),
  reviews: Type.Array(PassportReview),
  packed: Nullable(PackedPlace),
  timeline: Type.Array(TimelineEntry),
  /** Simulation only: what the part really was. */
  truth: Nullable(Truth),
})
export type PassportCycle = Static<typeof PassportCycle>

/** GET /api/parts/{serial} */
export const Passport = Type.Object({
  serial: Serial,
  cell: Type.String(),
  path: EquipmentPath,
  /** Newest first. */
  cycles: Type.Array(PassportCycle, { minItems: 1 }),
  /** The cell file that was in force for the newest cycle. */
  definition: CellDefinition,
  journal: Type.Object({ position: Type.Integer(), hash: Sha256, journalId: Type.String() }),
  previous: Nullable(Serial),
  next: Nullable(Serial),
})
export type Passport = Static<typeof Passport>

/** GET /api/review-queue: rejected and held parts without a decision in force, oldest first. */
export const ReviewQueue = Type.Object({ items: Type.Array(PartSummary), total: Type.Integer() })
export type ReviewQueue = Static<typeof ReviewQueue>

/** POST /api/parts/{serial}/cycles/{cycleId}/reviews */
export const ReviewRequest = Type.Object({
  review: Review,
  by: Type.String({ minLength: 1, maxLength: 80 }),
  /** Token of POST /api/second-signature, where the recipe asks for four eyes. */
  secondSignature: Type.Optional(Type.String()),
})
export type ReviewRequest = Static<typeof ReviewRequest>
/** Accepted, not done: the cell moves the part when its own inputs allow. */
export const ReviewAnswer = Type.Object({ id: EventId, position: Type.Integer(), requestId: Nullable(Type.String()) })
export type ReviewAnswer = Static<typeof ReviewAnswer>

/** What could not be taken in: a message, or an entry of the journal that no projection could be made of. */
export const Unreadable = Type.Object({
  id: Type.Integer(),
  cell: Nullable(Type.String()),
  source: Nullable(Type.String()),
  /** null of an entry. */
  topic: Nullable(Type.String()),
  epoch: Nullable(Type.Integer()),
  seq: Nullable(Type.Integer()),
  /** Of an entry: its position in the journal, and what could not be made of it. */
  position: Nullable(Type.Integer()),
  projection: Nullable(Type.String()),
  reason: Type.String(),
  recordedAt: Instant,
  bytes: Type.Integer(),
  /** The first 2,000 bytes as text; all of them at /api/unreadable/{id}/payload. */
  preview: Type.String(),
})
export type Unreadable = Static<typeof Unreadable>

/** GET /api/unreadable, newest first. */
export const UnreadablePage = Type.Object({
  items: Type.Array(Unreadable),
  /** Of all pages. */
  total: Type.Integer(),
  nextCursor: Nullable(Type.Integer()),
})
export type UnreadablePage = Static<typeof UnreadablePage>

/** GET /api/cells/{cell}/statistics?from=&to= */
export const CellStatistics = Type.Object({
  from: Instant,
  to: Instant,
  inspected: Type.Integer(),
  pass: Type.Integer(),
  reject: Type.Integer(),
  hold: Type.Integer(),
  /** Of first cycles: share whose verdict was pass. null where nothing was inspected. */
  firstPassYield: Nullable(Type.Number()),
  falseRejects: Type.Integer(),
  notInspected: Type.Integer(),
  cycleTimeP50Ms: Nullable(Type.Number()),
  cycleTimeP95Ms: Nullable(Type.Number()),
  /** Rejects and holds by characteristic, most frequent first. */
  losses: Type.Array(Type.Object({ characteristic: Type.String(), title: Type.String(), count: Type.Integer() })),
  /** Parts judged per bucket, for the small bars. */
  buckets: Type.Array(
    Type.Object({ from: Instant, pass: Type.Integer(), reject: Type.Integer(), hold: Type.Integer() }),
  ),
})
export type CellStatistics = Static<typeof CellStatistics>

/**
 * GET /api/cells/{cell}/marks?from=&to=: rejects, holds, alarms raised and state changes for the time bar. `challenge`: a
 * challenge part that showed other than it must; one that went as expected is no mark.
 */
export const TimeMark = Type.Object({
  at: Instant,
  kind: Type.Union([Verdict, Type.Literal('challenge'), Type.Literal('state'), Type.Literal('alarm')]),
  serial: Type.Optional(Serial),
  text: Type.String(),
})
export type TimeMark = Static<typeof TimeMark>

export { Conformance }

/** POST /api/cells/{cell}/suspicions/{suspicion}/release: a person answers for cycles `from` to `to`. */
export const ReleaseRequest = Type.Object({
  from: Type.Integer({ minimum: 1 }),
  to: Type.Integer({ minimum: 1 }),
  reason: Type.String({ minLength: 3, maxLength: 500 }),
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
})
export type ReleaseRequest = Static<typeof ReleaseRequest>
