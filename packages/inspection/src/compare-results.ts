/** Whether an inspection that was done again says what it said before. Pure. */
import { canonicalJson, type Result } from '@celltwin/contracts'

const AGREEMENTS = ['identical', 'within tolerance', 'different'] as const
export type Agreement = (typeof AGREEMENTS)[number]

/** Another engine or processor may move a value by this share of its stated uncertainty, and the uncertainty by as much. */
const TOLERATED_SHARE_OF_UNCERTAINTY = 0.1
/** Relative, where no uncertainty is stated. */
const TOLERATED_SHARE = 1e-6

export interface Difference {
  readonly field: string
  readonly before: unknown
  readonly again: unknown
}

export interface ResultComparison {
  readonly characteristic: string
  readonly agreement: Agreement
  readonly differences: readonly Difference[]
}

/**
 * Each result of `before` against its counterpart. Identical: every field, each number to its last bit, as JSON writes
 * it. Within tolerance: the same conformance by the same model under the same limits, the value as close as another
 * engine gives it; its wording and the places it marks may differ with the last digits.
 */
export function compareResults(before: readonly Result[], again: readonly Result[]): ResultComparison[] {
  const found = new Map(again.map((result) => [result.characteristic, result]))
  return before.map((result) => compare(result, found.get(result.characteristic)))
}

export const worstAgreement = (compared: readonly ResultComparison[]): Agreement =>
  AGREEMENTS[Math.max(0, ...compared.map(({ agreement }) => AGREEMENTS.indexOf(agreement)))]!

function compare(before: Result, again: Result | undefined): ResultComparison {
  const { characteristic } = before
  if (!again)
    return {
      characteristic,
      agreement: 'different',
      differences: [{ field: 'result', before: before.value, again: null }],
    }
  const fields = [...new Set([...Object.keys(before), ...Object.keys(again)])] as (keyof Result)[]
  const differences = fields
    .filter((field) => canonicalJson([before[field]]) !== canonicalJson([again[field]]))
    .map((field) => ({ field, before: before[field] ?? null, again: again[field] ?? null }))
  const agreement = differences.length === 0 ? 'identical' : tolerated(before, again) ? 'within tolerance' : 'different'
  return { characteristic, agreement, differences }
}

function tolerated(before: Result, again: Result): boolean {
  const fields = ['conformance', 'unit', 'limits', 'gauge', 'calibration', 'calibrationDigest', 'evidence'] as const
  const same = fields.every((field) => canonicalJson([before[field]]) === canonicalJson([again[field]]))
  const by = ({ algorithm: { name, version, model } }: Result) => canonicalJson([name, version, model])
  if (!same || by(before) !== by(again)) return false
  if (before.value === null || again.value === null) return before.value === again.value
  const room = before.uncertainty
    ? TOLERATED_SHARE_OF_UNCERTAINTY * before.uncertainty
    : TOLERATED_SHARE * Math.abs(before.value)
  return (
    Math.abs(before.value - again.value) <= room &&
    Math.abs((before.uncertainty ?? 0) - (again.uncertainty ?? 0)) <= room
  )
}
