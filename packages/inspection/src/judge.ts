/** From results to the verdict. Pure, so that last month's parts can be judged again under another recipe. */
import type {
  Characteristic,
  Conformance,
  EventData,
  Recipe,
  Result,
  Verdict,
  VerdictReason,
} from '@celltwin/contracts'
import { assess } from './assess.ts'

export interface Judgement {
  readonly verdict: Verdict
  /** What did not plainly pass, worst first: the first one decided, unless it is a warning. */
  readonly reasons: VerdictReason[]
  readonly counts: EventData<'part-judged'>['counts']
}

/** What judging reads of a result: stored results may be packed down to this. */
export type JudgedResult = Pick<Result, 'characteristic' | 'value' | 'uncertainty' | 'unit'> & {
  readonly reason?: string
  readonly impededBy?: string
}

interface Finding {
  readonly characteristic: Characteristic
  readonly conformance: Conformance
  readonly text: string
  readonly impededBy?: string
}

/**
 * The verdict on a part that owes a result for every characteristic of the recipe; advisory ones may warn, and nothing
 * else; what passes beyond a warning limit warns, and passes.
 *
 * Conformance is computed anew from value, uncertainty and recipe; what a result says of itself is not believed.
 */
export function judge(results: readonly JudgedResult[], recipe: Recipe): Judgement {
  const all = recipe.characteristics.map((c) => find(c, results, recipe))
  const findings = all.filter((f) => !f.characteristic.advisory)
  const warned = all.filter((f) => f.conformance === 'warning')
  const of = (conformance: Conformance) => findings.filter((f) => f.conformance === conformance)
  const failed = of('fail')
  // What a failed characteristic left nobody to inspect is no riddle: the failure decides, and is the reason.
  const notInspected = of('not-inspected').filter(
    ({ impededBy }) => !failed.some(({ characteristic }) => characteristic.id === impededBy),
  )
  const conditionallyFailed = of('conditional-fail')
  const conditionallyPassed = of('conditional-pass')
  const special = conditionallyPassed.filter((f) => f.characteristic.special)
  const ordinary = conditionallyPassed.filter((f) => !f.characteristic.special)
  const { decision } = recipe

  const verdict = (): Verdict => {
    if (notInspected.length > 0) return 'hold'
    if (failed.length > 0) return 'reject'
    if (conditionallyFailed.length > 0) return decision.conditionalFail
    if (special.length > 0 && decision.conditionalPassSpecial === 'hold') return 'hold'
    if (ordinary.length > 0 && decision.conditionalPass === 'hold') return 'hold'
    return 'pass'
  }
  return {
    verdict: verdict(),
    reasons: [...notInspected, ...failed, ...conditionallyFailed, ...special, ...ordinary, ...warned].map((f) => ({
      characteristic: f.characteristic.id,
      conformance: f.conformance,
      text: f.text,
    })),
    counts: {
      pass: of('pass').length,
      conditionalPass: conditionallyPassed.length,
      conditionalFail: conditionallyFailed.length,
      fail: failed.length,
      notInspected: of('not-inspected').length,
      ...(warned.length > 0 ? { warning: warned.length } : {}),
    },
  }
}

function find(characteristic: Characteristic, results: readonly JudgedResult[], recipe: Recipe): Finding {
  const mine = results.filter((r) => r.characteristic === characteristic.id)
  const [result] = mine
  const nobodyKnows = (why: string, impededBy?: string): Finding => ({
    characteristic,
    conformance: 'not-inspected',
    text: `${characteristic.title}: ${why}`,
    ...(impededBy === undefined ? {} : { impededBy }),
  })
  if (!result) return nobodyKnows('no result')
  if (mine.length > 1) return nobodyKnows('more than one result')
  if (result.unit !== characteristic.unit) return nobodyKnows(`measured in ${result.unit}, not ${characteristic.unit}`)
  const conformance = assess(result.value, result.uncertainty, characteristic, recipe.decision.acceptance)
  if (result.value === null || conformance === 'not-inspected')
    return nobodyKnows(result.reason ?? 'not inspected', result.impededBy)
  return { characteristic, conformance, text: describe(result.value, conformance, characteristic) }
}

function describe(value: number, conformance: Conformance, characteristic: Characteristic): string {
  const outside = conformance === 'fail' || conformance === 'conditional-fail' || conformance === 'warning'
  const { title, unit, decimals } = characteristic
  const { lower, upper } = limitsFor(conformance, characteristic)
  const written = (n: number) => `${n.toFixed(decimals)}${unit === '' ? '' : ` ${unit}`}`
  // The limit that binds is the one the value is nearest to, or beyond.
  const above = lower === undefined || (upper !== undefined && upper - value < value - lower)
  const limit = above ? upper : lower
  if (limit === undefined) return `${title} ${written(value)}`
  const side = above ? (outside ? 'above' : 'just below') : outside ? 'below' : 'just above'
  return `${title} ${written(value)}, ${side} ${written(limit)}`
}

/** What only warns of a deciding characteristic is held against its warning limits. */
function limitsFor(
  conformance: Conformance,
  c: Characteristic,
): { lower: number | undefined; upper: number | undefined } {
  if (conformance === 'warning' && !c.advisory) return { lower: c.warnLower, upper: c.warnUpper }
  return { lower: c.lower, upper: c.upper }
}
