/** `cell.yaml`: the cell as data. A second cell is a second file. */
import Type, { type Static } from 'typebox'
import { AlarmKind, AlarmSettings } from './alarm.ts'
import { Recipe } from './characteristic.ts'
import { Challenge, GaugeCalibration } from './gauge-trust.ts'
import { EquipmentPath, Slug } from './ids.ts'
import { ModuleInference } from './inference.ts'
import { Packing } from './packing.ts'
import { SecondReviewPlan } from './second-review.ts'
import { MasterPart } from './study-run.ts'

/** Metres; origin on top of the base plate, X right, Y up, Z towards the operator. */
export const Pose = Type.Object({
  x: Type.Number(),
  y: Type.Number(),
  z: Type.Number(),
  yawDeg: Type.Optional(Type.Number()),
})
export type Pose = Static<typeof Pose>

export const StationKind = Type.Enum([
  'frame',
  'robot',
  'spindle',
  'gantry',
  'camera',
  'laser',
  'accelerometer',
  'infeed',
  'chute',
  'bin',
  'hold',
  'rack',
  'andon',
  'motor',
  'bench',
])
export type StationKind = Static<typeof StationKind>

/** One place in the cell where something is done to a part. `shape` holds the dimensions (m, rad) of its 3D form. */
export const Station = Type.Object({
  id: Slug,
  kind: StationKind,
  title: Type.String({ minLength: 1 }),
  pose: Pose,
  shape: Type.Record(Type.String(), Type.Number()),
  /** The edge module whose state this station shows. */
  module: Type.Optional(Slug),
  /** Places for parts: nests of the hold fixture, room in chute and bin. */
  capacity: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type Station = Static<typeof Station>

export const EvidenceKind = Slug

/** One inspection module: what it takes, when, and by when it owes its results. */
export const Module = Type.Object({
  /** Name of the inspector in packages/inspection that makes results of its evidence. */
  inspector: Type.String(),
  gauge: Type.Optional(Type.String()),
  calibration: Type.Optional(Type.String()),
  /** What it takes of each part, and in which phase of the cycle. */
  takes: Type.Array(Type.Object({ evidence: EvidenceKind, phase: Type.String() }), { minItems: 1 }),
  /** Phase on request in which it takes everything once more where what it took cannot be inspected. */
  retakeIn: Type.Optional(Slug),
  /** Physical time after part-inserted by which its results are owed. Divided by the clock's speed. */
  dueMs: Type.Number({ exclusiveMinimum: 0 }),
  /** Added to the deadline for computing and transport. Never divided. */
  computeAllowanceMs: Type.Number({ minimum: 0 }),
  /** Where its model runs; as the agent's environment says where absent. */
  inference: Type.Optional(ModuleInference),
  /** Numbers the inspector needs: bearing geometry, millimetres per pixel, laser radii … */
  parameters: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Array(Type.Number())])),
})
export type Module = Static<typeof Module>

/** One step of the cycle. Phases of a cell follow one another in the order of the list. */
export const Phase = Type.Object({
  id: Slug,
  title: Type.String(),
  /** Which lane of the cycle chart shows it. */
  lane: Slug,
  budgetMs: Type.Number({ minimum: 0 }),
  /** Shaft speed at the end of the phase, 1/min; linear from the end of the phase before. */
  rpm: Type.Optional(Type.Number({ minimum: 0 })),
  /** Passed over unless a module asks for it in this cycle (`retake-requested`). */
  onRequest: Type.Optional(Type.Boolean()),
})
export type Phase = Static<typeof Phase>

/** `HH:MM` on the clock of the plant. */
const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })

/** A shift ends on the day after where its end is not later than its start. */
export const Shift = Type.Object({
  id: Slug,
  title: Type.String({ minLength: 1 }),
  start: TimeOfDay,
  end: TimeOfDay,
  /** Days on which it starts; every day where absent. */
  days: Type.Optional(Type.Array(Type.Enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), { minItems: 1 })),
})
export type Shift = Static<typeof Shift>

/** When the cell is meant to work, by the clock on the wall. */
export const Shifts = Type.Object({
  /** IANA name: `America/Sao_Paulo`. */
  timeZone: Type.String({ minLength: 1 }),
  pattern: Type.Array(Shift, { minItems: 1 }),
  /** Good parts a shift is to make; takt says it where absent. */
  targetPerShift: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Breaks: no time to be lost in. */
  plannedStops: Type.Optional(
    Type.Array(Type.Object({ title: Type.String({ minLength: 1 }), start: TimeOfDay, end: TimeOfDay })),
  ),
})
export type Shifts = Static<typeof Shifts>

export const CellDefinition = Type.Object({
  schema: Type.Literal('celltwin/cell/v1'),
  path: EquipmentPath,
  title: Type.String({ minLength: 1 }),
  /** `rotor-cell` handles parts with a robot; `bench` is fed from recordings. */
  kind: Type.Union([Type.Literal('rotor-cell'), Type.Literal('bench')]),
  /** Said on every screen where true: numbers of this file are ours and plausible, not a plant's. */
  reference: Type.Optional(Type.Boolean()),
  stations: Type.Array(Station, { minItems: 1 }),
  recipe: Recipe,
  modules: Type.Record(Slug, Module),
  /** Where the list is there, a gauge without a calibration in force measures nothing that counts. */
  calibrations: Type.Optional(Type.Array(GaugeCalibration)),
  challenge: Type.Optional(Challenge),
  masters: Type.Optional(Type.Array(MasterPart)),
  cycle: Type.Object({
    budgetMs: Type.Number({ exclusiveMinimum: 0 }),
    phases: Type.Array(Phase, { minItems: 1 }),
    /** Available time ÷ demand; for the dashed line of the cycle chart. */
    taktMs: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  }),
  /** After the last module's deadline the verifier has this long to judge (physical, divided by speed). */
  judgeByMs: Type.Number({ exclusiveMinimum: 0 }),
  /** How long a permission to accept is good for. */
  permissionMs: Type.Number({ exclusiveMinimum: 0 }),
  shifts: Type.Optional(Shifts),
  packing: Type.Optional(Packing),
  secondReview: Type.Optional(SecondReviewPlan),
  /** What alarms of this cell do differently, by kind. */
  alarms: Type.Optional(Type.Partial(Type.Record(AlarmKind, AlarmSettings))),
  /** Edge agents: which roles run together in one process, as on one device. */
  agents: Type.Record(Slug, Type.Object({ roles: Type.Array(Slug, { minItems: 1 }) })),
  /** What this file names in English, in other languages: by language (BCP 47), then by the English words. */
  translations: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.String()))),
  devices: Type.Object({
    kind: Type.Union([Type.Literal('simulated'), Type.Literal('replay')]),
    /** replay: folder with a manifest, relative to the cell file; `$CELLTWIN_DATA` is expanded. */
    folder: Type.Optional(Type.String()),
  }),
})
export type CellDefinition = Static<typeof CellDefinition>
