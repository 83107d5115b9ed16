/** Type 3 study: parts measured again without the influence of a person, as where a robot loads them. One-way ANOVA. */
import { fTail } from '../distributions.ts'
import { meanOf, squaresOf, sumOf } from '../moments.ts'
import { componentsOf, type GrrFigures, type GrrThresholds, judgedGrr } from './components.ts'
import { intervalOfDifference, intervalOfSum, rootsOf } from './intervals.ts'
import { crossedOf, type Reading } from './readings.ts'

export interface GrrOptions {
  readonly tolerance: number | null
  readonly thresholds?: GrrThresholds
  readonly confidence?: number
}

/**
 * 25 parts twice, as a rule; at least 5 parts twice.
 *
 * @throws RangeError of too few parts or trials, of unequal ones, or of readings by several operators.
 */
export function type3Study(
  readings: readonly Reading[],
  { tolerance, thresholds, confidence }: GrrOptions,
): GrrFigures {
  const { parts, operators, trials, cells } = crossedOf(readings)
  if (operators.length > 1)
    throw new RangeError('operators: a type 3 study is without their influence; make a gauge R&R study (grr)')
  if (parts.length < 5) throw new RangeError(`parts: must be at least 5 (25 are usual), there are ${parts.length}`)
  if (trials < 2) throw new RangeError('trials: every part must be measured at least twice')
  const groups = cells.map((row) => row[0]!)
  const mean = meanOf(groups.flat())
  const within = anovaOf(sumOf(groups.map((group) => squaresOf(group))), parts.length * (trials - 1))
  const between = anovaOf(
    trials *
      squaresOf(
        groups.map((group) => meanOf(group)),
        mean,
      ),
    parts.length - 1,
  )
  const ev = within.meanSquares
  const pv = Math.max(0, (between.meanSquares - ev) / trials)
  const repeatability = rootsOf(intervalOfSum([{ weight: 1, ...within }], confidence))
  const components = componentsOf(
    [
      ['grr', ev, repeatability],
      ['ev', ev, repeatability],
      ['pv', pv, rootsOf(intervalOfDifference(between, within, trials, confidence))],
      ['total', ev + pv],
    ],
    tolerance,
  )
  const f = ev > 0 ? between.meanSquares / ev : null
  return {
    parts: parts.length,
    operators: 1,
    trials,
    mean,
    tolerance,
    anova: [
      { source: 'part', ...between, f, p: f === null ? null : fTail(f, between.freedom, within.freedom) },
      { source: 'repeatability', ...within, f: null, p: null },
      { source: 'total', ...anovaOf(between.squares + within.squares, parts.length * trials - 1), f: null, p: null },
    ],
    components,
    ...judgedGrr(components, thresholds),
  }
}

export const anovaOf = (squares: number, freedom: number) => ({ squares, freedom, meanSquares: squares / freedom })
