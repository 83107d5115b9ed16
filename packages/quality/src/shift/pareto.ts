/** Losses, greatest first, with what they add up to: by how often, or by how long. */

export interface Loss {
  readonly key: string
  readonly title: string
  /** What it belongs to: a module, a state. */
  readonly of: string
  readonly count: number
  readonly timeMs: number
}

export type LossMeasure = 'count' | 'timeMs'

export interface RankedLoss extends Loss {
  /** Share of this and all greater ones in the whole, 0 to 1. */
  readonly cumulative: number
}

/** Adds up what has the same key; the first title stands. */
export function gatherLosses(losses: Iterable<Loss>): Loss[] {
  const byKey = new Map<string, Loss>()
  for (const loss of losses) {
    const known = byKey.get(loss.key)
    const sum = known && { ...known, count: known.count + loss.count, timeMs: known.timeMs + loss.timeMs }
    byKey.set(loss.key, sum ?? loss)
  }
  return rank([...byKey.values()], 'count')
}

export function pareto(losses: readonly Loss[], by: LossMeasure): RankedLoss[] {
  const whole = losses.reduce((sum, loss) => sum + loss[by], 0)
  let sum = 0
  return rank(losses, by).map((loss) => {
    sum += loss[by]
    return { ...loss, cumulative: whole > 0 ? sum / whole : 0 }
  })
}

const rank = <T extends Loss>(losses: readonly T[], by: LossMeasure): T[] =>
  losses.toSorted((a, b) => b[by] - a[by] || b.timeMs - a.timeMs || (a.key < b.key ? -1 : 1))
