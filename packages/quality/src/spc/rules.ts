/** When a process speaks: the tests of Western Electric (1956) and Nelson (1984) on points of a control chart. */
import type { ControlLimits } from './limits.ts'

/** Distances from the centre in standard deviations of the point. */
type Run = readonly number[]

interface Rule {
  /** How many points, the last of them this one, the rule looks at. */
  readonly span: number
  readonly holds: (z: Run) => boolean
}

const sameSide = (z: Run) => z.every((x) => x > 0) || z.every((x) => x < 0)
const oneWay = (z: Run) => pairs(z).every(([a, b]) => b > a) || pairs(z).every(([a, b]) => b < a)
const beyond = (z: Run, sigmas: number, least: number) =>
  z.filter((x) => x > sigmas).length >= least || z.filter((x) => x < -sigmas).length >= least
const pairs = (z: Run) => z.slice(1).map((b, i) => [z[i]!, b] as const)

const alternates = (z: Run) => {
  const steps = pairs(z).map(([a, b]) => Math.sign(b - a))
  return steps[0] !== 0 && pairs(steps).every(([a, b]) => a === -b)
}

/** The last point must take part, else it would be flagged for what others did. */
const lastBeyond = (z: Run, sigmas: number, least: number) => {
  const side = Math.sign(z.at(-1)!)
  return (
    side * z.at(-1)! > sigmas &&
    beyond(
      z.map((x) => Math.max(0, x * side)),
      sigmas,
      least,
    )
  )
}

const RULES = {
  'beyond-limits': { span: 1, holds: (z) => Math.abs(z[0]!) > 3 },
  'nine-one-side': { span: 9, holds: sameSide },
  'six-trending': { span: 6, holds: oneWay },
  'fourteen-alternating': { span: 14, holds: alternates },
  'two-of-three-beyond-2-sigma': { span: 3, holds: (z) => lastBeyond(z, 2, 2) },
  'four-of-five-beyond-1-sigma': { span: 5, holds: (z) => lastBeyond(z, 1, 4) },
  'fifteen-within-1-sigma': { span: 15, holds: (z) => z.every((x) => Math.abs(x) < 1) },
  'eight-beyond-1-sigma': { span: 8, holds: (z) => z.every((x) => Math.abs(x) > 1) },
  'eight-one-side': { span: 8, holds: sameSide },
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof RULES

/** Nelson's eight, in his order. */
export const NELSON: readonly RuleId[] = [
  'beyond-limits',
  'nine-one-side',
  'six-trending',
  'fourteen-alternating',
  'two-of-three-beyond-2-sigma',
  'four-of-five-beyond-1-sigma',
  'fifteen-within-1-sigma',
  'eight-beyond-1-sigma',
]

/** The four of the Western Electric handbook. */
export const WESTERN_ELECTRIC: readonly RuleId[] = [
  'beyond-limits',
  'two-of-three-beyond-2-sigma',
  'four-of-five-beyond-1-sigma',
  'eight-one-side',
]

/** A point at which a rule is met: `from` to `index` are the points it looked at. */
export interface Signal {
  readonly rule: RuleId
  readonly index: number
  readonly from: number
}

/**
 * Every point at which a rule is met, in order of the points. A point without a value (null) ends every run.
 *
 * `limits` are one for all points or one for each.
 */
export function signals(
  points: readonly (number | null)[],
  limits: ControlLimits | readonly ControlLimits[],
  rules: readonly RuleId[] = WESTERN_ELECTRIC,
): Signal[] {
  const z = points.map((point, i) => standardised(point, Array.isArray(limits) ? limits[i]! : limits))
  return z.flatMap((_, index) =>
    rules.flatMap((rule) => {
      const { span, holds } = RULES[rule]
      const from = index - span + 1
      const run = from < 0 ? [] : z.slice(from, index + 1)
      return run.length === span && run.every((x) => x !== null) && holds(run) ? [{ rule, index, from }] : []
    }),
  )
}

/** In a process without any spread every value off the centre is beyond all limits. */
function standardised(point: number | null, { centre, sigma }: ControlLimits): number | null {
  if (point === null) return null
  if (point === centre) return 0
  return (point - centre) / sigma
}
