/** One characteristic as a run and as a distribution. The database thins it out; every point keeps its lowest and highest. */
import type { Characteristic, ProcessChart } from '@celltwin/contracts'
import { indices, roundStep, signals } from '@celltwin/quality'
import type pg from 'pg'
import { MEASURED, type Window } from './window.ts'

/** More points than this are more than a screen has pixels for. */
export const MOST_POINTS = 1_000
/** Mean moving range of two ÷ standard deviation, and the freedom that such an estimate has per value. */
const D2 = 1.128
const MOVING_RANGE_FREEDOM = 0.62
/** The histogram ends here; what lies beyond is counted, so that one wild value does not flatten all others. */
const SHOWN_DEVIATIONS = 5
/** At any size a test calls some process not normal; these say when it is far enough to matter. */
const NORMAL = { skewness: 0.5, excessKurtosis: 1 }

const VALUES = `
  with v as (select m.at, m.cycle_id, m.value from measurement m where m.characteristic = $4 and ${MEASURED})`

const SUMMARY = `${VALUES}, moves as (
    select value, abs(value - lag(value) over (order by at, cycle_id)) as moved from v where value is not null
  )
  select count(*) as n, min(value) as low, max(value) as high, avg(value) as mean, stddev_samp(value) as deviation,
         avg(moved) as moved
  from moves`

/** A query of its own: values read twice in one would be kept and sorted instead of taken in the order of the index. */
const MISSING = `${VALUES} select count(*) as missing from v where value is null`

const POINTS = `${VALUES}, numbered as (
    select at, value, (row_number() over (order by at, cycle_id) - 1) / $5::int as point from v where value is not null
  )
  select extract(epoch from min(at)) * 1000 as "fromMs", extract(epoch from max(at)) * 1000 as "toMs", count(*) as n,
         avg(value) as mean, min(value) as low, max(value) as high, var_samp(value) as variance
  from numbered group by point order by point`

const BINS = `${VALUES}
  select floor((value - $5::float8) / $6::float8)::int as bin, count(*) as count,
         sum(((value - $7::float8) / $8::float8) ^ 3) as cubes, sum(((value - $7::float8) / $8::float8) ^ 4) as fourths,
         count(*) filter (where value < $9::float8) as below, count(*) filter (where value > $10::float8) as above
  from v where value is not null group by 1`

interface Summary {
  readonly n: number
  readonly low: number | null
  readonly high: number | null
  readonly mean: number | null
  readonly deviation: number | null
  readonly moved: number | null
}

interface Point {
  readonly fromMs: string
  readonly toMs: string
  readonly n: number
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly variance: number | null
}

interface Bin {
  readonly bin: number
  readonly count: number
  readonly cubes: number
  readonly fourths: number
  readonly below: number
  readonly above: number
}

export async function readProcess(
  pool: pg.Pool,
  { cellId, from, to }: Window,
  characteristic: Characteristic,
  mostPoints = MOST_POINTS,
): Promise<ProcessChart> {
  const values = [cellId, from, to, characteristic.id]
  const [summaries, missed] = await Promise.all([
    pool.query<Summary>(SUMMARY, values),
    pool.query<{ missing: number }>(MISSING, values),
  ])
  const summary = summaries.rows[0]!
  const { missing } = missed.rows[0]!
  const { n, mean, deviation, moved } = summary
  const size = Math.max(1, Math.ceil(n / mostPoints))
  const { lower, upper, kind } = characteristic
  const { first, step, bins: most } = binsFor(summary, kind === 'measure' ? 0 : 1)
  const [points, bins] = await Promise.all([
    pool.query<Point>(POINTS, [...values, size]),
    pool.query<Bin>(BINS, [...values, first, step, mean ?? 0, deviation || 1, lower ?? -Infinity, upper ?? Infinity]),
  ])
  const total = (key: 'cubes' | 'fourths' | 'below' | 'above') => bins.rows.reduce((sum, bin) => sum + bin[key], 0)
  const shape = n > 3 && deviation ? { skewness: total('cubes') / n, excessKurtosis: total('fourths') / n - 3 } : null
  const within = moved === null ? null : moved / D2
  return {
    ...{ from, to, characteristic, n, missing, mean, size },
    standardDeviation: deviation,
    withinDeviation: within,
    points: columnsOf(points.rows),
    control: mean === null || within === null ? null : controlOf(points.rows, mean, within, size),
    histogram: {
      from: first,
      step,
      counts: countsOf(bins.rows, most),
      below: bins.rows.reduce((sum, { bin, count }) => sum + (bin < 0 ? count : 0), 0),
      above: bins.rows.reduce((sum, { bin, count }) => sum + (bin >= most ? count : 0), 0),
    },
    belowLower: total('below'),
    aboveUpper: total('above'),
    skewness: shape?.skewness ?? null,
    excessKurtosis: shape?.excessKurtosis ?? null,
    capability: { ...capabilityOf(summary, within, characteristic), normal: shape && looksNormal(shape) },
  }
}

/** Round edges. Rounding widens a bin by up to 2.5: it begins below the 3.49 s·n^(−1/3) of Scott (1979). */
function binsFor({ n, low, high, mean, deviation }: Summary, resolution: number) {
  if (low === null || high === null || mean === null) return { first: 0, step: 1, bins: 0 }
  if (!deviation) return { first: low - (resolution || 1) / 2, step: resolution || 1, bins: 1 }
  const from = Math.max(low, mean - SHOWN_DEVIATIONS * deviation)
  const to = Math.min(high, mean + SHOWN_DEVIATIONS * deviation)
  const step = roundStep(Math.max(resolution, (2.1 * deviation) / Math.cbrt(n), (to - from) / 60))
  // A count stands in the middle of its bin.
  const offset = resolution / 2
  const first = Math.floor((from + offset) / step) * step - offset
  return { first, step, bins: Math.floor((to - first) / step) + 1 }
}

function countsOf(rows: readonly Bin[], bins: number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const { bin, count } of rows) if (bin >= 0 && bin < bins) counts[bin] = count
  return counts
}

function columnsOf(rows: readonly Point[]): ProcessChart['points'] {
  const column = (key: keyof Point) => rows.map((row) => Number(row[key]))
  return {
    fromMs: column('fromMs'),
    toMs: column('toMs'),
    n: column('n'),
    mean: column('mean'),
    low: column('low'),
    high: column('high'),
  }
}

/** Limits of single values from their moving ranges; of means from the spread within each, as the points are means. */
function controlOf(points: readonly Point[], center: number, within: number, size: number): ProcessChart['control'] {
  // The last point may stand for few values: it would have limits of its own.
  const whole = points.filter(({ n }) => n === size)
  if (whole.length < 2) return null
  const pooled = Math.sqrt(whole.reduce((sum, { variance }) => sum + (variance ?? 0), 0) / whole.length)
  const sigma = size === 1 ? within : pooled / Math.sqrt(size)
  const limits = { centre: center, lower: center - 3 * sigma, upper: center + 3 * sigma, sigma }
  const rules = new Map<number, string[]>()
  for (const { index, rule } of signals(
    points.map(({ mean, n }) => (n === size ? mean : null)),
    limits,
  ))
    rules.set(index, [...(rules.get(index) ?? []), rule])
  return {
    chart: size === 1 ? 'individuals' : 'means',
    center,
    lower: limits.lower,
    upper: limits.upper,
    signals: [...rules].map(([point, rules]) => ({ point, rules })),
  }
}

function capabilityOf({ n, mean, deviation }: Summary, within: number | null, { lower, upper, kind }: Characteristic) {
  const none = { cp: null, cpk: null, pp: null, ppk: null }
  if (n < 2 || mean === null || kind !== 'measure') return none
  const index = (sigma: number | null, freedom: number) =>
    indices(mean, { sigma: sigma ?? 0, freedom }, n, { lower, upper })
  const short = index(within, MOVING_RANGE_FREEDOM * (n - 1))
  const long = index(deviation, n - 1)
  return { cp: short.potential, cpk: short.actual, pp: long.potential, ppk: long.actual }
}

const looksNormal = ({ skewness, excessKurtosis }: { skewness: number; excessKurtosis: number }): boolean =>
  Math.abs(skewness) <= NORMAL.skewness && Math.abs(excessKurtosis) <= NORMAL.excessKurtosis
