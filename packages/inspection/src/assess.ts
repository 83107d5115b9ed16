/** A value held against the drawing: decision rules of ISO 14253-1 in the four states of ILAC-G8:09/2019 §4.2.3. */
import type { Characteristic, Conformance, DecisionRule, Measurement, Result } from '@celltwin/contracts'

/**
 * Conformances that decide, from best to worst; what was not inspected is worse than what failed, for nobody knows it.
 * A warning is none of them.
 */
export const CONFORMANCES = [
  'pass',
  'conditional-pass',
  'conditional-fail',
  'fail',
  'not-inspected',
] as const satisfies readonly Conformance[]

type Deciding = (typeof CONFORMANCES)[number]

const worseOf = (a: Deciding, b: Deciding): Deciding => (CONFORMANCES.indexOf(a) >= CONFORMANCES.indexOf(b) ? a : b)

type Assumed = Pick<Characteristic, 'uncertainty' | 'uncertaintyPercent'>

/** The stated expanded uncertainty, else what the recipe assumes; null where neither says one. */
function expandedUncertainty(value: number, stated: number | null, assumed: Assumed): number | null {
  if (stated !== null) return stated
  if (assumed.uncertainty !== undefined) return assumed.uncertainty
  if (assumed.uncertaintyPercent !== undefined) return (Math.abs(value) * assumed.uncertaintyPercent) / 100
  return null
}

/**
 * Holds a value against its limits, with a guard band inside each of them: of width U where the recipe sets no other.
 * What passes beyond a warning limit warns.
 *
 * Where no uncertainty is stated or assumed (a count, a class) the value alone decides; so it does where the limits only
 * warn, for their rate of false alarms is that of the value.
 */
export function assess(
  value: number | null,
  uncertainty: number | null,
  characteristic: Pick<Characteristic, 'lower' | 'upper' | 'advisory' | 'guardBand' | 'warnLower' | 'warnUpper'> &
    Assumed,
  acceptance: DecisionRule['acceptance'],
): Conformance {
  if (value === null || !Number.isFinite(value)) return 'not-inspected'
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, advisory } = characteristic
  if (advisory) return lower <= value && value <= upper ? 'pass' : 'warning'
  const doubt = acceptance === 'simple' ? 0 : (expandedUncertainty(value, uncertainty, characteristic) ?? 0)
  if (!(doubt >= 0)) return 'not-inspected'
  const guard = acceptance === 'simple' ? 0 : (characteristic.guardBand ?? doubt)
  const state = worseOf(stateOf(upper - value, guard, doubt), stateOf(value - lower, guard, doubt))
  const { warnLower = Number.NEGATIVE_INFINITY, warnUpper = Number.POSITIVE_INFINITY } = characteristic
  return state === 'pass' && (value < warnLower || value > warnUpper) ? 'warning' : state
}

/** `margin` is the distance to the limit, positive inside; inside a guard band may be set, outside it is the uncertainty. */
function stateOf(margin: number, guard: number, doubt: number): Deciding {
  if (margin >= guard) return 'pass'
  if (margin >= 0) return 'conditional-pass'
  return margin >= -doubt ? 'conditional-fail' : 'fail'
}

/** A measurement held against the recipe. `evidence` are the hashes it rests on where it names none itself. */
export function toResult(
  measurement: Measurement,
  characteristic: Characteristic,
  decision: DecisionRule,
  evidence: readonly string[],
): Result {
  const { evidence: own, ...rest } = measurement
  const known = measurement.value !== null && Number.isFinite(measurement.value)
  const value = known ? measurement.value : null
  const uncertainty = value === null ? null : expandedUncertainty(value, measurement.uncertainty, characteristic)
  return {
    ...rest,
    value,
    uncertainty,
    unit: characteristic.unit,
    conformance: assess(value, uncertainty, characteristic, decision.acceptance),
    limits: {
      ...(characteristic.lower === undefined ? {} : { lower: characteristic.lower }),
      ...(characteristic.upper === undefined ? {} : { upper: characteristic.upper }),
    },
    ...(known ? {} : { reason: measurement.reason ?? 'the inspection gave no number' }),
    evidence: [...(own ?? evidence)],
  }
}
