/** What the page of a shift and its paper both say in sentences. */
import type { TFunction } from 'i18next'
import type { Formats } from './formats.ts'
import type { Tell } from './phrases.ts'

/** Of fewer a percentage says less than its count. */
export const ENOUGH = 30

/** As much of a restated report as is told. */
interface Restatement {
  readonly changes: readonly { readonly figure: string; readonly was: number; readonly is: number }[]
  readonly lateEvents: readonly { readonly source: string; readonly count: number }[]
}

/** `Restated: +1 rejects, was 12; 3 late events (vibration)`: what moved, or that nothing did. */
export function restatementText(t: TFunction, { changes, lateEvents }: Restatement, formats: Formats): string {
  const { number, signed } = formats
  const late = lateEvents.reduce((sum, { count }) => sum + count, 0)
  const sources = lateEvents.map(({ source }) => source).join(', ')
  const cause = late > 0 ? t('shift.late', { count: late, sources }) : t('shift.decision')
  const moved = changes.map(({ figure, was, is }) => {
    const [per, decimals] = figure.endsWith('Ms') ? [60_000, 1] : [1, 0]
    return t('shift.change', {
      figure: t(`shift.figure.${figure as 'rejected'}`),
      delta: signed((is - was) / per, decimals),
      was: per === 1 ? number(was) : formats.inMinutes(was),
    })
  })
  return t('shift.restated', { changes: [cause, ...(moved.length > 0 ? moved : [t('shift.noneMoved')])].join(', ') })
}

/** As much of a shift's cycle times as is told; overruns with the greatest first. */
interface Overruns {
  readonly overBudget: number
  readonly overMs: number
  readonly overruns: readonly { readonly title: string; readonly cycles: number; readonly overMs: number }[]
}

const MOST_PHASES = 3

/** How many cycles were over the budget, and which phases took the longest beyond their plan. */
export function overrunsTexts(
  t: TFunction,
  tell: Tell,
  { overBudget, overMs, overruns }: Overruns,
  { inMinutes, secondsFigure }: Formats,
): readonly [all: string, most?: string] {
  if (overBudget === 0) return [t('shift.noOverruns')]
  const time = (ms: number) => (ms < 120_000 ? `${secondsFigure(ms)} s` : inMinutes(ms))
  const all = t('shift.overruns', { count: overBudget, time: time(overMs) })
  const phases = overruns
    .slice(0, MOST_PHASES)
    .map(({ title, overMs, cycles }) => `${t('shift.ate', { phase: tell(title), time: time(overMs) })} (${cycles} ×)`)
  return phases.length > 0 ? [all, t('shift.mostOf', { phases: phases.join(', ') })] : [all]
}

/** As much of the weeks up to a shift as is told: nothing was estimated where nobody looked again. */
interface Escapes {
  readonly passed: number
  readonly estimate: {
    readonly found: number
    readonly looked: number
    readonly passed: number
    readonly share: number
    readonly lower: number
    readonly upper: number
    readonly atMost: number
  } | null
}

/** How many bad parts pass, by estimate: no figure of the shift itself. */
export function escapesText(t: TFunction, { passed, estimate }: Escapes, { number, percent }: Formats): string {
  if (estimate === null) return t('secondReview.unmeasured', { count: passed, passed: number(passed) })
  const { found, looked } = estimate
  if (found === 0)
    return t('secondReview.noneFound', {
      ...{ count: looked, n: number(looked), passed: number(estimate.passed) },
      atMost: percent(estimate.atMost),
    })
  return t('secondReview.someFound', {
    ...{ count: found, n: number(found), looked: number(looked) },
    ...{ share: percent(estimate.share), lower: percent(estimate.lower), upper: percent(estimate.upper) },
  })
}
