/** Estimates of what was looked at again: of escapes, of agreement, of drift. Pure; nothing here knows a person. */
import type { AgreementOfCharacteristic, AgreementWeek, EscapeEstimate } from '@celltwin/contracts'
import { correctedKappa, driftsOf, estimateEscapes, exactShare, type PassStratum } from '@celltwin/quality'
import { groupBy } from '../shifts/group-by.ts'
import type { JudgedGroup, LookedGroup, Looks } from './looks.ts'

type Finding = 'conforming' | 'nonconforming'
/** What a look says of a part; undefined where it was no look, or did not say. */
type Look = (group: LookedGroup) => Finding | undefined

const bySecond: Look = ({ second }) => (second === 'unclear' ? undefined : (second ?? undefined))
const byMeasuring: Look = ({ remeasured }) => remeasured ?? undefined
const byEither: Look = (group) => {
  const said = [bySecond(group), byMeasuring(group)]
  return said.includes('nonconforming') ? 'nonconforming' : said.find((one) => one !== undefined)
}
/** The blind look where there is one, else of whoever decided on the part. */
const byPerson: Look = (group) => bySecond(group) ?? group.review ?? undefined

const sum = (groups: readonly { readonly count: number }[]): number => groups.reduce((all, { count }) => all + count, 0)
const ofVerdict = <G extends JudgedGroup>(groups: readonly G[], wanted: G['verdict']): G[] =>
  groups.filter(({ verdict }) => verdict === wanted)

/** Passes by week, near a limit or clear of it: within one, every pass was as likely to be drawn as any other. */
function strataOf({ judged, looked }: Looks, look: Look, isBad: (group: LookedGroup) => boolean): PassStratum[] {
  const keyOf = ({ week, near }: JudgedGroup) => `${week}/${near}`
  const seen = groupBy(
    ofVerdict(looked, 'pass').filter((group) => look(group) !== undefined),
    keyOf,
  )
  return [...groupBy(ofVerdict(judged, 'pass'), keyOf)].map(([key, groups]) => {
    const of = seen.get(key) ?? []
    return { passed: sum(groups), looked: sum(of), found: sum(of.filter(isBad)) }
  })
}

const found = (look: Look) => (group: LookedGroup) => look(group) === 'nonconforming'

export const passedIn = ({ judged }: Looks): number => sum(ofVerdict(judged, 'pass'))
export const escapesOf = (looks: Looks): EscapeEstimate => estimateEscapes(strataOf(looks, byEither, found(byEither)))

export const escapesByLook = (looks: Looks) => ({
  either: escapesOf(looks),
  secondReview: estimateEscapes(strataOf(looks, bySecond, found(bySecond))),
  remeasurement: estimateEscapes(strataOf(looks, byMeasuring, found(byMeasuring))),
})

export const unclearIn = ({ looked }: Looks): number => sum(looked.filter(({ second }) => second === 'unclear'))

/** Rejects decided by a person; of a characteristic, those that it decided. */
function rejectsOf({ looked }: Looks, characteristic?: string) {
  const decided = ofVerdict(looked, 'reject').filter(
    (group) => byPerson(group) !== undefined && isAbout(characteristic)(group.characteristic),
  )
  return { of: sum(decided), nonconforming: sum(decided.filter(found(byPerson))) }
}

const isAbout = (characteristic: string | undefined) => (defect: string | null) =>
  characteristic === undefined || defect === characteristic

/** Of all characteristics, or of the parts that one of them decided. */
export function agreementOf(looks: Looks, characteristic?: string) {
  const about = isAbout(characteristic)
  const strata = strataOf(looks, bySecond, (group) => found(bySecond)(group) && about(group.secondDefect))
  const { of, nonconforming } = rejectsOf(looks, characteristic)
  const rejected = ofVerdict(looks.judged, 'reject').filter((group) => about(group.characteristic))
  const share = exactShare(of - nonconforming, of)
  return {
    kappa: correctedKappa(evenedOut(strata), { judged: sum(rejected), looked: of, nonconforming }),
    overturned: share && { count: of - nonconforming, of, lower: share.lower, upper: share.upper },
    passes: { count: sumBy(strata, 'found'), of: sumBy(strata, 'looked') },
  }
}

const sumBy = (strata: readonly PassStratum[], key: keyof PassStratum) =>
  strata.reduce((all, stratum) => all + stratum[key], 0)

/** Strata as one sample of the size that has their precision (Kish 1965), with the share that they estimate. */
function evenedOut(strata: readonly PassStratum[]) {
  const measured = strata.filter(({ looked }) => looked > 0)
  const passed = sumBy(measured, 'passed')
  const weights = measured.map(({ passed: of, looked, found }) => ({ weight: of / passed, looked, found }))
  const looked =
    measured.length === 0 ? 0 : 1 / weights.reduce((all, { weight, looked }) => all + weight ** 2 / looked, 0)
  const share = weights.reduce((all, { weight, looked, found }) => all + (weight * found) / looked, 0)
  return { judged: sumBy(strata, 'passed'), looked, nonconforming: share * looked }
}

const only = ({ judged, looked }: Looks, week: string): Looks => ({
  judged: judged.filter((group) => group.week === week),
  looked: looked.filter((group) => group.week === week),
})

export interface WeekSpan {
  readonly week: string
  readonly from: string
  readonly to: string
}

export function weeksOf(looks: Looks, spans: readonly WeekSpan[]): AgreementWeek[] {
  const weeks = spans.map(({ week, from, to }) => ({ from, to, ...agreementOf(only(looks, week)) }))
  const drifts = driftsOf(weeks.map(({ overturned }) => overturned ?? { count: 0, of: 0 }))
  return weeks.map((week, n) => ({ ...week, drift: drifts[n]! }))
}

/** Those that decided a reject, or were found on a pass; most decided first. */
export function characteristicsOf(
  looks: Looks,
  spans: readonly WeekSpan[],
  titleOf: (characteristic: string) => string,
): AgreementOfCharacteristic[] {
  const decided = ofVerdict(looks.judged, 'reject').map(({ characteristic }) => characteristic)
  const missed = ofVerdict(looks.looked, 'pass').map(({ secondDefect }) => secondDefect)
  const ids = [...new Set([...decided, ...missed])].filter((id) => id !== null)
  return ids
    .map((characteristic) => {
      const counts = spans.map(({ week, from }) => {
        const { of, nonconforming } = rejectsOf(only(looks, week), characteristic)
        return { from, count: of - nonconforming, of }
      })
      const drifts = driftsOf(counts)
      return {
        ...{ characteristic, title: titleOf(characteristic), ...agreementOf(looks, characteristic) },
        weeks: counts.map((week, n) => ({ ...week, drift: drifts[n]! })),
      }
    })
    .sort((a, b) => (b.overturned?.of ?? 0) - (a.overturned?.of ?? 0))
}
