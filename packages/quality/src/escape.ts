/**
 * The share of passed parts that do not conform, estimated from those that were looked at a second time.
 *
 * Passes fall into strata (a week, near a limit or clear of it); within one, every pass was as likely to be looked at as
 * any other. A stratum counts for the passes it has, however many of them were looked at.
 */
import { chiSquareQuantile } from './distributions.ts'
import { exactShare } from './proportion.ts'

export interface PassStratum {
  /** Parts that passed. */
  readonly passed: number
  /** Of these, looked at again. */
  readonly looked: number
  /** Of these, found nonconforming. */
  readonly found: number
}

export interface EscapeEstimate {
  readonly share: number
  /** 95 % two-sided unless `confidence` says otherwise. */
  readonly lower: number
  readonly upper: number
  /** One-sided bound of the same confidence: after nothing found in n parts near 3/n, the rule of three. */
  readonly atMost: number
  /** Passes that the estimate speaks for. */
  readonly passed: number
  /** Passes of strata in which nobody looked: it says nothing of them. */
  readonly unmeasured: number
  readonly looked: number
  readonly found: number
}

/**
 * Null where nobody looked at any pass: then the rate is unmeasured, and that is not zero.
 *
 * Of one stratum the interval is exact (Clopper and Pearson 1934). Of several it is that of a weighted sum of rare counts
 * (Fay and Feuer 1997), which a stratum that was looked at least makes wide: after nothing found its bound is the
 * worst that could hide there.
 */
export function estimateEscapes(strata: readonly PassStratum[], confidence = 0.95): EscapeEstimate | null {
  const measured = strata.filter(({ passed, looked }) => passed > 0 && looked > 0)
  const total = (of: readonly PassStratum[], key: keyof PassStratum) => of.reduce((sum, one) => sum + one[key], 0)
  const passed = total(measured, 'passed')
  if (passed === 0) return null
  const counts = {
    ...{ passed, unmeasured: total(strata, 'passed') - passed },
    ...{ looked: total(measured, 'looked'), found: total(measured, 'found') },
  }
  const [only] = measured
  if (only && measured.length === 1) {
    const { share, lower, upper } = exactShare(only.found, only.looked, confidence)!
    // The upper end of a two-sided interval with twice the risk.
    const atMost = exactShare(only.found, only.looked, 2 * confidence - 1)!.upper
    return { share, lower, upper, atMost, ...counts }
  }
  const weighted = measured.map(({ passed: of, looked, found }) => ({ weight: of / passed / looked, found }))
  const sum = weighted.reduce((all, { weight, found }) => all + weight * found, 0)
  const variance = weighted.reduce((all, { weight, found }) => all + weight * weight * found, 0)
  const heaviest = Math.max(...weighted.map(({ weight }) => weight))
  const tail = (1 - confidence) / 2
  const above = (risk: number) =>
    Math.min(
      1,
      boundOf(sum + heaviest, variance + heaviest * heaviest, (freedom) => chiSquareQuantile(risk, freedom)),
    )
  return {
    share: sum,
    lower: sum === 0 ? 0 : boundOf(sum, variance, (freedom) => chiSquareQuantile(1 - tail, freedom)),
    upper: above(tail),
    atMost: above(2 * tail),
    ...counts,
  }
}

/** A gamma distribution of this mean and variance, at a quantile of chi-square. */
const boundOf = (mean: number, variance: number, quantile: (freedom: number) => number): number =>
  (variance / (2 * mean)) * quantile((2 * mean * mean) / variance)
