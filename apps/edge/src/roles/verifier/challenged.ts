/** What a challenge part showed, against what it must show. */
import type { ChallengeFinding, ChallengeOutcome, ChallengePart, Recipe, Result } from '@celltwin/contracts'
import { assess, type JudgedResult } from '@celltwin/inspection'

/** What the account keeps of a result. `refused`: see there. */
export type Shown = JudgedResult & { readonly refused?: true }

/** Looked at, and given no value for what was seen at some place: what is unfamiliar fails as what is wrong does. */
export const isRefused = ({ value, locations }: Pick<Result, 'value' | 'locations'>): boolean =>
  value === null && (locations?.length ?? 0) > 0

/** A known-good part must pass everything; a known-bad one must fail what it is bad for, and says nothing of the rest. */
export function challenged(
  { fails }: ChallengePart,
  results: readonly Shown[],
  recipe: Recipe,
  trusted: boolean,
): ChallengeOutcome {
  const known = recipe.characteristics.filter((c) => !c.advisory)
  const must = fails.length === 0 ? known : known.filter(({ id }) => fails.includes(id))
  const findings = must.map((characteristic): ChallengeFinding => {
    const result = results.find((r) => r.characteristic === characteristic.id && r.unit === characteristic.unit)
    const found = !result
      ? 'not-inspected'
      : result.refused
        ? 'fail'
        : assess(result.value, result.uncertainty, characteristic, recipe.decision.acceptance)
    return { characteristic: characteristic.id, expected: fails.length === 0 ? 'pass' : 'fail', found }
  })
  const wrong = findings.some(
    ({ expected, found }) => found !== 'not-inspected' && (expected === 'pass') === found.includes('fail'),
  )
  const silent = !trusted || findings.some(({ found }) => found === 'not-inspected')
  return { outcome: wrong ? 'failed' : silent ? 'inconclusive' : 'as-expected', findings }
}
