/** Gauge files: what to measure on an image or a profile, and what comes back. */
import Type, { type Static, type TSchema } from 'typebox'
import { type Checked, checker, type Flaw } from './check.ts'

const Point = Type.Object({ x: Type.Number(), y: Type.Number() }, { additionalProperties: false })
const Positive = (description: string) => Type.Number({ exclusiveMinimum: 0, description })
const Interval = Type.Object({ from: Type.Number(), to: Type.Number() }, { additionalProperties: false })
type Interval = Static<typeof Interval>

/** Where and how each caliper looks for an edge. */
export const MeasureRegion = Type.Object(
  {
    length: Positive('reach across the edge, px; half of it on either side of the nominal shape'),
    width: Positive('extent along the edge, px: the rows that one caliper averages'),
    sigma: Type.Number({ minimum: 0.4, maximum: 10, description: 'smoothing with which edges are searched, px' }),
    threshold: Positive('least grey-value step that counts as an edge, DN'),
    polarity: Type.Union([Type.Literal('rising'), Type.Literal('falling'), Type.Literal('any')], {
      description: 'rising: dark to bright in the looking direction (outwards; to the right of from → to)',
    }),
    select: Type.Optional(
      Type.Union([Type.Literal('first'), Type.Literal('last'), Type.Literal('strongest')], {
        description: 'which edge counts where a caliper sees several; strongest by default',
      }),
    ),
  },
  { additionalProperties: false },
)
export type MeasureRegion = Static<typeof MeasureRegion>

const common = {
  schema: Type.Literal('celltwin/gauge/v1'),
  name: Type.String({ minLength: 1 }),
}

const camera = {
  ...common,
  region: MeasureRegion,
  calipers: Type.Integer({ minimum: 1, maximum: 4096, description: 'measure regions spread evenly over the shape' }),
  calibration: Type.Optional(
    Type.String({ minLength: 1, description: 'calibration file, relative to the gauge file; values are then in mm' }),
  ),
  planeHeightMm: Type.Optional(
    Type.Number({
      description: "height of the measured edge over the calibrated plane, towards the camera; the part's thickness",
    }),
  ),
}

export const LineGauge = Type.Object(
  { ...camera, kind: Type.Literal('line'), from: Point, to: Point },
  { additionalProperties: false, description: 'straight edge near from → to' },
)
export type LineGauge = Static<typeof LineGauge>
export const EdgePairGauge = Type.Object(
  { ...camera, kind: Type.Literal('edge-pair'), from: Point, to: Point },
  {
    additionalProperties: false,
    description: 'two parallel edges of opposite polarity on both sides of from → to; polarity names the first',
  },
)
export type EdgePairGauge = Static<typeof EdgePairGauge>
export const CircleGauge = Type.Object(
  { ...camera, kind: Type.Literal('circle'), center: Point, radius: Positive('nominal radius, px') },
  { additionalProperties: false },
)
export type CircleGauge = Static<typeof CircleGauge>
export const ArcGauge = Type.Object(
  {
    ...camera,
    kind: Type.Literal('arc'),
    center: Point,
    radius: Positive('nominal radius, px'),
    startDeg: Type.Number({ description: 'from the x axis towards the y axis of the image (clockwise as seen)' }),
    sweepDeg: Type.Number({ exclusiveMinimum: 0, maximum: 360 }),
  },
  { additionalProperties: false },
)
export type ArcGauge = Static<typeof ArcGauge>
export const EllipseGauge = Type.Object(
  {
    ...camera,
    kind: Type.Literal('ellipse'),
    center: Point,
    semiMajor: Positive('px'),
    semiMinor: Positive('px'),
    angleDeg: Type.Number({ description: 'of the major axis, clockwise as seen' }),
  },
  { additionalProperties: false },
)
export type EllipseGauge = Static<typeof EllipseGauge>

const profile = {
  ...common,
  unit: Type.Optional(Type.String({ minLength: 1, description: 'of the heights; mm by default' })),
}
const undulations = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'undulations per turn (half waves per length, over x) that count as form; 15 by default',
  }),
)

export const StepHeightGauge = Type.Object(
  {
    ...profile,
    kind: Type.Literal('step-height'),
    plateau: Type.Object(Interval.properties, { description: 'from edge to edge of the step (in x or degrees)' }),
    references: Type.Optional(
      Type.Array(Interval, { minItems: 1, description: 'where the surface around it is; beside the step by default' }),
    ),
  },
  {
    additionalProperties: false,
    description: 'plateau fit in the manner of ISO 5436-1: parallel lines, the corners left out',
  },
)
export type StepHeightGauge = Static<typeof StepHeightGauge>
export const RunoutGauge = Type.Object(
  { ...profile, kind: Type.Literal('run-out'), undulations },
  { additionalProperties: false, description: 'peak to valley over one or more turns; the first harmonic stays' },
)
export type RunoutGauge = Static<typeof RunoutGauge>
export const FlatnessGauge = Type.Object(
  { ...profile, kind: Type.Literal('flatness'), undulations },
  { additionalProperties: false, description: 'deviation from the best plane, by least squares and by minimum zone' },
)
export type FlatnessGauge = Static<typeof FlatnessGauge>
export const GrooveGauge = Type.Object(
  {
    ...profile,
    kind: Type.Literal('groove'),
    left: Interval,
    right: Interval,
    shoulders: Type.Array(Interval, { minItems: 1, description: 'datum from which depth counts' }),
    bottom: Type.Optional(Interval),
    ballDiameter: Positive('of the virtual ball, in the unit of x and height'),
  },
  {
    additionalProperties: false,
    description: 'two flanks and a virtual ball tangent to both; x and height in one unit',
  },
)
export type GrooveGauge = Static<typeof GrooveGauge>

const CAMERA_GAUGES = {
  line: LineGauge,
  'edge-pair': EdgePairGauge,
  circle: CircleGauge,
  arc: ArcGauge,
  ellipse: EllipseGauge,
}
const PROFILE_GAUGES = {
  'step-height': StepHeightGauge,
  'run-out': RunoutGauge,
  flatness: FlatnessGauge,
  groove: GrooveGauge,
}
const GAUGES: Readonly<Record<string, TSchema>> = { ...CAMERA_GAUGES, ...PROFILE_GAUGES }

export const CameraGauge = Type.Union(Object.values(CAMERA_GAUGES))
export type CameraGauge = LineGauge | EdgePairGauge | CircleGauge | ArcGauge | EllipseGauge
export const ProfileGauge = Type.Union(Object.values(PROFILE_GAUGES))
export type ProfileGauge = StepHeightGauge | RunoutGauge | FlatnessGauge | GrooveGauge
export const Gauge = Type.Union([...Object.values(CAMERA_GAUGES), ...Object.values(PROFILE_GAUGES)], {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Celltwin gauge file',
})
export type Gauge = CameraGauge | ProfileGauge

const checks = new Map(Object.entries(GAUGES).map(([kind, schema]) => [kind, checker(schema)]))

/** Checks a gauge file by its own kind, so that each flaw names the field and the rule. */
export function checkGauge(value: unknown): Checked<Gauge> {
  const kind = (value as { kind?: unknown } | null)?.kind
  const check = typeof kind === 'string' ? checks.get(kind) : undefined
  if (!check) return { ok: false, flaws: [{ field: '/kind', rule: `must be one of ${[...checks.keys()].join(', ')}` }] }
  const checked = check(value)
  if (!checked.ok) return checked
  const gauge = checked.value as Gauge
  const flaws = emptyShapes(gauge)
  return flaws.length > 0 ? { ok: false, flaws } : { ok: true, value: gauge }
}

/** Lines and intervals without extent, which no schema can refuse. */
function emptyShapes(gauge: Gauge): Flaw[] {
  const flaws = Object.entries(intervalsOf(gauge))
    .filter(([, { from, to }]) => from >= to)
    .map(([field, { from }]) => ({ field: `${field}/to`, rule: `must be > from, which is ${from}` }))
  const isPoint = 'from' in gauge && gauge.from.x === gauge.to.x && gauge.from.y === gauge.to.y
  return isPoint ? [...flaws, { field: '/to', rule: 'must differ from /from' }] : flaws
}

/** By their fields. */
function intervalsOf(gauge: Gauge): Readonly<Record<string, Interval>> {
  const listed = (field: string, list: readonly Interval[]) =>
    Object.fromEntries(list.map((interval, i) => [`${field}/${i}`, interval]))
  if (gauge.kind === 'step-height')
    return { '/plateau': gauge.plateau, ...listed('/references', gauge.references ?? []) }
  if (gauge.kind !== 'groove') return {}
  const { left, right, bottom, shoulders } = gauge
  return {
    '/left': left,
    '/right': right,
    ...(bottom ? { '/bottom': bottom } : {}),
    ...listed('/shoulders', shoulders),
  }
}

export const isCameraGauge = (gauge: Gauge): gauge is CameraGauge => Object.hasOwn(CAMERA_GAUGES, gauge.kind)

/** One measured quantity with its expanded uncertainty (k = 2; Student's t where the data are thin). */
export const GaugeValue = Type.Object({
  name: Type.String(),
  value: Type.Number(),
  unit: Type.String(),
  uncertainty: Type.Number({ minimum: 0 }),
  /** 95 % interval where it is not symmetric: values bounded at zero. */
  interval: Type.Optional(Type.Object({ lower: Type.Number(), upper: Type.Number() })),
  points: Type.Integer({ minimum: 0 }),
  rejected: Type.Integer({ minimum: 0 }),
  caution: Type.Optional(Type.String()),
})
export type GaugeValue = Static<typeof GaugeValue>

/** What `celltwin measure` prints. */
export const GaugeReport = Type.Object({ gauge: Type.String(), values: Type.Array(GaugeValue) })
export type GaugeReport = Static<typeof GaugeReport>
