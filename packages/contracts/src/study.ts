/** Studies of gauges (measurement systems analysis): what was measured again and again, and what it says of the gauge. */
import Type, { type Static } from 'typebox'
import { CycleId, EventId, Instant, Serial, Sha256 } from './ids.ts'

/**
 * `type1` one reference part; `linearity` masters across the range; `type3` parts reloaded without a person; `grr` people
 * take part; `attribute` good or bad.
 */
export const StudyKind = Type.Enum(['type1', 'linearity', 'type3', 'grr', 'attribute'])
export type StudyKind = Static<typeof StudyKind>

export const StudyVerdict = Type.Enum(['capable', 'conditional', 'not-capable'])
export type StudyVerdict = Static<typeof StudyVerdict>

const Rating = Type.Enum(['conforming', 'nonconforming'])

/**
 * One measurement or decision. A study of values has `value`, one of linearity `referenceValue` beside it, one of
 * attributes `rating` and `reference`.
 */
export const StudyReading = Type.Object({
  part: Serial,
  operator: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  value: Type.Optional(Type.Number()),
  /** What a master is certified to be. */
  referenceValue: Type.Optional(Type.Number()),
  rating: Type.Optional(Rating),
  /** What the part is known to be. */
  reference: Type.Optional(Rating),
  /** Near the limit, where deciding is hard. */
  borderline: Type.Optional(Type.Boolean()),
  /** Where it was read from the journal. */
  cycleId: Type.Optional(CycleId),
})
export type StudyReading = Static<typeof StudyReading>

export const StudySettings = Type.Object({
  /** Width of the tolerance; of the characteristic's limits where absent. */
  tolerance: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  /** Known value of the reference part of a type 1 study. */
  reference: Type.Optional(Type.Number()),
  resolution: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  /** Six standard deviations of the process, for a study of linearity; the tolerance where absent. */
  processVariation: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  /** How Cg is reckoned: `0.2T/6s`, `0.15T/6s`, `0.2T/4s`. */
  convention: Type.Optional(Type.Enum(['0.2T/6s', '0.15T/6s', '0.2T/4s'])),
})
export type StudySettings = Static<typeof StudySettings>

const MOST_READINGS = 5_000

const About = {
  kind: StudyKind,
  gauge: Type.String({ minLength: 1, maxLength: 80 }),
  characteristic: Type.String({ minLength: 1, maxLength: 80 }),
  settings: StudySettings,
  readings: Type.Array(StudyReading, { minItems: 1, maxItems: MOST_READINGS }),
}

export const STUDY_EVENTS = {
  /** Figures are those that the server reckoned from these readings; whoever doubts them reckons again. */
  'study-recorded': Type.Object({
    ...About,
    unit: Type.String(),
    /** sha256 of the readings as canonical JSON. */
    readingsDigest: Sha256,
    verdict: StudyVerdict,
    figures: Type.Record(Type.String(), Type.Unknown()),
    by: Type.String(),
    /** The cell's own run that gave the readings. */
    runId: Type.Optional(Type.String()),
  }),
} as const

/** POST /api/cells/{cell}/studies: readings of one's own, or which parts' cycles to take from the journal. */
export const StudyRequest = Type.Object({
  kind: StudyKind,
  characteristic: About.characteristic,
  settings: Type.Optional(StudySettings),
  readings: Type.Optional(About.readings),
  fromCell: Type.Optional(
    Type.Object({
      serials: Type.Array(Serial, { minItems: 1, maxItems: 200 }),
      since: Type.Optional(Instant),
      until: Type.Optional(Instant),
      /** Of each part its newest so many; all where absent. */
      trials: Type.Optional(Type.Integer({ minimum: 2, maximum: 500 })),
    }),
  ),
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
})
export type StudyRequest = Static<typeof StudyRequest>

export const StudySummary = Type.Object({
  id: EventId,
  recordedAt: Instant,
  kind: StudyKind,
  verdict: StudyVerdict,
  readings: Type.Integer(),
  parts: Type.Integer(),
  simulated: Type.Boolean(),
  by: Type.String(),
  /** The cell's own run that gave the readings. */
  runId: Type.Optional(Type.String()),
})
export type StudySummary = Static<typeof StudySummary>

/** One gauge and one characteristic with its studies, newest first; none where it was never studied. */
export const StudiedCharacteristic = Type.Object({
  gauge: Type.String(),
  characteristic: Type.String(),
  title: Type.String(),
  kind: Type.Union([Type.Literal('count'), Type.Literal('measure'), Type.Literal('class')]),
  unit: Type.String(),
  studies: Type.Array(StudySummary),
})
export type StudiedCharacteristic = Static<typeof StudiedCharacteristic>

export const StudyRecord = Type.Object({
  id: EventId,
  recordedAt: Instant,
  simulated: Type.Boolean(),
  ...STUDY_EVENTS['study-recorded'].properties,
})
export type StudyRecord = Static<typeof StudyRecord>

/** A measured characteristic that a run of the cell gave fewer readings of than it took, or no study. */
export const StudyShortfall = Type.Object({
  characteristic: Type.String(),
  title: Type.String(),
  /** That there are, of so many. */
  readings: Type.Integer(),
  of: Type.Integer(),
  /** Readings without a value by what the module said of them; null where it said nothing at all. */
  lost: Type.Array(Type.Object({ count: Type.Integer(), reason: Type.Union([Type.String(), Type.Null()]) })),
  /** Why there is no study; null where there is one of fewer readings. */
  noStudy: Type.Union([Type.String(), Type.Null()]),
})
export type StudyShortfall = Static<typeof StudyShortfall>

/** GET /api/cells/{cell}/studies/run: what the last complete run of the cell did not give. */
export const StudyRunOutcome = Type.Object({
  runId: Type.Union([Type.String(), Type.Null()]),
  /** Results may still come. */
  awaited: Type.Boolean(),
  shortfalls: Type.Array(StudyShortfall),
})
export type StudyRunOutcome = Static<typeof StudyRunOutcome>

/** A part that was inspected more than once: what a study from the cell can be made of. */
export const RepeatedPart = Type.Object({
  serial: Serial,
  cycles: Type.Integer(),
  lastAt: Instant,
  challenge: Type.Boolean(),
})
export type RepeatedPart = Static<typeof RepeatedPart>

/** GET /api/cells/{cell}/studies/readings: repeated cycles of parts, as a study would read them. */
export const StudyReadings = Type.Object({
  gauge: Type.String(),
  characteristic: Type.String(),
  unit: Type.String(),
  /** Width of the tolerance by the recipe; null where the characteristic has none. */
  tolerance: Type.Union([Type.Number(), Type.Null()]),
  simulated: Type.Boolean(),
  readings: Type.Array(StudyReading),
})
export type StudyReadings = Static<typeof StudyReadings>
