/** What people decided about parts. */
import Type, { type Static } from 'typebox'
import { Verdict } from './characteristic.ts'
import { OfCycle } from './cycle.ts'
import { EventId, Instant, Sha256 } from './ids.ts'

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

export const REVIEW_EVENTS = {
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
} as const
