/** Requests: what people ask of the cell, and what became of it. */
import Type, { type Static } from 'typebox'
import { TRUST_TARGETS } from './gauge-trust.ts'
import { Destination } from './handling.ts'
import { CycleId, Instant, Serial } from './ids.ts'
import { BREAKPOINT_TARGETS, STEP_TARGETS } from './stepping.ts'
import { STUDY_TARGETS } from './study-run.ts'

/** What the cell can be asked to do. */
export const RequestTarget = Type.Union([
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
  ...STUDY_TARGETS,
  ...STEP_TARGETS,
  ...BREAKPOINT_TARGETS,
])
export type RequestTarget = Static<typeof RequestTarget>

export const REQUEST_EVENTS = {
  'request-made': Type.Object({
    requestId: Type.String(),
    target: RequestTarget,
    by: Type.String(),
    /** Position of the twin on which it was decided. */
    decidedAtRevision: Type.Optional(Type.Integer()),
    expiresAt: Instant,
  }),
  'request-waiting': Type.Object({
    requestId: Type.String(),
    serial: Type.Optional(Serial),
    waitingFor: Type.Array(Type.String()),
  }),
  'request-started': Type.Object({ requestId: Type.String(), serial: Type.Optional(Serial) }),
  'request-done': Type.Object({ requestId: Type.String(), serial: Type.Optional(Serial) }),
  'request-refused': Type.Object({ requestId: Type.String(), serial: Type.Optional(Serial), reason: Type.String() }),
  'request-withdrawn': Type.Object({ requestId: Type.String(), by: Type.String() }),
  'request-expired': Type.Object({ requestId: Type.String() }),
} as const
