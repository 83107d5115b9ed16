/** Charts over a window: what the queries of `/api/cells/{cell}/analytics/…` answer with. Columns, so that dense series stay small. */
import Type, { type Static } from 'typebox'
import { Characteristic, Conformance, Verdict } from './characteristic.ts'
import { CycleId, Instant, Serial, Sha256 } from './ids.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Numbers = Type.Array(Type.Number())
const Window = { from: Instant, to: Instant }

/** A share with its 95 % interval; null where nothing was counted. */
const ShareOf = Type.Object({ count: Type.Integer(), of: Type.Integer(), lower: Type.Number(), upper: Type.Number() })

/** GET …/analytics: what there is to look at. */
export const AnalyticsOverview = Type.Object({
  ...Window,
  cycles: Type.Integer(),
  simulated: Type.Boolean(),
  replayed: Type.Boolean(),
  recipe: Nullable(Type.String()),
  characteristics: Type.Array(
    Type.Object({
      ...Characteristic.properties,
      /** Parts outside, or conditionally outside. */ nonconforming: Type.Integer(),
    }),
  ),
})
export type AnalyticsOverview = Static<typeof AnalyticsOverview>

const Index = Type.Object({ value: Type.Number(), lower: Type.Number(), upper: Type.Number() })
export type CapabilityIndex = Static<typeof Index>

/** GET …/analytics/process?characteristic=: one characteristic as a run and as a distribution. */
export const ProcessChart = Type.Object({
  ...Window,
  characteristic: Characteristic,
  /** Values in the window, and cycles that have none. */
  n: Type.Integer(),
  missing: Type.Integer(),
  mean: Nullable(Type.Number()),
  /** Of all values, and of the process from part to part (from moving ranges). */
  standardDeviation: Nullable(Type.Number()),
  withinDeviation: Nullable(Type.Number()),
  /** Consecutive values behind each point: 1 shows every value, more keep the lowest and the highest. */
  size: Type.Integer(),
  points: Type.Object({
    /** First and last instant, ms. */
    fromMs: Numbers,
    toMs: Numbers,
    n: Numbers,
    mean: Numbers,
    low: Numbers,
    high: Numbers,
  }),
  control: Nullable(
    Type.Object({
      chart: Type.Union([Type.Literal('individuals'), Type.Literal('means')]),
      center: Type.Number(),
      lower: Type.Number(),
      upper: Type.Number(),
      /** Points at which a rule of the Western Electric handbook is met, and which. */
      signals: Type.Array(Type.Object({ point: Type.Integer(), rules: Type.Array(Type.String()) })),
    }),
  ),
  histogram: Type.Object({
    from: Type.Number(),
    step: Type.Number(),
    counts: Type.Array(Type.Integer()),
    /** Values beyond the bins shown. */
    below: Type.Integer(),
    above: Type.Integer(),
  }),
  /** Values outside the specification. */
  belowLower: Type.Integer(),
  aboveUpper: Type.Integer(),
  skewness: Nullable(Type.Number()),
  excessKurtosis: Nullable(Type.Number()),
  capability: Type.Object({
    cp: Nullable(Index),
    cpk: Nullable(Index),
    pp: Nullable(Index),
    ppk: Nullable(Index),
    /** Whether the values look normal enough for the indices to mean what they say. */
    normal: Nullable(Type.Boolean()),
  }),
})
export type ProcessChart = Static<typeof ProcessChart>

/** GET …/analytics/parts?characteristic=&low=&high=: whom a brushed range holds, newest first. */
export const BrushedParts = Type.Object({
  total: Type.Integer(),
  items: Type.Array(
    Type.Object({
      serial: Serial,
      cycleId: CycleId,
      at: Instant,
      value: Type.Number(),
      conformance: Conformance,
      verdict: Nullable(Verdict),
    }),
  ),
})
export type BrushedParts = Static<typeof BrushedParts>

/** GET …/analytics/correlation: every pair of measured characteristics, over an even sample of the cycles. */
export const CorrelationMatrix = Type.Object({
  ...Window,
  cycles: Type.Integer(),
  /** Cycles that were taken: every `every`-th. */
  sampled: Type.Integer(),
  every: Type.Integer(),
  characteristics: Type.Array(Type.String()),
  /** Row by row; null where fewer than 3 pairs, or a value never changes. */
  pearson: Type.Array(Nullable(Type.Number())),
  spearman: Type.Array(Nullable(Type.Number())),
  n: Type.Array(Type.Integer()),
})
export type CorrelationMatrix = Static<typeof CorrelationMatrix>

/** GET …/analytics/scatter?x=&y=: the same sample, and every cycle in which either is at its lowest or highest. */
export const Scatter = Type.Object({
  ...Window,
  n: Type.Integer(),
  every: Type.Integer(),
  x: Numbers,
  y: Numbers,
  serials: Type.Array(Serial),
})
export type Scatter = Static<typeof Scatter>

/** GET …/analytics/defects: where on the part what was not in order lay, newest first. */
export const DefectMap = Type.Object({
  ...Window,
  cycles: Type.Integer(),
  /** Marks in the window; those given are the newest. */
  total: Type.Integer(),
  marks: Type.Array(
    Type.Object({
      angleDeg: Type.Number(),
      radiusMm: Nullable(Type.Number()),
      characteristic: Type.String(),
      serial: Serial,
      cycleId: CycleId,
      at: Instant,
    }),
  ),
})
export type DefectMap = Static<typeof DefectMap>

/** GET …/analytics/spectra: envelope spectra of parts spread evenly over the window, by orders of the shaft. */
export const Spectra = Type.Object({
  ...Window,
  /** Waveforms in the window; those still on the disk are looked through evenly. */
  waveforms: Type.Integer(),
  orderStep: Type.Number(),
  /** Reference of the decibels. */
  reference: Type.String(),
  lines: Type.Array(Type.Object({ name: Type.String(), order: Type.Number() })),
  rows: Type.Array(
    Type.Object({
      serial: Serial,
      sha256: Sha256,
      at: Instant,
      verdict: Nullable(Verdict),
      /** dB, one for each order step. */
      db: Numbers,
    }),
  ),
})
export type Spectra = Static<typeof Spectra>

/** GET …/analytics/spectrogram/{sha256}: power over the angle of the shaft, all its turns laid over one another. */
export const Spectrogram = Type.Object({
  sha256: Sha256,
  turns: Type.Number(),
  shaftHz: Type.Number(),
  hzStep: Type.Number(),
  degStep: Type.Number(),
  reference: Type.String(),
  /** dB, frequency by frequency, each all the way round. */
  rows: Type.Array(Numbers),
})
export type Spectrogram = Static<typeof Spectrogram>

/** GET …/analytics/agreement: what people found of what the machine said. */
export const Agreement = Type.Object({
  ...Window,
  periods: Type.Array(
    Type.Object({
      from: Instant,
      to: Instant,
      rejected: Type.Object({ conforming: Type.Integer(), nonconforming: Type.Integer() }),
      held: Type.Object({ conforming: Type.Integer(), nonconforming: Type.Integer() }),
      passed: Type.Object({ conforming: Type.Integer(), nonconforming: Type.Integer() }),
    }),
  ),
  /** Rejects that a person found conforming. */
  overturned: Nullable(ShareOf),
  /** Reviewed passes that a person found nonconforming. Somebody chose them: the estimate is that of the second review. */
  escaped: Nullable(ShareOf),
  /** Kappa of the parts judged in the window, as in the second review's summary; null unless passes were looked at blind. */
  kappa: Nullable(Index),
})
export type Agreement = Static<typeof Agreement>
