/**
 * Agreement of people and machine over all parts, where people looked at a share of each side only.
 *
 * Counting only what was looked at would flatter or slander the machine: nearly all rejects are decided by a person, and
 * one pass in a hundred. Each side therefore counts for the parts it has (Begg and Greenes 1983).
 */
import type { Estimate } from './spc/capability.ts'

export interface JudgedSide {
  /** Parts that the machine judged so. */
  readonly judged: number
  /** Of these, looked at by a person. */
  readonly looked: number
  /** Of these, found nonconforming. */
  readonly nonconforming: number
}

/** Quantiles of each side that the interval is made of: 60² pairs. */
const QUANTILES = 60
/** Points at which a density is summed. */
const POINTS = 500

/**
 * Cohen's kappa of machine and people over all passed and rejected parts, with a 95 % interval. Null where one side has
 * no part, or was not looked at. Where every part was looked at, its value is `cohenKappa` of the table.
 *
 * What people would find on each side is Beta(found + ½, not found + ½) (Jeffreys); kappa is reckoned for every pair of
 * quantiles of the two, so that the interval keeps its promise with few parts and with none found.
 */
export function correctedKappa(passed: JudgedSide, rejected: JudgedSide, confidence = 0.95): Estimate | null {
  if ([passed, rejected].some(({ judged, looked }) => judged <= 0 || looked <= 0)) return null
  const share = passed.judged / (passed.judged + rejected.judged)
  const kappaOf = (badOfPassed: number, badOfRejected: number): number => {
    const [bothBad, bothGood] = [(1 - share) * badOfRejected, share * (1 - badOfPassed)]
    const bad = bothBad + share * badOfPassed
    const byChance = (1 - share) * bad + share * (1 - bad)
    return byChance >= 1 ? 0 : (bothBad + bothGood - byChance) / (1 - byChance)
  }
  const [ofPassed, ofRejected] = [passed, rejected].map(quantilesOf)
  const all = ofPassed!.flatMap((bad) => ofRejected!.map((other) => kappaOf(bad, other))).sort((a, b) => a - b)
  const at = (quantile: number) => all[Math.min(all.length - 1, Math.max(0, Math.round(quantile * all.length - 0.5)))]!
  const tail = (1 - confidence) / 2
  const value = kappaOf(passed.nonconforming / passed.looked, rejected.nonconforming / rejected.looked)
  return { value, lower: Math.min(value, at(tail)), upper: Math.max(value, at(1 - tail)) }
}

/**
 * Of Beta(a, b) by summing its density over θ, p = sin²θ: there it is smooth and of one width, also where nothing was found.
 */
function quantilesOf({ looked, nonconforming }: JudgedSide): number[] {
  const [a, b] = [nonconforming + 0.5, looked - nonconforming + 0.5]
  const middle = Math.asin(Math.sqrt(a / (a + b)))
  const reach = 8 / Math.sqrt(2 * (a + b))
  const [from, to] = [Math.max(0, middle - reach), Math.min(Math.PI / 2, middle + reach)]
  const step = (to - from) / POINTS
  const angles = Array.from({ length: POINTS }, (_, i) => from + (i + 0.5) * step)
  const logs = angles.map(
    (angle) => 2 * nonconforming * Math.log(Math.sin(angle)) + 2 * (looked - nonconforming) * Math.log(Math.cos(angle)),
  )
  const highest = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - highest))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const quantiles: number[] = []
  let below = 0
  for (const [i, weight] of weights.entries()) {
    below += weight / all
    while (quantiles.length < QUANTILES && (quantiles.length + 0.5) / QUANTILES <= below)
      quantiles.push(Math.sin(angles[i]!) ** 2)
  }
  return quantiles
}

export interface Counted {
  /** Decisions that went against the machine. */
  readonly count: number
  /** All decisions. */
  readonly of: number
}

export type Drift = 'up' | 'down'

/** One side's risk of a Shewhart chart with limits at three standard deviations. */
const RISK = 0.00135
/** Weeks to compare with must hold at least so many decisions. */
export const DRIFT_BASELINE = 30

/**
 * Whether a period's share of decisions against the machine has drifted from that of the periods before it: where the
 * count is so far out that it happens to one period in 741 by chance, given both together (Fisher's exact test, each side).
 * Null where it has not, or where there is too little to compare with.
 */
export function driftFrom(before: Counted, period: Counted): Drift | null {
  if (before.of < DRIFT_BASELINE || period.of === 0) return null
  if (atLeast(period.count, before, period) < RISK) return 'up'
  return atLeast(period.of - period.count, complementOf(before), complementOf(period)) < RISK ? 'down' : null
}

/** Drift of each period of a run from all before it that have not drifted themselves. */
export function driftsOf(periods: readonly Counted[]): (Drift | null)[] {
  let before: Counted = { count: 0, of: 0 }
  return periods.map((period) => {
    const drift = driftFrom(before, period)
    if (drift === null) before = { count: before.count + period.count, of: before.of + period.of }
    return drift
  })
}

const complementOf = ({ count, of }: Counted): Counted => ({ count: of - count, of })

/** Hypergeometric: probability that of all that were counted in both so many or more fall into the period. */
function atLeast(most: number, before: Counted, period: Counted): number {
  const [counted, all] = [before.count + period.count, before.of + period.of]
  const choose = logChoices(all)
  let sum = 0
  for (let k = most; k <= Math.min(counted, period.of); k++)
    if (counted - k <= before.of)
      sum += Math.exp(choose(period.of, k) + choose(before.of, counted - k) - choose(all, counted))
  return sum
}

function logChoices(most: number): (n: number, k: number) => number {
  const logFactorial = new Float64Array(most + 1)
  for (let n = 2; n <= most; n++) logFactorial[n] = logFactorial[n - 1]! + Math.log(n)
  return (n, k) => logFactorial[n]! - logFactorial[k]! - logFactorial[n - k]!
}
