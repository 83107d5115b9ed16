/** Shifts in the journal: what was closed, counted, remarked and signed. */
import Type, { type Static } from 'typebox'
import { Destination } from './handling.ts'
import { Instant, Sha256, Source } from './ids.ts'

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

export const SHIFT_EVENTS = {
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
} as const
