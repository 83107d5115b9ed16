/** Components of variance as shares of what they are held against. */
import type { Estimate } from '../spc/capability.ts'
import { heldAgainst, type StudyVerdict, type Threshold, worstOf } from './verdict.ts'

export type ComponentName = 'grr' | 'ev' | 'av' | 'operator' | 'interaction' | 'pv' | 'total'

export interface Component {
  readonly name: ComponentName
  readonly variance: number
  readonly sigma: number
  /** Variance over total variance. */
  readonly percentContribution: number
  /** Standard deviation over total standard deviation. */
  readonly percentOfStudyVariation: number
  /** Six standard deviations over the tolerance; null without one. */
  readonly percentOfTolerance: number | null
  /** Of the standard deviation. */
  readonly interval?: Pick<Estimate, 'lower' | 'upper'>
}

export interface GrrThresholds {
  /** Of the tolerance where there is one, else of the study variation. */
  readonly percent: Threshold
  /** Distinct categories from which a gauge tells parts apart. */
  readonly ndc: number
}
/** AIAG MSA, 4th edition, chapter II-D: below 10 % accepted, up to 30 % by agreement, at least 5 categories. */
export const GRR_THRESHOLDS: GrrThresholds = { percent: { capable: 10, conditional: 30 }, ndc: 5 }

export interface AnovaRow {
  readonly source: 'part' | 'operator' | 'interaction' | 'repeatability' | 'total'
  readonly freedom: number
  readonly squares: number
  readonly meanSquares: number
  readonly f: number | null
  readonly p: number | null
}

/** What every study of repeatability and reproducibility comes to. */
export interface GrrFigures {
  readonly parts: number
  readonly operators: number
  readonly trials: number
  readonly mean: number
  readonly tolerance: number | null
  readonly anova: readonly AnovaRow[]
  readonly components: readonly Component[]
  /** Number of distinct categories: √2 · PV ÷ GRR, rounded down; at least 1. Null where nothing varied. */
  readonly ndc: number | null
  /** What `verdict` was held against. */
  readonly basis: 'tolerance' | 'study-variation'
  readonly thresholds: GrrThresholds
  readonly verdict: StudyVerdict
}

type Variances = readonly (readonly [ComponentName, number, Component['interval']?])[]

export function componentsOf(variances: Variances, tolerance: number | null): Component[] {
  const total = variances.find(([name]) => name === 'total')?.[1] ?? 0
  return variances.map(([name, variance, interval]) => {
    const sigma = Math.sqrt(variance)
    return {
      name,
      variance,
      sigma,
      percentContribution: total > 0 ? (100 * variance) / total : 0,
      percentOfStudyVariation: total > 0 ? 100 * Math.sqrt(variance / total) : 0,
      percentOfTolerance: tolerance === null ? null : (600 * sigma) / tolerance,
      ...(interval && { interval }),
    }
  })
}

/** Percentages and categories held against the thresholds. */
export function judgedGrr(
  components: readonly Component[],
  thresholds: GrrThresholds = GRR_THRESHOLDS,
): Pick<GrrFigures, 'ndc' | 'basis' | 'thresholds' | 'verdict'> {
  const of = (name: ComponentName) => components.find((component) => component.name === name)!
  const { percentOfTolerance, percentOfStudyVariation, sigma } = of('grr')
  const ndc = sigma > 0 ? Math.max(1, Math.floor((Math.SQRT2 * of('pv').sigma) / sigma)) : null
  // Parts chosen alike say nothing against a gauge that is fine for the tolerance: categories count only without one.
  const tooFew = percentOfTolerance === null && ndc !== null && ndc < thresholds.ndc
  return {
    ndc,
    basis: percentOfTolerance === null ? 'study-variation' : 'tolerance',
    thresholds,
    verdict: worstOf([
      heldAgainst(percentOfTolerance ?? percentOfStudyVariation, thresholds.percent),
      tooFew ? 'conditional' : 'capable',
    ]),
  }
}
