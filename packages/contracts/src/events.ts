/**
 * Events: facts, in the past tense, never refused.
 *
 * `EVENT_DATA` gives for each type the shape of its `data`. Unknown fields are kept; unknown types are stored and shown.
 */
import Type, { type Static, type TSchema } from 'typebox'
import { ALARM_EVENTS } from './alarm.ts'
import { CellDefinition } from './cell.ts'
import { DESCRIPTION_EVENTS } from './cell-description.ts'
import { Conformance, Result, Verdict, VerdictReason } from './characteristic.ts'
import { EvidenceRef } from './evidence.ts'
import {
  ChallengeFinding,
  ChallengeOutcome,
  ChallengeRequired,
  GaugeCalibration,
  TRUST_TARGETS,
} from './gauge-trust.ts'
import { CycleId, EventId, Instant, Serial, Sha256, Slug, Source } from './ids.ts'
import { LIMIT_SAMPLE_EVENTS } from './limit-sample.ts'
import { MODEL_EVENTS, ROLLOUT_EVENTS, Shadowed } from './model.ts'
import { PACKING_EVENTS } from './packing.ts'
import { RECALL_EVENTS } from './recall.ts'
import { RECIPE_EVENTS, RecipeRef } from './recipe.ts'
import { SECOND_REVIEW_EVENTS } from './second-review.ts'
import { BREAKPOINT_TARGETS, ConditionText, Control, STEP_TARGETS, StepTarget } from './stepping.ts'
import { STUDY_EVENTS } from './study.ts'

/** PackML states (ISA-TR88.00.02) that a cell here can be in. */
export const PackMLState = Type.Enum([
  'stopped',
  'starting',
  'idle',
  'execute',
  'held',
  'suspended',
  'aborted',
  'stopping',
])
export type PackMLState = Static<typeof PackMLState>

export const Destination = Type.Union([Type.Literal('accept'), Type.Literal('reject'), Type.Literal('hold')])
export type Destination = Static<typeof Destination>

const OfCycle = {
  cycleId: CycleId,
  serial: Serial,
  cycleNumber: Type.Integer({ minimum: 1 }),
  /** On every event of a cycle of a challenge part: its id. Such a cycle is never production. */
  challenge: Type.Optional(Serial),
}

/** The cell's own inputs. A request that moves something waits until all of them allow it. */
export const CellInputs = Type.Object({
  zoneClear: Type.Boolean(),
  guardClosed: Type.Boolean(),
  localRelease: Type.Boolean(),
  emergencyStopClear: Type.Boolean(),
  lockedOut: Type.Boolean(),
  /** Mode selector at the cell; automatic where absent. */
  manualSelected: Type.Optional(Type.Boolean()),
  /** Three-position enabling device, held in its middle position. */
  enablingHeld: Type.Optional(Type.Boolean()),
  /** The guard is closed and its bolt is in. */
  guardLocked: Type.Optional(Type.Boolean()),
  /** Stations somebody hung a lock on. */
  lockedOutStations: Type.Optional(Type.Array(Slug)),
})
export type CellInputs = Static<typeof CellInputs>

export const Finding = Type.Union([Type.Literal('conforming'), Type.Literal('nonconforming')])
export const Disposition = Type.Enum(['rework', 'repair', 'scrap', 'return-to-supplier', 'concession'])
export type Finding = Static<typeof Finding>
export type Disposition = Static<typeof Disposition>

/** What a person decided. Never overwrites the machine's verdict. Conforming parts have no disposition. */
export const Review = Type.Object({
  finding: Finding,
  disposition: Type.Optional(Disposition),
  /** Characteristic id, or `other`. */
  defect: Type.Optional(Type.String()),
  angleDeg: Type.Optional(Type.Number()),
  reasonCode: Type.String({ minLength: 1 }),
  remark: Type.Optional(Type.String({ maxLength: 2000 })),
  /** For a concession: the customer's reference and its bound. */
  concession: Type.Optional(
    Type.Object({
      reference: Type.String({ minLength: 1 }),
      quantity: Type.Optional(Type.Integer({ minimum: 1 })),
      expiresAt: Type.Optional(Instant),
    }),
  ),
  /** Pinned to places of a picture, in its own pixels. */
  notes: Type.Optional(
    Type.Array(
      Type.Object({
        evidence: Sha256,
        x: Type.Number(),
        y: Type.Number(),
        text: Type.String({ minLength: 1, maxLength: 300 }),
      }),
      { maxItems: 50 },
    ),
  ),
  /** Who signed second, where the recipe or the decision asks for four eyes. */
  secondBy: Type.Optional(Type.String()),
})
export type Review = Static<typeof Review>

/** Day on which it began, and its name in the pattern: `2026-11-19-early`. */
export const ShiftId = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d-[a-z0-9][a-z0-9-]{0,62}$' })
export type ShiftId = Static<typeof ShiftId>

/** The report of a shift as issued: what anybody can make again of the journal up to `position`. */
export const ShiftIssue = Type.Object({
  shift: ShiftId,
  title: Type.String(),
  from: Instant,
  to: Instant,
  /** Last journal position that it knows. */
  position: Type.Integer({ minimum: 0 }),
  /** Speed of the cell's clock, which the journal does not know. */
  speed: Type.Number({ exclusiveMinimum: 0 }),
  /** sha256 of all its figures as canonical JSON. */
  digest: Sha256,
  figures: Type.Record(Type.String(), Type.Number()),
})
export type ShiftIssue = Static<typeof ShiftIssue>

export const EVENT_DATA = {
  // ── handling: robot, rotor and the cell's state ───────────────────────────────────────────────
  /** The cell file in force. Published when it differs from the last one this agent published. */
  'cell-described': Type.Object({ hash: Sha256, definition: CellDefinition }),
  'cell-state-changed': Type.Object({
    state: PackMLState,
    reason: Type.String({ description: 'why, as a person would say it' }),
    /** Parts that can no longer be trusted, where that is the reason. */
    suspects: Type.Optional(Type.Array(Serial)),
  }),
  'cell-inputs-changed': CellInputs,
  'part-inserted': Type.Object({
    ...OfCycle,
    partType: Type.String(),
    /** ISO/IEC 15415 grade of the 2D code, A to F; absent where unread. */
    codeGrade: Type.Optional(Type.String()),
    /** Set where the serial is ours because the code was unreadable, unknown or repeated: such a part is held. */
    provisional: Type.Optional(Type.String()),
    recipe: RecipeRef,
    /** Hash of the description in force; absent: as the cell file says. */
    description: Type.Optional(Sha256),
    materialLots: Type.Array(Type.Object({ material: Type.String(), lot: Type.String() })),
    fixture: Type.String(),
    tool: Type.String(),
    partTemperatureC: Type.Optional(Type.Number()),
    ambientTemperatureC: Type.Optional(Type.Number()),
  }),
  /** A phase of the cycle began; the rotor's speed runs linearly to `rpm` over `budgetMs`. */
  'phase-started': Type.Object({
    ...OfCycle,
    phase: Type.String(),
    budgetMs: Type.Number(),
    rpm: Type.Optional(Type.Number()),
  }),
  /** The cell moves the part; what makes it go there is the verdict, a hold rule, or a request. */
  'part-dispatched': Type.Object({
    ...OfCycle,
    to: Destination,
    /** Nest of the hold fixture. */
    place: Type.Optional(Type.Integer({ minimum: 0 })),
    because: Type.Union([
      Type.Literal('verdict'),
      Type.Literal('no-verdict'),
      Type.Literal('no-permission'),
      Type.Literal('request'),
    ]),
    requestId: Type.Optional(Type.String()),
  }),
  /** A sensor at the destination saw it arrive. */
  'part-arrived': Type.Object({ ...OfCycle, at: Destination, place: Type.Optional(Type.Integer({ minimum: 0 })) }),
  /** A person took the part out as they emptied the reject bin; nobody had asked for it. One event for each part. */
  'part-taken-out': Type.Object(OfCycle),
  /** What arrived is not what was sent. The cell stops. */
  'sorting-mismatch-detected': Type.Object({
    ...OfCycle,
    expected: Destination,
    observed: Type.Union([Destination, Type.Null()]),
    suspects: Type.Array(Serial),
  }),
  // ── live stepping and breakpoints ─────────────────────────────────────────────────────────────
  /** The robot took a part from its nest back to the spindle, because somebody asked for a step. */
  'part-mounted': Type.Object({ ...OfCycle, place: Type.Integer({ minimum: 0 }) }),
  /** It is in its nest again. */
  'part-unmounted': Type.Object({ ...OfCycle, place: Type.Integer({ minimum: 0 }) }),
  /** A step is being done; `module` takes its evidence now. */
  'step-started': Type.Object({
    ...OfCycle,
    requestId: Type.String(),
    step: StepTarget,
    /** The how-maniest of this part, from 1. */
    take: Type.Integer({ minimum: 1 }),
    angleDeg: Type.Number(),
    rpm: Type.Number(),
    module: Type.Optional(Source),
    /** Of the recipe that the part was inserted under: what is taken again is held against the same limits. */
    recipeHash: Type.Optional(Sha256),
  }),
  /** From now on in force in the cell, server or no server. */
  'breakpoint-set': Type.Object({ breakpointId: Type.String(), condition: ConditionText, by: Type.String() }),
  'breakpoint-removed': Type.Object({ breakpointId: Type.String(), by: Type.String() }),
  /** The cell holds after this part. */
  'breakpoint-hit': Type.Object({ ...OfCycle, breakpointId: Type.String(), condition: ConditionText }),
  // ── gauge trust ───────────────────────────────────────────────────────────────────────────────
  /** A gauge's module took a calibration over; from now on it is the one in force. */
  'calibration-recorded': Type.Object({
    calibration: GaugeCalibration,
    by: Type.Optional(Type.String()),
    requestId: Type.Optional(Type.String()),
  }),
  'challenge-policy-changed': Type.Object({ required: ChallengeRequired, by: Type.Optional(Type.String()) }),
  'challenge-started': Type.Object({ runId: Type.String(), parts: Type.Array(Serial) }),
  /** The robot put a challenge part back in its rack. */
  'challenge-part-returned': Type.Object({
    ...OfCycle,
    challenge: Serial,
    runId: Type.String(),
    ...ChallengeOutcome.properties,
    /** How often it has been inserted by now. */
    uses: Type.Integer(),
  }),
  /** Every challenge part gave its expected result. */
  'challenge-passed': Type.Object({ runId: Type.String(), cycleNumber: Type.Integer() }),
  /** A known-bad part passed, or a known-good one was rejected. Cycles `from` to `to` are suspect. */
  'challenge-failed': Type.Object({
    runId: Type.String(),
    challenge: Serial,
    findings: Type.Array(ChallengeFinding),
    from: Type.Integer(),
    to: Type.Integer(),
    reason: Type.String(),
  }),
  /** The run ended without an answer: a part was not inspected, expired or worn. */
  'challenge-incomplete': Type.Object({ runId: Type.String(), challenge: Serial, reason: Type.String() }),
  'request-waiting': Type.Object({
    requestId: Type.String(),
    serial: Type.Optional(Serial),
    waitingFor: Type.Array(Type.String()),
  }),
  'request-started': Type.Object({ requestId: Type.String(), serial: Type.Optional(Serial) }),
  'request-done': Type.Object({ requestId: Type.String(), serial: Type.Optional(Serial) }),
  'request-refused': Type.Object({ requestId: Type.String(), serial: Type.Optional(Serial), reason: Type.String() }),

  // ── modules ───────────────────────────────────────────────────────────────────────────────────
  'evidence-captured': Type.Object({
    ...OfCycle,
    module: Source,
    evidence: Type.Array(EvidenceRef),
    tookMs: Type.Number(),
    /** Taken in a step that a person asked for: what was judged stays what it was. */
    because: Type.Optional(Type.Literal('request')),
    requestId: Type.Optional(Type.String()),
  }),
  /** What the module makes of evidence taken in a step. The verdict rests on the cycle's own. */
  'step-inspected': Type.Object({
    ...OfCycle,
    requestId: Type.String(),
    module: Source,
    results: Type.Array(Result),
    evidence: Type.Array(EvidenceRef),
  }),
  'step-failed': Type.Object({ ...OfCycle, requestId: Type.String(), module: Source, reason: Type.String() }),
  'part-inspected': Type.Object({
    ...OfCycle,
    module: Source,
    results: Type.Array(Result),
    evidence: Type.Array(EvidenceRef),
    /** How long each step took, in order. */
    steps: Type.Array(Type.Object({ step: Type.String(), tookMs: Type.Number() })),
  }),
  /** What it took cannot be inspected; it asks for one phase more, to take it again. Once a cycle. */
  'retake-requested': Type.Object({ ...OfCycle, module: Source, phase: Type.String(), reason: Type.String() }),
  'inspection-failed': Type.Object({ ...OfCycle, module: Source, reason: Type.String() }),
  /** What a model in shadow made of the part. Never in a verdict. */
  'part-shadowed': Type.Object({ ...OfCycle, ...Shadowed.properties }),

  // ── verifier ──────────────────────────────────────────────────────────────────────────────────
  'evidence-missing': Type.Object({ ...OfCycle, module: Source, dueAt: Instant }),
  'evidence-late': Type.Object({ ...OfCycle, module: Source, dueAt: Instant, lateMs: Type.Number() }),
  'evidence-duplicate': Type.Object({ ...OfCycle, module: Source }),
  'evidence-unreadable': Type.Object({
    module: Source,
    cycleId: Type.Optional(CycleId),
    serial: Type.Optional(Serial),
    cycleNumber: Type.Optional(Type.Integer()),
    reason: Type.String(),
  }),
  'part-judged': Type.Object({
    ...OfCycle,
    verdict: Verdict,
    reasons: Type.Array(VerdictReason),
    recipe: RecipeRef,
    /** Milliseconds from part-inserted to the verdict. */
    judgedAfterMs: Type.Number(),
    counts: Type.Object({
      pass: Type.Integer(),
      conditionalPass: Type.Integer(),
      conditionalFail: Type.Integer(),
      fail: Type.Integer(),
      notInspected: Type.Integer(),
      /** Advisory characteristics beyond their limits. */
      warning: Type.Optional(Type.Integer()),
    }),
    /** Of a challenge part: what it showed against what it must show. Such a part gets no permission. */
    challenged: Type.Optional(ChallengeOutcome),
    /** Positive permission to accept: good for this serial, cycle and recipe version, and for seconds only. */
    permission: Type.Optional(Type.Object({ expiresAt: Instant })),
  }),

  // ── any agent ─────────────────────────────────────────────────────────────────────────────────
  'epoch-closed': Type.Object({ epoch: Type.Integer({ minimum: 1 }), lastSeq: Type.Integer({ minimum: 0 }) }),
  'events-lost': Type.Object({
    epoch: Type.Integer(),
    from: Type.Integer(),
    to: Type.Integer(),
    reason: Type.String(),
  }),
  'evidence-lost': Type.Object({ sha256: Sha256, reason: Type.String() }),

  // ── server: its own events, same envelope, same journal ───────────────────────────────────────
  'presence-changed': Type.Object({
    of: Source,
    online: Type.Boolean(),
    readiness: Type.Optional(Type.String()),
    progress: Type.Optional(Type.Number()),
    versions: Type.Optional(Type.Record(Type.String(), Type.String())),
    epoch: Type.Optional(Type.Integer()),
    /** When the agent said so, by its own clock. */
    at: Type.Optional(Instant),
  }),
  'gap-detected': Type.Object({ of: Source, epoch: Type.Integer(), from: Type.Integer(), to: Type.Integer() }),
  'gap-filled': Type.Object({ of: Source, epoch: Type.Integer(), from: Type.Integer(), to: Type.Integer() }),
  'part-reviewed': Type.Object({
    ...OfCycle,
    review: Review,
    /** The machine's verdict at that time, so that false rejects can be counted from the event alone. */
    verdict: Type.Optional(Verdict),
    by: Type.String(),
    requestId: Type.Optional(Type.String()),
  }),
  'review-undone': Type.Object({
    ...OfCycle,
    reviewId: EventId,
    /** What is taken back. */
    finding: Type.Optional(Finding),
    verdict: Type.Optional(Verdict),
    by: Type.String(),
    reason: Type.Optional(Type.String()),
  }),
  'request-made': Type.Object({
    requestId: Type.String(),
    target: Type.Union([
      /** `out`: a person takes it off the fixture or out of the bin. */
      Type.Object({
        kind: Type.Literal('move-part'),
        serial: Serial,
        cycleId: CycleId,
        to: Type.Union([Destination, Type.Literal('out')]),
      }),
      Type.Object({
        kind: Type.Literal('set-state'),
        state: Type.Union([Type.Literal('execute'), Type.Literal('held')]),
      }),
      ...TRUST_TARGETS,
      ...STEP_TARGETS,
      ...BREAKPOINT_TARGETS,
    ]),
    by: Type.String(),
    /** Position of the twin on which it was decided. */
    decidedAtRevision: Type.Optional(Type.Integer()),
    expiresAt: Instant,
  }),
  /** A person answers for parts that a failed challenge had made suspect. */
  'suspicion-released': Type.Object({
    /** The challenge-failed event. */
    suspicion: EventId,
    from: Type.Integer(),
    to: Type.Integer(),
    by: Type.String(),
    reason: Type.String({ minLength: 3, maxLength: 500 }),
  }),
  /** Taken or renewed: the same `controlId` with a later end. */
  'control-taken': Control,
  'control-released': Type.Object({ controlId: Type.String(), by: Type.String() }),
  'control-expired': Type.Object({ controlId: Type.String() }),
  'request-withdrawn': Type.Object({ requestId: Type.String(), by: Type.String() }),
  'request-expired': Type.Object({ requestId: Type.String() }),

  // ── alarms ────────────────────────────────────────────────────────────────────────────────────
  ...ALARM_EVENTS,

  // ── shifts ────────────────────────────────────────────────────────────────────────────────────
  /** The server closed the report of a shift that is over: these are its figures, as known at `position`. */
  'shift-closed': ShiftIssue,
  /** Something came late, or a person decided later: what moved, even where it is nothing. */
  'shift-restated': Type.Object({
    ...ShiftIssue.properties,
    changes: Type.Array(Type.Object({ figure: Type.String(), was: Type.Number(), is: Type.Number() })),
    lateEvents: Type.Array(Type.Object({ source: Source, count: Type.Integer({ minimum: 1 }) })),
  }),
  /** A person counted what is there; `remark` explains a difference that stays. */
  'bin-counted': Type.Object({
    shift: ShiftId,
    bin: Destination,
    counted: Type.Integer({ minimum: 0 }),
    remark: Type.Optional(Type.String({ maxLength: 500 })),
    by: Type.String(),
  }),
  'shift-commented': Type.Object({
    shift: ShiftId,
    text: Type.String({ minLength: 1, maxLength: 2000 }),
    by: Type.String(),
  }),
  /** Signed are the figures of this digest and no others. */
  'shift-signed': Type.Object({ shift: ShiftId, digest: Sha256, by: Type.String() }),

  // ── models ────────────────────────────────────────────────────────────────────────────────────
  ...MODEL_EVENTS,
  ...ROLLOUT_EVENTS,

  // ── recipes: proposed and released by people, adopted by the cell ──────────────────────────────
  ...RECIPE_EVENTS,
  ...DESCRIPTION_EVENTS,

  // ── studies of gauges ───────────────────────────────────────────────────────────────────────
  ...STUDY_EVENTS,

  // ── a second look at what was judged ──────────────────────────────────────────────────────────
  ...SECOND_REVIEW_EVENTS,

  // ── limit samples, signed by people ───────────────────────────────────────────────────────────
  ...LIMIT_SAMPLE_EVENTS,

  // ── what becomes of parts: told by the cell where it packs, else by the server ─────────────────
  ...PACKING_EVENTS,
  ...RECALL_EVENTS,
} as const satisfies Record<string, TSchema>

export type EventType = keyof typeof EVENT_DATA
export type EventData<T extends EventType> = Static<(typeof EVENT_DATA)[T]>

const envelope = {
  v: Type.Literal(1),
  id: EventId,
  type: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
  source: Source,
  /** A stream is (source, epoch), gapless from 1. */
  epoch: Type.Integer({ minimum: 1 }),
  seq: Type.Integer({ minimum: 1 }),
  occurredAt: Instant,
  /** Some of it was not real. `replayed` devices give recorded evidence: real once, not now. */
  simulated: Type.Boolean(),
  replayed: Type.Optional(Type.Boolean()),
}
export const Envelope = Type.Object({ ...envelope, data: Type.Unknown() })

export type CellEvent = {
  [T in EventType]: Omit<Static<typeof Envelope>, 'type' | 'data'> & { type: T; data: EventData<T> }
}[EventType]
export type EventOf<T extends EventType> = Extract<CellEvent, { type: T }>

/** An event with its place in the journal. */
export interface JournalEntry {
  readonly position: number
  readonly recordedAt: Instant
  readonly event: CellEvent
}
export { Conformance }
