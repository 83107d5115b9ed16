/** The report of a shift as the API answers it. Figures are what the digest stands for; the rest is about them. */
import Type, { type Static } from 'typebox'
import { Destination, PackMLState } from './handling.ts'
import { EventId, Instant, Sha256 } from './ids.ts'
import { EscapeWindow } from './second-review.ts'
import { ShiftId, ShiftIssue } from './shift-events.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })
const Ms = Type.Number({ minimum: 0 })

/** `count` of `of`, with the Wilson interval (95 %); null where nothing was counted. */
export const ShareOf = Type.Object({
  count: Count,
  of: Count,
  interval: Nullable(Type.Object({ share: Type.Number(), lower: Type.Number(), upper: Type.Number() })),
})
export type ShareOf = Static<typeof ShareOf>

export const ShiftLoss = Type.Object({
  /** Characteristic, or PackML state and reason. */
  key: Type.String(),
  title: Type.String(),
  /** Inspection module, or PackML state. */
  of: Type.String(),
  count: Count,
  timeMs: Ms,
})
export type ShiftLoss = Static<typeof ShiftLoss>

export const ShiftSpan = Type.Object({
  /** `unknown` before the first word of the cell, `planned` in a break. */
  state: Type.Union([PackMLState, Type.Literal('unknown')]),
  reason: Type.String(),
  from: Instant,
  to: Instant,
})
export type ShiftSpan = Static<typeof ShiftSpan>

/** Cell milliseconds. A part's cycle runs from its first phase to its arrival. */
export const ShiftCycleTime = Type.Object({
  measured: Count,
  p5Ms: Nullable(Ms),
  p50Ms: Nullable(Ms),
  p95Ms: Nullable(Ms),
  overBudget: Count,
  overMs: Ms,
  /** Which phases ate the time beyond the budget, greatest first. */
  overruns: Type.Array(Type.Object({ phase: Type.String(), title: Type.String(), cycles: Count, overMs: Ms })),
  bins: Type.Array(Type.Object({ from: Instant, n: Count, p5Ms: Ms, p50Ms: Ms, p95Ms: Ms })),
  histogram: Type.Object({ stepMs: Ms, bins: Type.Array(Type.Object({ fromMs: Ms, n: Count })) }),
})
export type ShiftCycleTime = Static<typeof ShiftCycleTime>

export const ShiftFigures = Type.Object({
  production: Type.Object({
    inserted: Count,
    judged: Count,
    good: Count,
    rejected: Count,
    held: Count,
    unjudged: Count,
    target: Nullable(Count),
    /** Of the target, what is due by the end of the figures. */
    due: Nullable(Count),
  }),
  quality: Type.Object({
    /** The upstream process: parts that did not conform at their first pass, of those that could be judged. */
    product: ShareOf,
    /** The cell itself: false rejects, parts not inspected, parts inspected again. */
    own: ShareOf,
    falseRejects: ShareOf,
    notInspected: ShareOf,
    reinspected: ShareOf,
  }),
  losses: Type.Array(ShiftLoss),
  stops: Type.Array(ShiftLoss),
  time: Type.Object({
    scheduledMs: Ms,
    plannedStopMs: Ms,
    /** Scheduled without planned stops. */
    availableMs: Ms,
    executeMs: Ms,
    lostMs: Ms,
    /** OEE and its factors; null where there was no time or no part to say it of. */
    availability: Nullable(Type.Number()),
    performance: Nullable(Type.Number()),
    quality: Nullable(Type.Number()),
    oee: Nullable(Type.Number()),
  }),
  spans: Type.Array(ShiftSpan),
  planned: Type.Array(Type.Object({ title: Type.String(), from: Instant, to: Instant })),
  cycleTime: ShiftCycleTime,
  /** Where the shift's parts are, as the system sent them and as the sensors saw them. */
  counts: Type.Array(Type.Object({ place: Type.Union([Destination, Type.Literal('out')]), sent: Count, seen: Count })),
})
export type ShiftFigures = Static<typeof ShiftFigures>

export const ShiftState = Type.Enum(['running', 'over', 'closed', 'signed'])
export type ShiftState = Static<typeof ShiftState>

/** GET /api/cells/{cell}/shifts: newest first. */
export const ShiftSummary = Type.Object({
  id: ShiftId,
  title: Type.String(),
  from: Instant,
  to: Instant,
  state: ShiftState,
  /** Headline figures as last issued; empty while running. */
  figures: Type.Record(Type.String(), Type.Number()),
  restatements: Count,
})
export type ShiftSummary = Static<typeof ShiftSummary>

export const ShiftBlocker = Type.Enum(['running', 'not-closed', 'uncounted', 'differs', 'restated', 'past-reading'])
export type ShiftBlocker = Static<typeof ShiftBlocker>

export const HandCount = Type.Object({
  bin: Destination,
  counted: Count,
  remark: Nullable(Type.String()),
  by: Type.String(),
  at: Instant,
})
export type HandCount = Static<typeof HandCount>

const Issued = { ...ShiftIssue.properties, at: Instant }

/** GET /api/cells/{cell}/shifts/{id} */
export const ShiftReport = Type.Object({
  id: ShiftId,
  title: Type.String(),
  from: Instant,
  to: Instant,
  timeZone: Type.String(),
  cell: Type.String(),
  cellTitle: Type.String(),
  simulated: Type.Boolean(),
  replayed: Type.Boolean(),
  state: ShiftState,
  /** Speed of the cell's clock: at 10, ten planned seconds pass in one. */
  speed: Type.Number(),
  budgetMs: Type.Number(),
  taktMs: Nullable(Type.Number()),
  /** Last journal position that the figures know, and until when they count. */
  position: Type.Integer(),
  until: Instant,
  figures: ShiftFigures,
  digest: Sha256,
  /** No figure of the shift: of the weeks up to its end, by what was known at `position`. */
  escapes: EscapeWindow,
  issued: Nullable(Type.Object(Issued)),
  restatements: Type.Array(
    Type.Object({
      ...Issued,
      id: EventId,
      changes: Type.Array(Type.Object({ figure: Type.String(), was: Type.Number(), is: Type.Number() })),
      lateEvents: Type.Array(Type.Object({ source: Type.String(), count: Count })),
    }),
  ),
  /** The newest count of each place. */
  handCounts: Type.Array(HandCount),
  comments: Type.Array(Type.Object({ id: EventId, at: Instant, by: Type.String(), text: Type.String() })),
  signature: Nullable(Type.Object({ at: Instant, by: Type.String(), digest: Sha256 })),
  /** Why it cannot be signed. */
  blockers: Type.Array(ShiftBlocker),
  previous: Nullable(ShiftId),
  next: Nullable(ShiftId),
})
export type ShiftReport = Static<typeof ShiftReport>

export const ShiftAnswer = Type.Object({ position: Type.Integer() })
