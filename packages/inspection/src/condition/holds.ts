/** Whether a condition holds for a part that was judged. The same in the cell and in a dry run over the past. */
import type { Conformance, Verdict } from '@celltwin/contracts'
import type { Comparison, Condition, Counted, Outcome } from './parse.ts'

/** Parts judged since the breakpoint was set, this one included. */
export type Tally = Readonly<Record<Counted, number>>

export const NO_TALLY: Tally = { part: 0, good: 0, rejected: 0, held: 0 }

export interface JudgedPart {
  readonly verdict: Verdict
  readonly results: readonly {
    readonly characteristic: string
    readonly value: number | null
    readonly conformance: Conformance
  }[]
}

const COUNTS_AS: Readonly<Record<Verdict, Counted>> = { pass: 'good', reject: 'rejected', hold: 'held' }

export const tallied = (tally: Tally, { verdict }: JudgedPart): Tally => {
  const as = COUNTS_AS[verdict]
  return { ...tally, part: tally.part + 1, [as]: tally[as] + 1 }
}

const COMPARE: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const IS: Readonly<Record<Exclude<Outcome, 'passes'>, readonly Conformance[]>> = {
  fails: ['fail', 'conditional-fail'],
  warns: ['warning'],
  'is not inspected': ['not-inspected'],
}

/** @param tally Counted with this part. */
export function holds(condition: Condition, part: JudgedPart, tally: Tally): boolean {
  switch (condition.is) {
    case 'and':
      return condition.of.every((each) => holds(each, part, tally))
    case 'or':
      return condition.of.some((each) => holds(each, part, tally))
    case 'not':
      return !holds(condition.of, part, tally)
    case 'verdict':
      return (part.verdict === condition.verdict) !== condition.not
    case 'every': {
      const counts = condition.counted === 'part' || COUNTS_AS[part.verdict] === condition.counted
      return counts && tally[condition.counted] % condition.nth === 0
    }
    case 'compare': {
      const value = part.results.find(({ characteristic }) => characteristic === condition.characteristic)?.value
      return value !== undefined && value !== null && COMPARE[condition.by](value, condition.value)
    }
    case 'outcome': {
      const found = part.results.filter(({ characteristic }) => condition.characteristics.includes(characteristic))
      const { outcome } = condition
      // What nobody inspected does not pass.
      if (outcome === 'passes')
        return (
          found.length === condition.characteristics.length &&
          found.every(({ conformance }) => ['pass', 'conditional-pass', 'warning'].includes(conformance))
        )
      if (outcome === 'is not inspected' && found.length < condition.characteristics.length) return true
      return found.some(({ conformance }) => IS[outcome].includes(conformance))
    }
  }
}
