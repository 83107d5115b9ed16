/** Limit samples: evidence of a real part that shows where the border lies, signed and good for a time. */
import Type, { type Static } from 'typebox'
import { EvidenceRef } from './evidence.ts'
import { CycleId, Instant, Serial } from './ids.ts'

export const LimitSampleKind = Type.Enum(['acceptable', 'unacceptable'])
export type LimitSampleKind = Static<typeof LimitSampleKind>

/** Where in the picture, in its pixels, and how much around it is worth seeing. */
export const SamplePlace = Type.Object({
  x: Type.Number(),
  y: Type.Number(),
  angleDeg: Type.Optional(Type.Number()),
  reachPx: Type.Number({ exclusiveMinimum: 0 }),
})
export type SamplePlace = Static<typeof SamplePlace>

export const LimitSample = Type.Object({
  sampleId: Type.String({ minLength: 1 }),
  characteristic: Type.String({ minLength: 1 }),
  cycleId: CycleId,
  serial: Serial,
  evidence: EvidenceRef,
  place: Type.Optional(SamplePlace),
  /** Still acceptable, or already not. */
  kind: LimitSampleKind,
  /** What to look at, or listen for. */
  remark: Type.Optional(Type.String({ maxLength: 500 })),
  expiresAt: Instant,
  by: Type.String({ minLength: 1 }),
})
export type LimitSample = Static<typeof LimitSample>

export const LIMIT_SAMPLE_EVENTS = {
  /** From now on it is shown beside the evidence of other parts, until it expires or is withdrawn. */
  'limit-sample-signed': LimitSample,
  'limit-sample-withdrawn': Type.Object({ sampleId: Type.String(), by: Type.String() }),
}

/** POST /api/cells/{cell}/limit-samples */
export const LimitSampleRequest = Type.Object({
  characteristic: Type.String({ minLength: 1 }),
  cycleId: CycleId,
  sha256: EvidenceRef.properties.sha256,
  place: Type.Optional(SamplePlace),
  kind: LimitSampleKind,
  remark: Type.Optional(Type.String({ maxLength: 500 })),
  expiresAt: Instant,
  by: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
})
export type LimitSampleRequest = Static<typeof LimitSampleRequest>
