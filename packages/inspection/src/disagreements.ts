/** A model in shadow beside the live one, on the same evidence of one part. */
import type { Conformance, Recipe, Result, Shadowed } from '@celltwin/contracts'
import { judge } from './judge.ts'

type Told = Pick<Result, 'characteristic' | 'value' | 'conformance'>

const told = ({ characteristic, value, conformance }: Told): Told => ({ characteristic, value, conformance })
const NOT_INSPECTED: Conformance = 'not-inspected'

/** Characteristics whose conformance differs; what one of the two does not answer, it has not inspected. */
export function disagreements(live: readonly Result[], shadow: readonly Result[]): Shadowed['disagreed'] {
  const characteristics = new Set([...live, ...shadow].map(({ characteristic }) => characteristic))
  const of = (results: readonly Result[], characteristic: string) =>
    results.find((result) => result.characteristic === characteristic) ?? {
      ...{ characteristic, value: null, conformance: NOT_INSPECTED },
    }
  return [...characteristics]
    .map((each) => ({ live: told(of(live, each)), shadow: told(of(shadow, each)) }))
    .filter((pair) => pair.live.conformance !== pair.shadow.conformance)
}

/** The verdict that a module's own characteristics would give alone, by the function that judges parts. */
export function verdictOfModule(results: readonly Result[], recipe: Recipe, module: string) {
  const characteristics = recipe.characteristics.filter((each) => each.module === module)
  return judge(results, { ...recipe, characteristics }).verdict
}
