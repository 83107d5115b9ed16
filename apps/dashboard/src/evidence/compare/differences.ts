/** Two parts, characteristic by characteristic. Pure. */
import type { Characteristic, PassportCycle } from '@celltwin/contracts'
import { severity } from '../../part/results.ts'

type Result = PassportCycle['results'][number]

export interface Difference {
  readonly characteristic: Characteristic
  readonly a: Result | undefined
  readonly b: Result | undefined
  /** b − a; undefined where either was not measured. */
  readonly by: number | undefined
  /** More than the uncertainties of both together explain (k = 2): they differ, and not by chance alone. */
  readonly beyondUncertainty: boolean
  /** They were judged differently. */
  readonly judged: boolean
}

export function differencesOf(
  characteristics: readonly Characteristic[],
  a: readonly Result[],
  b: readonly Result[],
): readonly Difference[] {
  const find = (results: readonly Result[], id: string) => results.find(({ characteristic }) => characteristic === id)
  return characteristics.map((characteristic) => {
    const [first, second] = [find(a, characteristic.id), find(b, characteristic.id)]
    const by =
      typeof first?.value === 'number' && typeof second?.value === 'number' ? second.value - first.value : undefined
    const uncertainty = Math.hypot(first?.uncertainty ?? 0, second?.uncertainty ?? 0)
    return {
      characteristic,
      a: first,
      b: second,
      by,
      beyondUncertainty: by !== undefined && Math.abs(by) > uncertainty,
      judged: first?.conformance !== second?.conformance,
    }
  })
}

/** What was judged differently first, the gravest of it foremost; the rest as the recipe has it. */
export const gravestFirst = (differences: readonly Difference[]): readonly Difference[] => {
  const weight = ({ a, b, judged }: Difference) =>
    judged ? 1 + Math.max(...[a, b].map((result) => (result ? severity(result.conformance) : 0))) : 0
  return differences.toSorted((x, y) => weight(y) - weight(x))
}
