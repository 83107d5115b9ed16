/** Passed parts leave in containers, containers leave in shipments. */
import Type, { type Static } from 'typebox'
import { CycleId, CycleNumber, Instant, MOST_INTEGER, Serial } from './ids.ts'

/** Unique within a cell; what is written on it. */
export const ContainerId = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
export const ShipmentId = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
export type ContainerId = Static<typeof ContainerId>
export type ShipmentId = Static<typeof ShipmentId>

/** `cell.yaml`: the cell packs what it accepts. Absent: whoever packs tells the API. */
export const Packing = Type.Object({
  container: Type.Object({
    /** Ids are this and a running number: `KLT-000017`. */
    prefix: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$' }),
    positions: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** Labels are this and the same number: an ISO/IEC 15459 license plate. */
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  }),
  /** So many closed containers leave together; absent: somebody else ships. */
  shipment: Type.Optional(
    Type.Object({
      prefix: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$' }),
      containers: Type.Integer({ minimum: 1, maximum: 10_000 }),
    }),
  ),
})
export type Packing = Static<typeof Packing>

const By = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))

export const PACKING_EVENTS = {
  /** A passed part lies at this position of a container, and at no other any more. */
  'part-packed': Type.Object({
    cycleId: CycleId,
    serial: Serial,
    cycleNumber: CycleNumber,
    container: ContainerId,
    position: Type.Integer({ minimum: 1, maximum: MOST_INTEGER }),
    /** How many the container has. */
    positions: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_INTEGER })),
    by: By,
  }),
  'container-closed': Type.Object({
    container: ContainerId,
    parts: Type.Integer({ minimum: 0 }),
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    by: By,
  }),
  'container-shipped': Type.Object({
    container: ContainerId,
    shipment: ShipmentId,
    customer: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    by: By,
  }),
} as const

/** POST /api/cells/{cell}/containers/{container}/parts */
export const PackRequest = Type.Object({
  serial: Serial,
  position: Type.Integer({ minimum: 1, maximum: 10_000 }),
  positions: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  by: By,
})
export type PackRequest = Static<typeof PackRequest>

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Where a passed part went. */
export const PackedPlace = Type.Object({
  container: ContainerId,
  position: Type.Integer(),
  packedAt: Instant,
  label: Nullable(Type.String()),
  closedAt: Nullable(Instant),
  shipment: Nullable(ShipmentId),
  shippedAt: Nullable(Instant),
  customer: Nullable(Type.String()),
})
export type PackedPlace = Static<typeof PackedPlace>
