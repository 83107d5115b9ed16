/** Averages and ranges of a study, part by part and person by person: the charts on which a person sees what ANOVA sums up. */
import { meanOf, rangeOf } from '../moments.ts'
import { chartConstants } from '../spc/constants.ts'
import { crossedOf, type Reading } from './readings.ts'

export interface AveragesAndRanges {
  readonly parts: readonly string[]
  /** One without a name where nobody takes part. */
  readonly operators: readonly {
    readonly name: string
    readonly mean: number
    /** By part. */
    readonly averages: readonly number[]
    readonly ranges: readonly number[]
  }[]
  /** Every reading of each part. */
  readonly byPart: readonly { readonly mean: number; readonly values: readonly number[] }[]
  readonly mean: number
  readonly meanRange: number
  /** Within them a gauge cannot tell the parts apart: most averages should lie outside. */
  readonly averageLimits: { readonly lower: number; readonly upper: number }
  /** Above it, somebody measured one part otherwise than the rest. */
  readonly rangeLimit: number
}

/** AIAG MSA, 4th edition, chapter III-B. @throws RangeError of unequal numbers of trials, or of one alone. */
export function averagesAndRanges(readings: readonly Reading[]): AveragesAndRanges {
  const { parts, operators, trials, cells } = crossedOf(readings)
  const { A2, D4 } = chartConstants(trials)
  const mean = meanOf(readings.map(({ value }) => value))
  const meanRange = meanOf(cells.flatMap((row) => row.map(rangeOf)))
  return {
    parts,
    operators: operators.map((name, j) => ({
      name,
      mean: meanOf(cells.flatMap((row) => row[j]!)),
      averages: cells.map((row) => meanOf(row[j]!)),
      ranges: cells.map((row) => rangeOf(row[j]!)),
    })),
    byPart: cells.map((row) => ({ mean: meanOf(row.flat()), values: row.flat() })),
    mean,
    meanRange,
    averageLimits: { lower: mean - A2 * meanRange, upper: mean + A2 * meanRange },
    rangeLimit: D4 * meanRange,
  }
}
