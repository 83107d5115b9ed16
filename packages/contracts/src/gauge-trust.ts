/** What makes a gauge trusted: a calibration that has not expired, and challenge parts that gave what they must. */
import Type, { type Static } from 'typebox'
import { Imaging } from './calibration.ts'
import { OfCycle } from './cycle.ts'
import { EventId, Instant, Serial, Source } from './ids.ts'
import type { MasterPart } from './study-run.ts'

/** One undulation a turn of the spindle's angle: cos · cos(order·φ) + sin · sin(order·φ). */
export const Harmonic = Type.Object({
  order: Type.Integer({ minimum: 1 }),
  cosMm: Type.Number(),
  sinMm: Type.Number(),
  /** Expanded (k = 2), of either amplitude. */
  uncertaintyMm: Type.Number({ minimum: 0 }),
})
export type Harmonic = Static<typeof Harmonic>

/** How a fixture's spindle and mandrel move by themselves, turn for turn; found by reversing a master ring. */
export const SpindleError = Type.Object({
  fixture: Type.String({ minLength: 1 }),
  axial: Type.Array(Harmonic),
  radial: Type.Array(Harmonic),
})
export type SpindleError = Static<typeof SpindleError>

/** A gauge's calibration. Until it expires, results of the gauge count. */
export const GaugeCalibration = Type.Object({
  /** Given once: another record has another id. */
  id: Type.String({ minLength: 1 }),
  gauge: Type.String({ minLength: 1 }),
  /** Absent in a cell file: counted from when the gauge's module first read it. */
  madeAt: Type.Optional(Instant),
  validUntil: Type.Optional(Instant),
  validForHours: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  temperatureC: Type.Optional(Type.Number()),
  /** What was left over, by name with its unit: `rmsPx`, `ringRmsMm` … */
  residuals: Type.Optional(Type.Record(Type.String(), Type.Number())),
  spindle: Type.Optional(Type.Array(SpindleError)),
  /** Of a camera: lens, and plane to measure on. */
  imaging: Type.Optional(Imaging),
})
export type GaugeCalibration = Static<typeof GaugeCalibration>

/** When it stops being good; null where its making is not known yet. */
export function expiryOf({ madeAt, validUntil, validForHours }: GaugeCalibration): Instant | null {
  const ends = validUntil === undefined ? [] : [validUntil]
  if (madeAt !== undefined && validForHours !== undefined)
    ends.push(new Date(Date.parse(madeAt) + validForHours * 3_600_000).toISOString())
  return ends.sort()[0] ?? null
}

/** Whether AUTO waits for the challenge parts: at each shift start, changeover and repair, or only when asked for. */
export const ChallengeRequired = Type.Union([Type.Literal('at-shift-start'), Type.Literal('on-request')])
export type ChallengeRequired = Static<typeof ChallengeRequired>

/** A part whose condition is known: known good, or known bad in one way. */
export const ChallengePart = Type.Object({
  /** Its serial: it stands on the part and in its passport. */
  id: Serial,
  title: Type.String({ minLength: 1 }),
  /** Characteristics that must fail on it. None: the part is known good, and everything must pass. */
  fails: Type.Array(Type.String()),
  expiresAt: Instant,
  /** How often it may be inserted before it counts as worn. */
  uses: Type.Integer({ minimum: 1 }),
  /** What is wrong with it. A simulated cell makes it so. */
  defects: Type.Optional(
    Type.Array(
      Type.Object({
        kind: Type.String({ description: 'as in PART_DEFECTS' }),
        severity: Type.Number({ minimum: 0, maximum: 1 }),
        angleDeg: Type.Optional(Type.Number()),
      }),
    ),
  ),
})
export type ChallengePart = Static<typeof ChallengePart>

interface Rack {
  readonly challenge?: Challenge
  readonly masters?: readonly MasterPart[]
}
export type RackPart = Pick<ChallengePart, 'id' | 'defects'> & Partial<Pick<ChallengePart, 'title'>>

/** What has its place in the rack, in the order of the places: challenge parts, then masters. */
export const rackOf = ({ challenge, masters = [] }: Rack): readonly RackPart[] => [
  ...(challenge?.parts ?? []),
  ...masters,
]

/** What lies in the rack under that id, challenge part or master. */
export const inRack = (rack: Rack, id: string | undefined): RackPart | undefined =>
  rackOf(rack).find((part) => part.id === id)

/** The cell's set of challenge parts, and when they must have run. */
export const Challenge = Type.Object({
  required: ChallengeRequired,
  /** A shift: so long a good run is believed. */
  validForHours: Type.Number({ exclusiveMinimum: 0 }),
  parts: Type.Array(ChallengePart, { minItems: 1 }),
})
export type Challenge = Static<typeof Challenge>

/** What a challenge part showed of one characteristic. */
export const ChallengeFinding = Type.Object({
  characteristic: Type.String(),
  expected: Type.Union([Type.Literal('pass'), Type.Literal('fail')]),
  found: Type.String({ description: 'conformance' }),
})
export type ChallengeFinding = Static<typeof ChallengeFinding>

/** `inconclusive`: something was not inspected, so the part has shown nothing. */
export const ChallengeOutcome = Type.Object({
  outcome: Type.Union([Type.Literal('as-expected'), Type.Literal('failed'), Type.Literal('inconclusive')]),
  findings: Type.Array(ChallengeFinding),
})
export type ChallengeOutcome = Static<typeof ChallengeOutcome>

/** Requests about the trust in gauges. */
export const TRUST_TARGETS = [
  Type.Object({ kind: Type.Literal('run-challenge') }),
  Type.Object({ kind: Type.Literal('require-challenge'), required: ChallengeRequired }),
  /** Answered by the gauge's own module. */
  Type.Object({ kind: Type.Literal('record-calibration'), module: Source, calibration: GaugeCalibration }),
] as const

export const TRUST_EVENTS = {
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
  /** A person answers for parts that a failed challenge had made suspect. */
  'suspicion-released': Type.Object({
    /** The challenge-failed event. */
    suspicion: EventId,
    from: Type.Integer(),
    to: Type.Integer(),
    by: Type.String(),
    reason: Type.String({ minLength: 3, maxLength: 500 }),
  }),
} as const
