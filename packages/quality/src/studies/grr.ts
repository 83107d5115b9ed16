/** Gauge repeatability and reproducibility where people take part: crossed ANOVA with random parts and operators. */
import { fTail } from '../distributions.ts'
import { meanOf, squaresOf, sumOf } from '../moments.ts'
import { type AnovaRow, componentsOf, type GrrFigures, judgedGrr } from './components.ts'
import { intervalOfDifference, intervalOfSum, rootsOf } from './intervals.ts'
import { type Crossed, crossedOf, type Reading } from './readings.ts'
import { anovaOf, type GrrOptions } from './type3.ts'

export interface Grr extends GrrFigures {
  /** The test of the interaction; it is pooled into the repeatability where its p is above `alpha`. */
  readonly interaction: { readonly f: number | null; readonly p: number | null; readonly pooled: boolean }
  /** Mean of each operator by part, for the interaction plot. */
  readonly means: readonly { readonly operator: string; readonly byPart: readonly number[] }[]
}

export interface CrossedGrrOptions extends GrrOptions {
  /** AIAG uses 0.25, so that an interaction is not thrown away lightly. */
  readonly alpha?: number
}

/**
 * 10 parts, 3 operators, 2 or 3 trials as a rule.
 *
 * @throws RangeError of fewer than 2 parts, operators or trials, or of unequal numbers of trials.
 */
export function grrStudy(readings: readonly Reading[], options: CrossedGrrOptions): Grr {
  const { tolerance, thresholds, confidence, alpha = 0.25 } = options
  const crossed = crossedOf(readings)
  const [p, o, r] = [crossed.parts.length, crossed.operators.length, crossed.trials]
  if (p < 2) throw new RangeError(`parts: must be at least 2 (10 are usual), there is ${p}`)
  if (o < 2) throw new RangeError('operators: must be at least 2; where nobody takes part, make a type 3 study')
  if (r < 2) throw new RangeError('trials: every operator must measure every part at least twice')
  const { mean, part, operator, interaction, repeatability, total } = squaresByCause(crossed)
  const f = repeatability.meanSquares > 0 ? interaction.meanSquares / repeatability.meanSquares : null
  const tested = f === null ? null : fTail(f, interaction.freedom, repeatability.freedom)
  const pooled = tested === null || tested > alpha
  const error = pooled
    ? anovaOf(interaction.squares + repeatability.squares, interaction.freedom + repeatability.freedom)
    : repeatability
  // What parts and operators are tested against, and what is taken off their mean squares.
  const beneath = pooled ? error : interaction

  const ev = error.meanSquares
  const byBoth = pooled ? 0 : Math.max(0, (interaction.meanSquares - ev) / r)
  const byOperator = Math.max(0, (operator.meanSquares - beneath.meanSquares) / (p * r))
  const pv = Math.max(0, (part.meanSquares - beneath.meanSquares) / (o * r))
  const av = byOperator + byBoth
  const components = componentsOf(
    [
      ['grr', ev + av, rootsOf(intervalOfSum(grrTerms(), confidence))],
      ['ev', ev, rootsOf(intervalOfSum([{ weight: 1, ...error }], confidence))],
      ['av', av],
      ['operator', byOperator],
      ['interaction', byBoth],
      ['pv', pv, rootsOf(intervalOfDifference(part, beneath, o * r, confidence))],
      ['total', ev + av + pv],
    ],
    tolerance,
  )
  const against = (row: typeof part) => {
    const ratio = beneath.meanSquares > 0 ? row.meanSquares / beneath.meanSquares : null
    return { ...row, f: ratio, p: ratio === null ? null : fTail(ratio, row.freedom, beneath.freedom) }
  }
  const anova: AnovaRow[] = [
    { source: 'part', ...against(part) },
    { source: 'operator', ...against(operator) },
    ...(pooled ? [] : [{ source: 'interaction' as const, ...interaction, f, p: tested }]),
    { source: 'repeatability', ...error, f: null, p: null },
    { source: 'total', ...total, f: null, p: null },
  ]
  return {
    parts: p,
    operators: o,
    trials: r,
    mean,
    tolerance,
    anova,
    components,
    ...judgedGrr(components, thresholds),
    interaction: { f, p: tested, pooled },
    means: crossed.operators.map((name, j) => ({
      operator: name,
      byPart: crossed.cells.map((row) => meanOf(row[j]!)),
    })),
  }

  /** The variance of the gauge as a sum of mean squares, all of positive weight. */
  function grrTerms() {
    const operators = { weight: 1 / (p * r), ...operator }
    if (pooled) return [operators, { weight: 1 - 1 / (p * r), ...error }]
    return [operators, { weight: (1 - 1 / p) / r, ...interaction }, { weight: 1 - 1 / r, ...error }]
  }
}

function squaresByCause({ cells, parts, operators, trials }: Crossed) {
  const mean = meanOf(cells.flat(2))
  const [p, o, r] = [parts.length, operators.length, trials]
  const partMeans = cells.map((row) => meanOf(row.flat()))
  const operatorMeans = operators.map((_, j) => meanOf(cells.flatMap((row) => row[j]!)))
  // From what is left in each cell, not by subtraction: that would lose digits of a small interaction.
  const left = cells.flatMap((row, i) => row.map((cell, j) => meanOf(cell) - partMeans[i]! - operatorMeans[j]! + mean))
  const squares = {
    part: o * r * squaresOf(partMeans, mean),
    operator: p * r * squaresOf(operatorMeans, mean),
    interaction: r * squaresOf(left, 0),
    repeatability: sumOf(cells.flat().map((cell) => squaresOf(cell))),
  }
  return {
    mean,
    part: anovaOf(squares.part, p - 1),
    operator: anovaOf(squares.operator, o - 1),
    interaction: anovaOf(squares.interaction, (p - 1) * (o - 1)),
    repeatability: anovaOf(squares.repeatability, p * o * (r - 1)),
    total: anovaOf(sumOf(Object.values(squares)), p * o * r - 1),
  }
}
