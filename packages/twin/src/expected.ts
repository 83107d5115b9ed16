/** What the results of a part from the rack must be: there they test the cell, and not the part. */
import type { CellDefinition, ChallengeOutcome, Characteristic, Location, Result } from '@celltwin/contracts'

/** `nothing`: nobody asks this characteristic of the part, be it bad for others or a master for studies. */
export type Expected = 'pass' | 'fail' | 'nothing'

/** Asks a recipe's characteristics what a part must show of them; undefined: it is production. */
export function expectedOf(
  challenge: string | null | undefined,
  { challenge: set }: Pick<CellDefinition, 'challenge'>,
): (characteristic: Pick<Characteristic, 'id' | 'advisory'>) => Expected | undefined {
  if (!challenge) return () => undefined
  const fails = set?.parts.find(({ id }) => id === challenge)?.fails
  return ({ id, advisory }) => {
    if (!fails || advisory) return 'nothing'
    if (fails.length === 0) return 'pass'
    return fails.includes(id) ? 'fail' : 'nothing'
  }
}

export type Found = Pick<Result, 'value' | 'conformance'> & { readonly locations?: readonly Location[] | undefined }

/**
 * Whether that is what the part must show; undefined where nobody asks. What is unfamiliar at some place has no value and
 * fails as what is wrong does.
 */
export function shownBy(
  { value, conformance, locations = [] }: Found,
  expected: Expected | undefined,
): ChallengeOutcome['outcome'] | undefined {
  if (expected === undefined || expected === 'nothing') return undefined
  const fails = conformance.endsWith('fail') || (value === null && locations.length > 0)
  if (!fails && conformance === 'not-inspected') return 'inconclusive'
  return fails === (expected === 'fail') ? 'as-expected' : 'failed'
}
