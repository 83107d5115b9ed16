/** What parts are looked for by, and what a set of parts was made from, made with, and became. */
import Type, { type Static } from 'typebox'
import { Conformance, Verdict } from './characteristic.ts'
import { CycleNumber, Instant } from './ids.ts'
import { PackedPlace } from './packing.ts'

const Name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 120, description }))

/** All that is said holds together. Flat, so that it is the query string of a page, a list, an export and a recall. */
export const PartCriteria = Type.Object({
  verdict: Type.Optional(Verdict),
  /** Inserted within; both ends belong to it. */
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  /** Of one cell: as a failed challenge names the parts that it made suspect; both ends belong to it. */
  fromCycle: Type.Optional(CycleNumber),
  toCycle: Type.Optional(CycleNumber),
  serial: Name('beginning of the serial'),
  characteristic: Name('the decisive one of a reject or hold'),
  defect: Name('found nonconforming by the machine in this characteristic, or named so by a person'),
  measured: Name('characteristic that `above`, `below` and `conformance` speak of'),
  above: Type.Optional(Type.Number({ description: 'lowest value' })),
  below: Type.Optional(Type.Number({ description: 'highest value' })),
  conformance: Type.Optional(Conformance),
  lot: Name('of any material'),
  model: Name('digest of a model package or its beginning, or name of the algorithm'),
  gauge: Name('gauge'),
  calibration: Name('calibration'),
  recipe: Name('`6PK-120 v15`'),
  fixture: Name('fixture'),
  tool: Name('tool'),
  operator: Name('who decided on it'),
  container: Name('container'),
  shipment: Name('shipment'),
})
export type PartCriteria = Static<typeof PartCriteria>

/** As people and programs ask by them: a criterion that nobody knows is refused, for without it more parts are found. */
export const AskedCriteria = Type.Object(PartCriteria.properties, { additionalProperties: false })

/** What links parts to one another, beside their lots. */
export const LINK_KINDS = ['recipe', 'fixture', 'tool', 'gauge', 'calibration', 'model', 'algorithm'] as const

const Counted = Type.Object({ name: Type.String(), parts: Type.Integer() })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** GET /api/cells/{cell}/genealogy: parts that fulfil the criteria, from their lots to their shipments. */
export const Genealogy = Type.Object({
  parts: Type.Integer(),
  from: Nullable(Instant),
  to: Nullable(Instant),
  verdicts: Type.Object({ pass: Type.Integer(), reject: Type.Integer(), hold: Type.Integer(), none: Type.Integer() }),
  lots: Type.Array(Type.Object({ material: Type.String(), ...Counted.properties })),
  links: Type.Array(Type.Object({ kind: Type.Enum([...LINK_KINDS]), ...Counted.properties })),
  operators: Type.Array(Counted),
  /** Parts not in a container, by where they are. */
  loose: Type.Array(Counted),
  /** Newest first; at most 200, all are counted. */
  containers: Type.Array(
    Type.Object({
      ...Type.Omit(PackedPlace, ['position', 'packedAt']).properties,
      parts: Type.Integer(),
      /** All that it holds. */
      holds: Type.Integer(),
    }),
  ),
  containerCount: Type.Integer(),
  shipments: Type.Array(
    Type.Object({
      shipment: Type.String(),
      customer: Nullable(Type.String()),
      containers: Type.Integer(),
      parts: Type.Integer(),
    }),
  ),
})
export type Genealogy = Static<typeof Genealogy>
