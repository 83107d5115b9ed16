/**
 * Ring and spindle told apart: a master ring scanned several times, turned on its fixture between the scans.
 *
 * Of each order n the ring's part R stays as the ring turns, the spindle's part S turns: M = R + k·S with k = e^(inφ),
 * φ the spindle's angle when the ring's zero passes. A laser on the other side (Donaldson's reversal) sees the radial
 * part with the opposite sign. A line through (k, M), in complex numbers, has S for its slope and R for its beginning.
 */
import { columnValues, type Harmonic, type Series, type SpindleError } from '@celltwin/contracts'
import { NotMeasurable } from '../gauges/not-measurable.ts'

export interface SeparatedCourse {
  readonly spindle: readonly Harmonic[]
  readonly ring: readonly Harmonic[]
  /** Orders that these turns of the ring cannot tell apart: the whole amplitude is their uncertainty. */
  readonly notSeparated: readonly number[]
  /** Scatter of single readings about all of it. */
  readonly rmsMm: number
}

export interface SeparatedSpindle {
  readonly error: SpindleError
  readonly axial: SeparatedCourse
  readonly radial: SeparatedCourse
}

const ORDERS = [1, 2, 3, 4, 5, 6]
/** Sum of |k − k̄|² below which an order is not separated: 2 is two scans turned by half a wave. */
const LEAST_LEVERAGE = 0.3

type Complex = readonly [re: number, im: number]
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c]
const less = ([a, b]: Complex, [c, d]: Complex): Complex => [a - c, b - d]
const conjugate = ([a, b]: Complex): Complex => [a, -b]
const over = ([a, b]: Complex, n: number): Complex => [a / n, b / n]
const mean = (all: readonly Complex[]): Complex =>
  over(
    all.reduce<Complex>(([a, b], [c, d]) => [a + c, b + d], [0, 0]),
    all.length,
  )

/** cos·cos(nθ) + sin·sin(nθ) is the real part of (cos − i·sin)·e^(inθ). */
const harmonic = (order: number, [re, im]: Complex, uncertaintyMm: number): Harmonic => ({
  order,
  cosMm: re,
  sinMm: 0 - im,
  uncertaintyMm,
})

interface Scan {
  readonly readings: Float64Array
  readonly perTurn: number
  readonly passesDeg: number
  readonly sign: 1 | -1
}

/** @throws NotMeasurable naming what the scans lack. */
export function separateSpindle(scans: readonly Series[]): SeparatedSpindle {
  const [first] = scans
  if (!first || scans.length < 2) throw new NotMeasurable('a reversal needs two scans of the ring, turned between them')
  const fixture = first.meta.fixture
  if (typeof fixture !== 'string') throw new NotMeasurable('the scan does not say its fixture')
  if (scans.some(({ meta }) => meta.fixture !== fixture)) throw new NotMeasurable('the scans are of several fixtures')
  const axial = separate(scans.map((scan) => scanOf(scan, 'axial')))
  const radial = separate(scans.map((scan) => scanOf(scan, 'radial')))
  return { error: { fixture, axial: [...axial.spindle], radial: [...radial.spindle] }, axial, radial }
}

function scanOf(series: Series, name: 'axial' | 'radial'): Scan {
  const { spindleDeg, profilesPerRev, radialSide } = series.meta
  if (typeof spindleDeg !== 'number' || typeof profilesPerRev !== 'number')
    throw new NotMeasurable('a ring scan says spindleDeg and profilesPerRev')
  const opposite = name === 'radial' && radialSide === 'opposite'
  return {
    readings: columnValues(series, name),
    perTurn: profilesPerRev,
    passesDeg: spindleDeg - (opposite ? 180 : 0),
    sign: opposite ? -1 : 1,
  }
}

/** Amplitude of an order as a complex number. Whole turns: orders do not mix. */
function amplitude({ readings, perTurn }: Scan, order: number): Complex {
  let re = 0
  let im = 0
  for (const [i, reading] of readings.entries()) {
    const angle = (2 * Math.PI * order * (i % perTurn)) / perTurn
    re += reading * Math.cos(angle)
    im -= reading * Math.sin(angle)
  }
  const scale = order === 0 ? 1 / readings.length : 2 / readings.length
  return [re * scale, im * scale]
}

function scatterOf(scan: Scan): number {
  const waves = [0, ...ORDERS].map((order) => [order, amplitude(scan, order)] as const)
  let square = 0
  for (const [i, reading] of scan.readings.entries()) {
    const turn = (2 * Math.PI * (i % scan.perTurn)) / scan.perTurn
    const fitted = waves.reduce((sum, [n, [re, im]]) => sum + re * Math.cos(n * turn) - im * Math.sin(n * turn), 0)
    square += (reading - fitted) ** 2
  }
  return Math.sqrt(square / (scan.readings.length - 2 * ORDERS.length - 1))
}

function separate(scans: readonly Scan[]): SeparatedCourse {
  for (const { readings, perTurn } of scans)
    if (readings.length === 0 || readings.length % perTurn !== 0 || readings.some(Number.isNaN))
      throw new NotMeasurable('a ring scan has whole turns without lost readings')
  const scatters = scans.map(scatterOf)
  const rmsMm = Math.hypot(...scatters) / Math.sqrt(scans.length)
  const ofEach = scans.map(({ readings }, i) => scatters[i]! * Math.sqrt(2 / readings.length))
  const standardMm = Math.hypot(...ofEach) / Math.sqrt(scans.length)
  const spindle: Harmonic[] = []
  const ring: Harmonic[] = []
  const notSeparated: number[] = []
  for (const order of ORDERS) {
    const seen = scans.map((scan) => amplitude(scan, order))
    const turns = scans.map(({ passesDeg, sign }): Complex => {
      const angle = (order * passesDeg * Math.PI) / 180
      return [sign * Math.cos(angle), sign * Math.sin(angle)]
    })
    const [middle, turned] = [mean(seen), mean(turns)]
    const leverage = turns.reduce((sum, k) => sum + Math.hypot(...less(k, turned)) ** 2, 0)
    if (leverage < LEAST_LEVERAGE) {
      notSeparated.push(order)
      const whole = Math.hypot(...middle) + 2 * standardMm
      spindle.push(harmonic(order, [0, 0], whole))
      ring.push(harmonic(order, [0, 0], whole))
      continue
    }
    const slope = over(
      seen.reduce<Complex>(
        ([a, b], m, i) => {
          const [c, d] = times(conjugate(less(turns[i]!, turned)), less(m, middle))
          return [a + c, b + d]
        },
        [0, 0],
      ),
      leverage,
    )
    spindle.push(harmonic(order, slope, (2 * standardMm) / Math.sqrt(leverage)))
    const spread = Math.hypot(1 / Math.sqrt(scans.length), Math.hypot(...turned) / Math.sqrt(leverage))
    ring.push(harmonic(order, less(middle, times(turned, slope)), 2 * standardMm * spread))
  }
  return { spindle, ring, notSeparated, rmsMm }
}
