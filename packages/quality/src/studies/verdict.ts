/** What a study says of a gauge, and by which thresholds: stated with the result, and changed by giving others. */
import type { SpecificationLimits } from '../spc/capability.ts'

export type StudyVerdict = 'capable' | 'conditional' | 'not-capable'

const ORDER: readonly StudyVerdict[] = ['capable', 'conditional', 'not-capable']

export const worstOf = (verdicts: readonly StudyVerdict[]): StudyVerdict =>
  ORDER[Math.max(0, ...verdicts.map((verdict) => ORDER.indexOf(verdict)))]!

/** A figure good from `capable` on, bearable from `conditional` on; a smaller one is better where `capable` is smaller. */
export interface Threshold {
  readonly capable: number
  readonly conditional: number
}

export function heldAgainst(figure: number, { capable, conditional }: Threshold): StudyVerdict {
  const reaches = (bound: number) => (capable < conditional ? figure <= bound : figure >= bound)
  return reaches(capable) ? 'capable' : reaches(conditional) ? 'conditional' : 'not-capable'
}

/**
 * Width of the tolerance; null where there is none. A characteristic with an upper limit alone (run-out, flatness, torque)
 * has its natural limit at zero.
 */
export function toleranceOf({ lower, upper }: SpecificationLimits): number | null {
  if (upper === undefined) return null
  const width = upper - (lower ?? 0)
  return width > 0 ? width : null
}
