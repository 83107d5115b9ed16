/** Quality of the running shift, or of the last hours where none runs: product and cell apart, never added. Pure. */
import type { CellStatistics, ShiftReport } from '@celltwin/contracts'
import { pareto } from '@celltwin/quality'

export interface Share {
  readonly count: number
  readonly of: number
}

export interface QualityFigures {
  /** Nonconforming at their first pass, of those that could be judged: the upstream process. */
  readonly product: Share
  /** False rejects, parts not inspected and parts inspected again: the cell itself. */
  readonly own: Share
  readonly falseRejects: number
  readonly notInspected: number
  /** Undefined where only the shift's report counts it. */
  readonly reinspected: number | undefined
  /** Most frequent first. */
  readonly losses: readonly { readonly title: string; readonly count: number }[]
  readonly lost: number
}

export function qualityOfShift({ figures: { quality, losses, production } }: ShiftReport): QualityFigures {
  return {
    product: quality.product,
    own: quality.own,
    falseRejects: quality.falseRejects.count,
    notInspected: quality.notInspected.count,
    reinspected: quality.reinspected.count,
    losses: pareto(losses, 'count'),
    lost: production.rejected + production.held,
  }
}

/** Counts of verdicts alone do not tell a false reject: it is taken out of the rejects, as a part not inspected is out of the holds. */
export function qualityOfHours(statistics: CellStatistics): QualityFigures {
  const { inspected, reject, hold, falseRejects, notInspected, losses } = statistics
  const own = falseRejects + notInspected
  return {
    product: { count: Math.max(0, reject + hold - own), of: Math.max(0, inspected - notInspected) },
    own: { count: own, of: inspected },
    ...{ falseRejects, notInspected, reinspected: undefined, losses, lost: reject + hold },
  }
}
