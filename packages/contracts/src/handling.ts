/** Handling: robot, rotor and the state of the cell. */
import Type, { type Static } from 'typebox'
import { CellDefinition } from './cell.ts'
import { OfCycle } from './cycle.ts'
import { Serial, Sha256, Slug } from './ids.ts'
import { RecipeRef } from './recipe.ts'

/** PackML states (ISA-TR88.00.02) that a cell here can be in. */
export const PackMLState = Type.Enum([
  'stopped',
  'starting',
  'idle',
  'execute',
  'held',
  'suspended',
  'aborted',
  'stopping',
])
export type PackMLState = Static<typeof PackMLState>

export const Destination = Type.Union([Type.Literal('accept'), Type.Literal('reject'), Type.Literal('hold')])
export type Destination = Static<typeof Destination>

/** The cell's own inputs. A request that moves something waits until all of them allow it. */
export const CellInputs = Type.Object({
  zoneClear: Type.Boolean(),
  guardClosed: Type.Boolean(),
  localRelease: Type.Boolean(),
  emergencyStopClear: Type.Boolean(),
  lockedOut: Type.Boolean(),
  /** Mode selector at the cell; automatic where absent. */
  manualSelected: Type.Optional(Type.Boolean()),
  /** Three-position enabling device, held in its middle position. */
  enablingHeld: Type.Optional(Type.Boolean()),
  /** The guard is closed and its bolt is in. */
  guardLocked: Type.Optional(Type.Boolean()),
  /** Stations somebody hung a lock on. */
  lockedOutStations: Type.Optional(Type.Array(Slug)),
})
export type CellInputs = Static<typeof CellInputs>

export const HANDLING_EVENTS = {
  /** The cell file in force. Published when it differs from the last one this agent published. */
  'cell-described': Type.Object({ hash: Sha256, definition: CellDefinition }),
  'cell-state-changed': Type.Object({
    state: PackMLState,
    reason: Type.String({ description: 'why, as a person would say it' }),
    /** Parts that can no longer be trusted, where that is the reason. */
    suspects: Type.Optional(Type.Array(Serial)),
  }),
  'cell-inputs-changed': CellInputs,
  'part-inserted': Type.Object({
    ...OfCycle,
    partType: Type.String(),
    /** ISO/IEC 15415 grade of the 2D code, A to F; absent where unread. */
    codeGrade: Type.Optional(Type.String()),
    /** Set where the serial is ours because the code was unreadable, unknown or repeated: such a part is held. */
    provisional: Type.Optional(Type.String()),
    recipe: RecipeRef,
    /** Hash of the description in force; absent: as the cell file says. */
    description: Type.Optional(Sha256),
    materialLots: Type.Array(Type.Object({ material: Type.String(), lot: Type.String() })),
    fixture: Type.String(),
    tool: Type.String(),
    partTemperatureC: Type.Optional(Type.Number()),
    ambientTemperatureC: Type.Optional(Type.Number()),
  }),
  /** A phase of the cycle began; the rotor's speed runs linearly to `rpm` over `budgetMs`. */
  'phase-started': Type.Object({
    ...OfCycle,
    phase: Type.String(),
    budgetMs: Type.Number(),
    rpm: Type.Optional(Type.Number()),
  }),
  /** The cell moves the part; what makes it go there is the verdict, a hold rule, or a request. */
  'part-dispatched': Type.Object({
    ...OfCycle,
    to: Destination,
    /** Nest of the hold fixture. */
    place: Type.Optional(Type.Integer({ minimum: 0 })),
    because: Type.Union([
      Type.Literal('verdict'),
      Type.Literal('no-verdict'),
      Type.Literal('no-permission'),
      Type.Literal('request'),
    ]),
    requestId: Type.Optional(Type.String()),
  }),
  /** A sensor at the destination saw it arrive. */
  'part-arrived': Type.Object({ ...OfCycle, at: Destination, place: Type.Optional(Type.Integer({ minimum: 0 })) }),
  /** A person took the part out as they emptied the reject bin; nobody had asked for it. One event for each part. */
  'part-taken-out': Type.Object(OfCycle),
  /** What arrived is not what was sent. The cell stops. */
  'sorting-mismatch-detected': Type.Object({
    ...OfCycle,
    expected: Destination,
    observed: Type.Union([Destination, Type.Null()]),
    suspects: Type.Array(Serial),
  }),
} as const
