/**
 * A profile: what a model and its variants cost on one device, from the file on disk to the last real round.
 * `null` stands for unmeasured; the reason is said once, where the meter or the set is described.
 */
import Type, { type Static } from 'typebox'
import { Sha256 } from './ids.ts'

/** In this order: the file is read; the runtime makes its engine of it and gives the first batch; caches fill; what counts. */
export const PROFILE_PHASES = ['load', 'extract', 'warm-up', 'real-rounds'] as const
export const ProfilePhaseName = Type.Enum([...PROFILE_PHASES])
export type ProfilePhaseName = (typeof PROFILE_PHASES)[number]

const Measured = Type.Union([Type.Number(), Type.Null()])
const Reason = Type.Object({ unmeasured: Type.String({ description: 'why' }) })

/** What the readings cover. Joules of one rail and of a whole board do not compare. */
export const MeterFacts = Type.Object({
  kind: Type.String({ description: 'ina3221, tegrastats, rapl or recorded' }),
  /** The rail, or the sum of disjoint ones, that counts as the device's power. Parts of it are never added to it. */
  total: Type.String(),
  rails: Type.Array(Type.String()),
  notMeasured: Type.String({ description: 'what the total leaves out' }),
  intervalMs: Type.Number({ exclusiveMinimum: 0 }),
  /** Least difference that a reading can show. */
  quantumMw: Measured,
  /** `instant`: power at the sample. `interval-mean`: energy counted since the sample before, divided by the time. */
  reads: Type.Union([Type.Literal('instant'), Type.Literal('interval-mean')]),
})
export type MeterFacts = Static<typeof MeterFacts>

/** Read from the device at the time of the run. */
export const DeviceFacts = Type.Object({
  name: Type.String(),
  architecture: Type.String(),
  processor: Type.String(),
  cores: Type.Integer({ minimum: 1 }),
  memoryMb: Type.Number({ exclusiveMinimum: 0 }),
  system: Type.String(),
  /** Power mode, clocks, instruction sets, temperature … as far as the device tells. */
  details: Type.Record(Type.String(), Type.String()),
})
export type DeviceFacts = Static<typeof DeviceFacts>

/** What a run covered. Figures of different windows do not compare. */
export const ProfileWindow = Type.Object({
  phases: Type.Array(ProfilePhaseName),
  warmUpRounds: Type.Integer({ minimum: 0 }),
  rounds: Type.Integer({ minimum: 1 }),
  /** Parts in one round. */
  batch: Type.Integer({ minimum: 1 }),
  threads: Type.Integer({ minimum: 1 }),
})
export type ProfileWindow = Static<typeof ProfileWindow>

export const FrozenSetFacts = Type.Object({
  /** Of inputs and labels, as they were given. */
  digest: Sha256,
  items: Type.Integer({ minimum: 1 }),
  source: Type.String({ description: 'the frozen set, golden inputs of the package, or made-up inputs' }),
})
export type FrozenSetFacts = Static<typeof FrozenSetFacts>

export const ProfilePhase = Type.Object({
  phase: ProfilePhaseName,
  startMs: Type.Number(),
  endMs: Type.Number(),
  meanPowerMw: Measured,
  energyJ: Measured,
})
export type ProfilePhase = Static<typeof ProfilePhase>

/** Columns of equal length; time counts from the start of the run. */
export const ProfileSamples = Type.Object({
  atMs: Type.Array(Type.Number()),
  powerMw: Type.Array(Measured),
  /** In use on the device, all programs together. */
  memoryMb: Type.Array(Type.Number()),
  /** Resident memory of the program that ran the model. */
  processMb: Type.Array(Measured),
})
export type ProfileSamples = Static<typeof ProfileSamples>

export const ProfileAccuracy = Type.Union([
  Type.Object({
    value: Type.Number({ minimum: 0, maximum: 1 }),
    correct: Type.Integer({ minimum: 0 }),
    of: Type.Integer({ minimum: 1 }),
  }),
  Reason,
])
export type ProfileAccuracy = Static<typeof ProfileAccuracy>

/** A count of parts after which a variant has earned its longer start; `never` where it never does. */
export const BreakEven = Type.Union([Type.Number({ minimum: 0 }), Type.Literal('never'), Type.Null()])
export type BreakEven = Static<typeof BreakEven>

export const ProfileFigures = Type.Object({
  /** Parts a second in the real rounds. */
  fps: Type.Number({ minimum: 0 }),
  latencyP50Ms: Type.Number(),
  latencyP95Ms: Type.Number(),
  /** From the start of the run to the first real round. */
  timeToReadyMs: Type.Number(),
  /** Highest share of the device's memory in use during the real rounds, all programs together. */
  memoryPercent: Type.Number(),
  totalMeanPowerMw: Measured,
  inferenceMeanPowerMw: Measured,
  /** FPS over the mean power of the real rounds: both sides from one window. */
  fpsPerWattRealRounds: Measured,
  /** FPS over the mean power of the whole run, start included. Compare it with its like alone. */
  fpsPerWattWholeRun: Measured,
  joulesPerPartRealRounds: Measured,
  joulesPerPartWholeRun: Measured,
  /** Absent for the base. */
  breakEvenPartsByEnergy: Type.Optional(BreakEven),
  breakEvenPartsByTime: Type.Optional(BreakEven),
})
export type ProfileFigures = Static<typeof ProfileFigures>

export const ProfileRun = Type.Object({
  variant: Type.String(),
  /** What really ran. */
  ran: Type.Object({
    backend: Type.String(),
    provider: Type.String(),
    precision: Type.String(),
    /** sha256 of the network that was given to the backend. */
    network: Sha256,
    engine: Type.Optional(Type.String()),
    runtime: Type.String(),
  }),
  networkBytes: Type.Integer({ minimum: 1 }),
  accuracy: ProfileAccuracy,
  figures: ProfileFigures,
  phases: Type.Array(ProfilePhase),
  samples: ProfileSamples,
})
export type ProfileRun = Static<typeof ProfileRun>

export const ProfileRecord = Type.Object(
  {
    schema: Type.Literal('celltwin/profile/v1'),
    takenAt: Type.String({ format: 'date-time' }),
    model: Type.Object({ name: Type.String(), version: Type.String(), digest: Sha256 }),
    device: DeviceFacts,
    versions: Type.Record(Type.String(), Type.String()),
    window: ProfileWindow,
    set: FrozenSetFacts,
    meter: Type.Union([MeterFacts, Reason]),
    runs: Type.Array(ProfileRun, { minItems: 1 }),
  },
  { title: 'Celltwin profile' },
)
export type ProfileRecord = Static<typeof ProfileRecord>
