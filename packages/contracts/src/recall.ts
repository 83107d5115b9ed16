/** A recall: which parts, why, in which containers, and who found and blocked them. */
import Type, { type Static } from 'typebox'
import { Verdict } from './characteristic.ts'
import { CycleId, EventId, Instant, Serial } from './ids.ts'
import { ContainerId, ShipmentId } from './packing.ts'
import { AskedCriteria, PartCriteria } from './trace.ts'

const By = Type.String({ minLength: 1, maxLength: 80 })
const Reason = Type.String({ minLength: 3, maxLength: 2000 })
const Place = Type.String({ minLength: 1, maxLength: 120 })
const Remark = Type.Optional(Type.String({ maxLength: 500 }))

export const RECALL_EVENTS = {
  'recall-opened': Type.Object({
    recallId: EventId,
    criteria: PartCriteria,
    reason: Reason,
    by: By,
    /** Last journal position that the search knew. */
    position: Type.Integer({ minimum: 0 }),
  }),
  /** Parts that fulfil the criteria; `late`: heard of only after the recall was opened. */
  'recall-parts-found': Type.Object({
    recallId: EventId,
    parts: Type.Array(Type.Object({ cycleId: CycleId, serial: Serial }), { minItems: 1 }),
    late: Type.Boolean(),
  }),
  /** The container holds a part of the recall and is to be blocked. */
  'container-blocked': Type.Object({ recallId: EventId, container: ContainerId, late: Type.Boolean() }),
  /** A person stood before it. */
  'container-block-confirmed': Type.Object({
    recallId: EventId,
    container: ContainerId,
    place: Place,
    remark: Remark,
    by: By,
  }),
  'recall-closed': Type.Object({ recallId: EventId, conclusion: Reason, by: By }),
} as const

/** POST /api/cells/{cell}/recalls */
export const RecallRequest = Type.Object({
  criteria: AskedCriteria,
  reason: Reason,
  by: Type.Optional(By),
})
export type RecallRequest = Static<typeof RecallRequest>

/** POST /api/recalls/{recallId}/containers/{container}/confirmation */
export const BlockConfirmation = Type.Object({ place: Place, remark: Remark, by: Type.Optional(By) })
export type BlockConfirmation = Static<typeof BlockConfirmation>

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** GET /api/cells/{cell}/recalls */
export const RecallSummary = Type.Object({
  recallId: EventId,
  cell: Type.String(),
  criteria: PartCriteria,
  reason: Type.String(),
  by: Type.String(),
  openedAt: Instant,
  closedAt: Nullable(Instant),
  parts: Type.Integer(),
  late: Type.Integer(),
  containers: Type.Integer(),
  confirmed: Type.Integer(),
})
export type RecallSummary = Static<typeof RecallSummary>

export const RecallContainer = Type.Object({
  container: ContainerId,
  /** Parts of the recall in it. */
  parts: Type.Integer(),
  /** All parts in it. */
  holds: Type.Integer(),
  label: Nullable(Type.String()),
  closedAt: Nullable(Instant),
  shipment: Nullable(ShipmentId),
  shippedAt: Nullable(Instant),
  customer: Nullable(Type.String()),
  blockedAt: Instant,
  late: Type.Boolean(),
  /** It left after it was blocked. */
  escaped: Type.Boolean(),
  confirmation: Nullable(
    Type.Object({ at: Instant, by: Type.String(), place: Type.String(), remark: Nullable(Type.String()) }),
  ),
})
export type RecallContainer = Static<typeof RecallContainer>

/** A part of a recall that lies in no container. */
export const LoosePart = Type.Object({
  serial: Serial,
  cycleId: CycleId,
  insertedAt: Instant,
  verdict: Nullable(Verdict),
  whereabouts: Type.String({ description: 'accept, reject, hold, out or in-process' }),
  late: Type.Boolean(),
})
export type LoosePart = Static<typeof LoosePart>

/** GET /api/recalls/{recallId} */
export const Recall = Type.Object({
  ...RecallSummary.properties,
  position: Type.Integer(),
  conclusion: Nullable(Type.Object({ at: Instant, by: Type.String(), text: Type.String() })),
  /** To be confirmed first, then by time. */
  blocks: Type.Array(RecallContainer),
  /** At most 500; all are counted by where they are. */
  loose: Type.Array(LoosePart),
  looseByPlace: Type.Array(Type.Object({ name: Type.String(), parts: Type.Integer() })),
  journal: Type.Object({ position: Type.Integer(), hash: Type.String() }),
})
export type Recall = Static<typeof Recall>
