/**
 * Events: facts, in the past tense, never refused.
 *
 * `EVENT_DATA` gives for each type the shape of its `data`; each subject's file has its own. docs/events.md lists them all.
 * Unknown fields are kept; unknown types are stored and shown.
 */
import Type, { type Static, type TSchema } from 'typebox'
import { ALARM_EVENTS } from './alarm.ts'
import { DESCRIPTION_EVENTS } from './cell-description.ts'
import { DELIVERY_EVENTS } from './delivery.ts'
import { TRUST_EVENTS } from './gauge-trust.ts'
import { HANDLING_EVENTS } from './handling.ts'
import { EventId, Instant, Source } from './ids.ts'
import { INSPECTION_EVENTS } from './inspection.ts'
import { LIMIT_SAMPLE_EVENTS } from './limit-sample.ts'
import { MODEL_EVENTS, ROLLOUT_EVENTS } from './model.ts'
import { PACKING_EVENTS } from './packing.ts'
import { RECALL_EVENTS } from './recall.ts'
import { RECIPE_EVENTS } from './recipe.ts'
import { REQUEST_EVENTS } from './request.ts'
import { REVIEW_EVENTS } from './review.ts'
import { SECOND_REVIEW_EVENTS } from './second-review.ts'
import { SHIFT_EVENTS } from './shift-events.ts'
import { STEPPING_EVENTS } from './stepping.ts'
import { STUDY_EVENTS } from './study.ts'
import { STUDY_RUN_EVENTS } from './study-run.ts'

export const EVENT_DATA = {
  ...HANDLING_EVENTS,
  ...INSPECTION_EVENTS,
  ...REVIEW_EVENTS,
  ...REQUEST_EVENTS,
  ...STEPPING_EVENTS,
  ...TRUST_EVENTS,
  ...DELIVERY_EVENTS,
  ...ALARM_EVENTS,
  ...SHIFT_EVENTS,
  ...MODEL_EVENTS,
  ...ROLLOUT_EVENTS,
  ...RECIPE_EVENTS,
  ...DESCRIPTION_EVENTS,
  ...STUDY_EVENTS,
  ...STUDY_RUN_EVENTS,
  ...SECOND_REVIEW_EVENTS,
  ...LIMIT_SAMPLE_EVENTS,
  ...PACKING_EVENTS,
  ...RECALL_EVENTS,
} as const satisfies Record<string, TSchema>

export type EventType = keyof typeof EVENT_DATA
/** By name, so that the type-checker reads each shape once and compares two events by their type. */
type DataByType = { [T in EventType]: Static<(typeof EVENT_DATA)[T]> }
export type EventData<T extends EventType> = DataByType[T]

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

type Head = Omit<Static<typeof Envelope>, 'type' | 'data'>
type EventByType = { [T in EventType]: Head & { type: T; data: DataByType[T] } }
export type EventOf<T extends EventType> = EventByType[T]
export type CellEvent = EventOf<EventType>

/** An event with its place in the journal. */
export interface JournalEntry {
  readonly position: number
  readonly recordedAt: Instant
  readonly event: CellEvent
}
