/** Breakpoints as pages read them: in force or asked for, and what they look at. Pure. */
import type { CellTwin } from '@celltwin/contracts'
import { namedBy, parseCondition, type Vocabulary } from '@celltwin/inspection/condition'
import { breakpointsInForce, outstanding } from '@celltwin/twin'

export interface BreakpointView {
  readonly id: string
  readonly condition: string
  /** Ids of the characteristics that the condition names. */
  readonly looksAt: readonly string[]
  /** Undefined: asked of the cell, which has not answered yet. */
  readonly set: { readonly by: string; readonly at: string } | undefined
  /** The part at which the cell stopped last. */
  readonly hit: { readonly serial: string; readonly at: string } | undefined
}

/** Those asked for first, then those in force, oldest first. */
export function breakpointsOf(twin: CellTwin, names: Vocabulary): readonly BreakpointView[] {
  const looksAt = (text: string) => {
    const parsed = parseCondition(text, names)
    return parsed.ok ? namedBy(parsed.condition) : []
  }
  return [
    ...outstanding(twin).flatMap(({ id, target }) =>
      target.kind === 'set-breakpoint'
        ? [{ id, condition: target.condition, looksAt: looksAt(target.condition), set: undefined, hit: undefined }]
        : [],
    ),
    ...breakpointsInForce(twin).map(({ breakpointId, condition, by, setAt, hit }) => ({
      ...{ id: breakpointId, condition, looksAt: looksAt(condition), set: { by, at: setAt } },
      hit: hit && { serial: hit.serial, at: hit.at },
    })),
  ]
}
