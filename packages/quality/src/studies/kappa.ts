/** Agreement beyond chance: kappa of two raters (Cohen 1960) and of many (Fleiss 1971). */
import { normalQuantile } from '../distributions.ts'
import { sumOf } from '../moments.ts'
import type { Estimate } from '../spc/capability.ts'

export interface Kappa extends Estimate {
  readonly standardError: number
}

/**
 * Of a square table of counts, `[rating of one][rating of the other]`, with its large-sample interval (Fleiss, Cohen and
 * Everitt 1969). Null where both always said the same one thing: there was nothing to agree on.
 */
export function cohenKappa(table: readonly (readonly number[])[], confidence = 0.95): Kappa | null {
  const n = sumOf(table.flat())
  const share = table.map((row) => row.map((count) => count / n))
  const rows = share.map(sumOf)
  const columns = share.map((_, j) => sumOf(share.map((row) => row[j]!)))
  const agreed = sumOf(share.map((row, i) => row[i]!))
  const byChance = sumOf(rows.map((row, i) => row * columns[i]!))
  if (!(n > 0) || byChance >= 1) return null
  const kappa = (agreed - byChance) / (1 - byChance)
  let spread = 0
  for (const [i, row] of share.entries())
    for (const [j, p] of row.entries()) {
      const both = rows[j]! + columns[i]!
      spread += i === j ? p * (1 - (rows[i]! + columns[i]!) * (1 - kappa)) ** 2 : (1 - kappa) ** 2 * p * both ** 2
    }
  const variance = (spread - (kappa - byChance * (1 - kappa)) ** 2) / (n * (1 - byChance) ** 2)
  return around(kappa, Math.sqrt(Math.max(0, variance)), confidence)
}

/**
 * Of counts `[subject][category]`, each subject rated equally often, with the interval by the jackknife over subjects:
 * it needs no supposition that raters do not agree. Null where all ratings are of one category.
 *
 * @throws RangeError of unequal numbers of ratings.
 */
export function fleissKappa(counts: readonly (readonly number[])[], confidence = 0.95): Kappa | null {
  const raters = sumOf(counts[0] ?? [])
  if (counts.some((row) => sumOf(row) !== raters))
    throw new RangeError('ratings: every part must be rated equally often')
  const value = fleiss(counts, raters)
  if (value === null) return null
  const without = counts.map(
    (_, i) =>
      fleiss(
        counts.filter((_, at) => at !== i),
        raters,
      ) ?? value,
  )
  const n = counts.length
  const mean = sumOf(without) / n
  const variance = ((n - 1) / n) * sumOf(without.map((one) => (one - mean) ** 2))
  return around(value, Math.sqrt(variance), confidence)
}

function fleiss(counts: readonly (readonly number[])[], raters: number): number | null {
  const n = counts.length
  if (n === 0 || raters < 2) return null
  const agreed = sumOf(counts.map((row) => (sumOf(row.map((c) => c * c)) - raters) / (raters * (raters - 1)))) / n
  const shares = counts[0]!.map((_, j) => sumOf(counts.map((row) => row[j]!)) / (n * raters))
  const byChance = sumOf(shares.map((share) => share * share))
  return byChance >= 1 ? null : (agreed - byChance) / (1 - byChance)
}

function around(value: number, standardError: number, confidence: number): Kappa {
  const half = normalQuantile((1 - confidence) / 2) * standardError
  return { value, standardError, lower: Math.max(-1, value - half), upper: Math.min(1, value + half) }
}
