import type { CorrelationMatrix } from '@celltwin/contracts'

export interface Pair {
  readonly a: string
  readonly b: string
  readonly rho: number | null
  readonly r: number | null
  readonly n: number
}

/** What goes closest with `chosen`, by rank. */
export function strongest(
  { characteristics, spearman, pearson, n }: CorrelationMatrix,
  chosen: string | undefined,
  most: number,
): Pair[] {
  const row = Math.max(0, characteristics.indexOf(chosen ?? ''))
  return characteristics
    .map((b, j) => {
      const at = row * characteristics.length + j
      return { a: characteristics[row]!, b, rho: spearman[at] ?? null, r: pearson[at] ?? null, n: n[at] ?? 0 }
    })
    .filter(({ a, b, rho }) => a !== b && rho !== null)
    .sort((one, other) => Math.abs(other.rho!) - Math.abs(one.rho!))
    .slice(0, most)
}
