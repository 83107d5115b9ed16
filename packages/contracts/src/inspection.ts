/** Inspection: what the modules found, what the verifier missed, and the verdict. */
import Type from 'typebox'
import { Result, Verdict, VerdictReason } from './characteristic.ts'
import { OfCycle } from './cycle.ts'
import { EvidenceRef, RepeatedEvidence } from './evidence.ts'
import { ChallengeOutcome } from './gauge-trust.ts'
import { CycleId, Instant, MOST_INTEGER, Serial, Source } from './ids.ts'
import { Shadowed } from './model.ts'
import { RecipeRef } from './recipe.ts'

export const INSPECTION_EVENTS = {
  'evidence-captured': Type.Object({
    ...OfCycle,
    module: Source,
    evidence: Type.Array(EvidenceRef),
    tookMs: Type.Number(),
    /** Taken in a step that a person asked for: what was judged stays what it was. */
    because: Type.Optional(Type.Literal('request')),
    requestId: Type.Optional(Type.String()),
  }),
  'part-inspected': Type.Object({
    ...OfCycle,
    module: Source,
    results: Type.Array(Result),
    evidence: Type.Array(EvidenceRef),
    /** How long each step took, in order. */
    steps: Type.Array(Type.Object({ step: Type.String(), tookMs: Type.Number() })),
    /** Its sensor is stuck: nothing of the evidence was inspected. */
    repeats: Type.Optional(RepeatedEvidence),
  }),
  /** What it took cannot be inspected; it asks for one phase more, to take it again. Once a cycle. */
  'retake-requested': Type.Object({ ...OfCycle, module: Source, phase: Type.String(), reason: Type.String() }),
  'inspection-failed': Type.Object({ ...OfCycle, module: Source, reason: Type.String() }),
  /** What a model in shadow made of the part. Never in a verdict. */
  'part-shadowed': Type.Object({ ...OfCycle, ...Shadowed.properties }),
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
      notInspected: Type.Integer({ minimum: 0, maximum: MOST_INTEGER }),
      /** Advisory characteristics beyond their limits. */
      warning: Type.Optional(Type.Integer()),
    }),
    /** Of a challenge part: what it showed against what it must show. Such a part gets no permission. */
    challenged: Type.Optional(ChallengeOutcome),
    /** Positive permission to accept: good for this serial, cycle and recipe version, and for seconds only. */
    permission: Type.Optional(Type.Object({ expiresAt: Instant })),
  }),
} as const
