import type { Row } from '../../part/results.ts'

/** As digits alone, as conditions write numbers. */
const written = (value: number) => value.toFixed(6).replace(/\.?0+$/, '')

/**
 * The condition that a person most likely wants of this value, to be changed before it is set. It holds for the part
 * itself where its value was not good; where it was, it holds for the next one beyond the nearer limit.
 */
export function conditionFrom({ characteristic, result }: Row): string {
  const { id } = characteristic
  const { lower, upper } = result?.limits ?? characteristic
  const value = result?.value ?? null
  if (value === null || result?.conformance === 'not-inspected') return `${id} is not inspected`
  if (lower !== undefined && value < lower) return `${id} < ${written(lower)}`
  if (upper !== undefined && value > upper) return `${id} > ${written(upper)}`
  if (result?.conformance === 'warning') return `${id} warns`
  if (result?.conformance === 'fail' || result?.conformance === 'conditional-fail') return `${id} fails`
  if (lower !== undefined && lower === upper) return `${id} != ${written(lower)}`
  if (lower !== undefined && (upper === undefined || value - lower < upper - value)) return `${id} < ${written(lower)}`
  return `${id} > ${written(upper ?? value)}`
}
