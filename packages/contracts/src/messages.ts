/** What travels over MQTT beside events. */
import Type, { type Static } from 'typebox'
import { DesiredDescription } from './cell-description.ts'
import { CycleId, Instant, Serial, Sha256, Slug, Source } from './ids.ts'
import { DesiredModel } from './model.ts'
import { DesiredRecipe } from './recipe.ts'
import { RequestTarget } from './request.ts'
import { Control } from './stepping.ts'

/** A frame on `backlog/{source}`: events of one stream, oldest first, each exactly as it was first published. */
export const BacklogFrame = Type.Object({
  v: Type.Literal(1),
  events: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 500 }),
})
export type BacklogFrame = Static<typeof BacklogFrame>

/** `ack/{source}`, not retained: what the server has made durable. Only this lets an event leave the edge's disk. */
export const Ack = Type.Object({
  v: Type.Literal(1),
  journalId: Type.String(),
  position: Type.Integer(),
  /** Head of the journal's hash chain: the edges are its witnesses. */
  hash: Sha256,
  streams: Type.Array(
    Type.Object({
      epoch: Type.Integer(),
      /** Everything at or below is committed. */
      upTo: Type.Integer(),
      /** Holes, inclusive, that the server waits for. */
      missing: Type.Optional(Type.Array(Type.Tuple([Type.Integer(), Type.Integer()]))),
    }),
  ),
})
export type Ack = Static<typeof Ack>

export const Readiness = Type.Enum(['starting', 'loading', 'warming-up', 'ready', 'failed'])
export type Readiness = Static<typeof Readiness>

/** `presence/{source}`, retained. The will is the same with `online: false`. */
export const Presence = Type.Object({
  v: Type.Literal(1),
  source: Source,
  online: Type.Boolean(),
  readiness: Readiness,
  /** 0 to 1 within the present readiness step. */
  progress: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  detail: Type.Optional(Type.String()),
  epoch: Type.Integer({ minimum: 0 }),
  outboxId: Type.String(),
  versions: Type.Record(Type.String(), Type.String()),
  at: Instant,
  simulated: Type.Boolean(),
})
export type Presence = Static<typeof Presence>

/** `telemetry/{source}`, QoS 0: frequent samples. Latest value in the view, series in the database. */
export const Telemetry = Type.Object({
  v: Type.Literal(1),
  source: Source,
  at: Instant,
  /** Metric name → value; unit in the name: `rpm`, `torqueNm`, `backlogEvents`, `backlogAgeMs`, `evidenceOnItsWay`. */
  values: Type.Record(Type.String(), Type.Number()),
  simulated: Type.Boolean(),
})
export type Telemetry = Static<typeof Telemetry>

/** `clock`, retained: one clock for the cell. Cell milliseconds = anchorCellMs + (wall − anchorWallMs) × speed. */
export const Clock = Type.Object({
  v: Type.Literal(1),
  anchorWallMs: Type.Number(),
  anchorCellMs: Type.Number(),
  speed: Type.Number({ exclusiveMinimum: 0 }),
})
export type Clock = Static<typeof Clock>

export const DesiredItem = Type.Object({
  id: Type.String(),
  target: RequestTarget,
  decidedAtRevision: Type.Integer(),
  expiresAt: Instant,
})
export type DesiredItem = Static<typeof DesiredItem>

/** `desired`, retained: what the cell is asked to do and has not yet reported done. A lower revision is ignored. */
export const Desired = Type.Object({
  v: Type.Literal(1),
  journalId: Type.String(),
  revision: Type.Integer(),
  items: Type.Array(DesiredItem),
  /** The panel in control; without one nothing is stepped. */
  control: Type.Optional(Control),
  /** Models that modules are to run and do not yet. No request: they stand until the module has answered. */
  models: Type.Optional(Type.Array(DesiredModel)),
  /** The recipe in force where people released it, and the next one. They stand: a role that lost its memory asks nobody. */
  recipes: Type.Optional(Type.Array(DesiredRecipe)),
  /** The description of the cell that people released last; it stands as recipes do. */
  description: Type.Optional(DesiredDescription),
})
export type Desired = Static<typeof Desired>

// ── simulation only ─────────────────────────────────────────────────────────────────────────────

/** Defects of a part, one list for the command line, the page and the world. */
export const PART_DEFECTS = [
  'missing-crimp',
  'shifted-crimp',
  'low-crimp',
  'high-crimp',
  'groove-depth',
  'groove-angle',
  'groove-pitch',
  'groove-stretch',
  'groove-runout',
  'groove-wobble',
  'groove-diameter',
  'groove-odd-size',
  'first-groove-height',
  'face-flatness',
  'face-runout',
  'grease',
  'hub-grease',
  'dent',
  'hub-dent',
  'residue',
  'hub-residue',
  'unfamiliar',
  'bearing-inner-race',
  'bearing-outer-race',
  'bearing-ball',
  'rough-bearing',
  'unbalance',
  'heavy-spin',
  'light-spin',
  'locked-rotor',
] as const
/** Faults of the plant. */
export const PLANT_FAULTS = [
  'silent-sensor',
  'stuck-sensor',
  'misaimed-sensor',
  'slow-network',
  'clock-skew',
  'blurred-image',
  'dark-image',
  'unreadable-code',
  'repeated-serial',
  'hot-part',
  'mis-sort',
  'handshake-stall',
  'guard-open',
  'zone-occupied',
  'no-release',
  'emergency-stop',
  'locked-out',
  'guard-unlocked',
  'mode-lost',
  'enabling-lost',
] as const

export const FaultKind = Type.Enum([...PART_DEFECTS, ...PLANT_FAULTS])
export type PartDefect = (typeof PART_DEFECTS)[number]
export type PlantFault = (typeof PLANT_FAULTS)[number]
export type FaultKind = PartDefect | PlantFault

export const Fault = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  kind: FaultKind,
  /** 0 to 1; 0.5 lies clearly outside the limit, 1 is gross. */
  severity: Type.Number({ minimum: 0, maximum: 1 }),
  /** First and last cycle number it applies to. */
  fromCycle: Type.Integer({ minimum: 1 }),
  toCycle: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Where on the part; drawn from the seed where absent. */
  angleDeg: Type.Optional(Type.Number()),
  /** blurred-image, dark-image: only the first so many exposures of each cycle; all of them where absent. */
  exposures: Type.Optional(Type.Integer({ minimum: 1 })),
  /** The agent concerned: silent-sensor, stuck-sensor, misaimed-sensor, slow-network, clock-skew. */
  source: Type.Optional(Source),
  /** locked-out: this station alone; the whole cell where absent. */
  station: Type.Optional(Slug),
})
export type Fault = Omit<Static<typeof Fault>, 'kind'> & { kind: FaultKind }

/** What the person at the simulated cell does with their hands: mode selector and enabling device. */
export const HandsAtCell = Type.Object({ manualSelected: Type.Boolean(), enablingHeld: Type.Boolean() })
export type HandsAtCell = Static<typeof HandsAtCell>

/** `world/faults`, retained. */
export const Faults = Type.Object({
  v: Type.Literal(1),
  revision: Type.Integer(),
  items: Type.Array(Fault),
  hands: Type.Optional(HandsAtCell),
})
export type Faults = Omit<Static<typeof Faults>, 'items'> & { items: Fault[] }

/** `world/truth`: what the simulated part really is. Kept apart from evidence; the page may compare. */
export const Truth = Type.Object({
  v: Type.Literal(1),
  cycleId: CycleId,
  serial: Serial,
  cycleNumber: Type.Integer(),
  defects: Type.Array(
    Type.Object({
      kind: Type.String(),
      severity: Type.Number(),
      angleDeg: Type.Optional(Type.Number()),
      source: Type.Optional(Type.String()),
    }),
  ),
  /** True value by characteristic id. */
  values: Type.Record(Type.String(), Type.Number()),
  /** Whether a perfect inspection would pass it. */
  conforming: Type.Boolean(),
})
export type Truth = Static<typeof Truth>
