/** Live stepping: one panel in control asks the cell for one step at a time; and breakpoints, at which the cell holds. */
import Type, { type Static } from 'typebox'
import { Result, Verdict } from './characteristic.ts'
import { OfCycle } from './cycle.ts'
import { EvidenceRef } from './evidence.ts'
import { CycleId, Instant, Serial, Sha256, Source } from './ids.ts'

/** The one panel that may ask for steps. Taken, renewed and given back; it ends by itself. */
export const Control = Type.Object({
  controlId: Type.String({ minLength: 1 }),
  by: Type.String({ minLength: 1 }),
  /** sha256 of what only that panel knows. */
  panel: Sha256,
  expiresAt: Instant,
})
export type Control = Static<typeof Control>

const OfStep = { serial: Serial, cycleId: CycleId, controlId: Type.String() }

/** What can be asked of a part in the hold fixture, one at a time. `put-back` takes it from the spindle to its nest. */
export const STEP_TARGETS = [
  Type.Object({ kind: Type.Literal('turn-to'), ...OfStep, angleDeg: Type.Number({ minimum: 0, maximum: 360 }) }),
  Type.Object({ kind: Type.Literal('retake-image'), ...OfStep }),
  Type.Object({ kind: Type.Literal('rescan'), ...OfStep }),
  Type.Object({ kind: Type.Literal('spin'), ...OfStep, rpm: Type.Number({ exclusiveMinimum: 0 }) }),
  Type.Object({ kind: Type.Literal('put-back'), ...OfStep }),
] as const
export const StepTarget = Type.Union([...STEP_TARGETS])
export type StepTarget = Static<typeof StepTarget>

/** A person at a cell with the guard open is near: motion is slow (ISO 10218-1 reduced speed). */
export const REDUCED_ROBOT_MM_PER_S = 250
export const REDUCED_RPM = 120

/** A condition in words: `crimp-count < 6 and vibration passes`, `every 50th good part`. */
export const ConditionText = Type.String({ minLength: 1, maxLength: 300 })

/** GET /api/cells/{cell}/breakpoints */
export const BreakpointInForce = Type.Object({
  breakpointId: Type.String(),
  condition: ConditionText,
  by: Type.String(),
  setAt: Instant,
  hit: Type.Optional(Type.Object({ serial: Serial, cycleId: CycleId, cycleNumber: Type.Integer(), at: Instant })),
})
export type BreakpointInForce = Static<typeof BreakpointInForce>

/** POST /api/cells/{cell}/breakpoints/dry-run */
export const BreakpointDryRun = Type.Object({
  from: Instant,
  parts: Type.Integer(),
  stops: Type.Integer(),
  /** The newest, newest first. */
  hits: Type.Array(
    Type.Object({ serial: Serial, cycleId: CycleId, cycleNumber: Type.Integer(), at: Instant, verdict: Verdict }),
  ),
})
export type BreakpointDryRun = Static<typeof BreakpointDryRun>

/** How many a cell keeps in force. */
export const MOST_BREAKPOINTS = 20

export const BREAKPOINT_TARGETS = [
  Type.Object({
    kind: Type.Literal('set-breakpoint'),
    breakpointId: Type.String({ minLength: 1 }),
    condition: ConditionText,
    by: Type.String(),
  }),
  Type.Object({
    kind: Type.Literal('remove-breakpoint'),
    breakpointId: Type.String({ minLength: 1 }),
    by: Type.String(),
  }),
] as const

export const STEPPING_EVENTS = {
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
  /** What the module makes of evidence taken in a step. The verdict rests on the cycle's own. */
  'step-inspected': Type.Object({
    ...OfCycle,
    requestId: Type.String(),
    module: Source,
    results: Type.Array(Result),
    evidence: Type.Array(EvidenceRef),
  }),
  'step-failed': Type.Object({ ...OfCycle, requestId: Type.String(), module: Source, reason: Type.String() }),
  /** From now on in force in the cell, server or no server. */
  'breakpoint-set': Type.Object({ breakpointId: Type.String(), condition: ConditionText, by: Type.String() }),
  'breakpoint-removed': Type.Object({ breakpointId: Type.String(), by: Type.String() }),
  /** The cell holds after this part. */
  'breakpoint-hit': Type.Object({ ...OfCycle, breakpointId: Type.String(), condition: ConditionText }),
  /** Taken or renewed: the same `controlId` with a later end. */
  'control-taken': Control,
  'control-released': Type.Object({ controlId: Type.String(), by: Type.String() }),
  'control-expired': Type.Object({ controlId: Type.String() }),
} as const
