/** Whether a variant may go live: as good as its base on the frozen set, and the same on the golden inputs. */
import type { PairedComparison } from './paired.ts'

export interface GateRule {
  /** The loss of accuracy, as a share, that must be ruled out with 97.5 % confidence. */
  readonly greatestLoss: number
  /** How far a score on a golden input may lie from the base's. */
  readonly goldenWithin: number
}

/** Where the recipe says nothing. */
export const USUAL_GATE: GateRule = { greatestLoss: 0.005, goldenWithin: 0.1 }

/** Scores on the golden inputs, beside those that the package was signed with. */
export interface GoldenComparison {
  readonly inputs: number
  /** Inputs whose best label is another one. */
  readonly otherLabel: number
  readonly greatestDifference: number
}

/** Models that take other inputs have no golden inputs in common: each is then held to its own, on the device. */
export type Golden = GoldenComparison | { readonly notComparable: string }

export interface GateEvidence {
  readonly rule: GateRule
  /** Undefined where there is no frozen set. */
  readonly accuracy?: PairedComparison
  /** Undefined where the package has no golden inputs. */
  readonly golden?: Golden
}

export type RefusalRule = 'no-frozen-set' | 'accuracy-loss' | 'no-golden-inputs' | 'golden-label' | 'golden-score'

export interface Refusal {
  readonly rule: RefusalRule
  readonly reason: string
}

export type GateDecision =
  | { readonly allowed: true; readonly reason: string }
  | { readonly allowed: false; readonly refusals: readonly Refusal[] }

const percent = (share: number) => `${(100 * share).toFixed(2)} %`

/** What is not known refuses: a variant is never let through for want of evidence. */
export function gate({ rule, accuracy, golden }: GateEvidence): GateDecision {
  const refusals = [...accuracyRefusals(rule, accuracy), ...goldenRefusals(rule, golden)]
  if (refusals.length > 0 || !accuracy || !golden) return { allowed: false, refusals }
  return {
    allowed: true,
    reason:
      `${percent(accuracy.variantAccuracy)} right on ${accuracy.images} images, the base ${percent(accuracy.baseAccuracy)}; ` +
      `a loss of more than ${percent(Math.max(0, -accuracy.lower))} is ruled out (allowed ${percent(rule.greatestLoss)}), ` +
      ('notComparable' in golden
        ? `and golden inputs say nothing: ${golden.notComparable}.`
        : `and ${golden.inputs} golden scores agree within ${golden.greatestDifference.toFixed(4)}.`),
  }
}

function accuracyRefusals({ greatestLoss }: GateRule, accuracy: PairedComparison | undefined): Refusal[] {
  if (!accuracy || accuracy.images === 0) {
    return [{ rule: 'no-frozen-set', reason: 'No frozen set of labelled inputs: accuracy is not known.' }]
  }
  if (accuracy.lower >= -greatestLoss) return []
  const found =
    accuracy.difference < -greatestLoss
      ? `The variant loses ${percent(-accuracy.difference)} of accuracy`
      : `${accuracy.images} images cannot rule out a loss of ${percent(-accuracy.lower)} of accuracy`
  return [{ rule: 'accuracy-loss', reason: `${found}; ${percent(greatestLoss)} is allowed.` }]
}

function goldenRefusals({ goldenWithin }: GateRule, golden: Golden | undefined): Refusal[] {
  if (golden && 'notComparable' in golden) return []
  if (!golden || golden.inputs === 0) {
    return [{ rule: 'no-golden-inputs', reason: 'The package has no golden inputs to compare on.' }]
  }
  const refusals: Refusal[] = []
  if (golden.otherLabel > 0) {
    const reason = `${golden.otherLabel} of ${golden.inputs} golden inputs get another label than from the base.`
    refusals.push({ rule: 'golden-label', reason })
  }
  // Written so that what is no number refuses.
  if (!(golden.greatestDifference <= goldenWithin)) {
    const reason = `A golden score lies ${golden.greatestDifference.toFixed(4)} from the base's; ${goldenWithin} is allowed.`
    refusals.push({ rule: 'golden-score', reason })
  }
  return refusals
}

/** @param labels how many scores each input gets, one a label. */
export function compareGolden(expected: ArrayLike<number>, found: ArrayLike<number>, labels: number): GoldenComparison {
  if (expected.length !== found.length) throw new Error('the golden inputs have another number of scores')
  let greatestDifference = 0
  for (let k = 0; k < expected.length; k++) {
    const difference = Math.abs(expected[k]! - found[k]!)
    // Math.max keeps NaN, a comparison would swallow it.
    greatestDifference = Math.max(greatestDifference, difference)
  }
  const inputs = expected.length / labels
  const differs = (k: number) => bestOf(expected, k * labels, labels) !== bestOf(found, k * labels, labels)
  const otherLabel = Array.from({ length: inputs }, (_, k) => differs(k)).filter(Boolean).length
  return { inputs, otherLabel, greatestDifference }
}

/** Index of the greatest of `count` scores from `start`. */
export function bestOf(scores: ArrayLike<number>, start: number, count: number): number {
  let best = 0
  for (let k = 1; k < count; k++) if (scores[start + k]! > scores[start + best]!) best = k
  return best
}
