/** Two ways of measuring the same parts: what one shows more than the other (Bland and Altman 1986). */
import { tQuantile } from './distributions.ts'
import { deviationOf, meanOf } from './moments.ts'
import type { Estimate } from './spc/capability.ts'

export interface ValueAgreement {
  readonly n: number
  /** Mean of in-line minus off-line with its interval by t; ends are null of a single part. */
  readonly bias: Pick<Estimate, 'value'> & { readonly lower: number | null; readonly upper: number | null }
  /** Between these, 95 % of differences lie; null of fewer than two parts. */
  readonly limits: { readonly lower: number; readonly upper: number } | null
}

export interface ValuePair {
  readonly inline: number
  readonly offline: number
}

/** Null where nothing was measured both ways. */
export function agreementOfValues(pairs: readonly ValuePair[], confidence = 0.95): ValueAgreement | null {
  const n = pairs.length
  if (n === 0) return null
  const differences = pairs.map(({ inline, offline }) => inline - offline)
  const value = meanOf(differences)
  if (n === 1) return { n, bias: { value, lower: null, upper: null }, limits: null }
  const deviation = deviationOf(differences)
  const t = tQuantile((1 - confidence) / 2, n - 1)
  const half = (t * deviation) / Math.sqrt(n)
  // Where the next difference will lie: of few parts wider than 1.96 deviations.
  const reach = t * deviation * Math.sqrt(1 + 1 / n)
  return {
    n,
    bias: { value, lower: value - half, upper: value + half },
    limits: { lower: value - reach, upper: value + reach },
  }
}
