/** What an event says, in a few words. */
import type { Destination, EventData, EventType, TimelineEntry } from '@celltwin/contracts'
import type { Tell } from '@celltwin/locales'
import i18next from 'i18next'
import { kindTitle } from '../evidence/kinds.ts'
import { duration, inSentence, number, phrase, words } from '../ui/format.ts'
import { lookOfJudged, lookOfShown } from '../ui/State.tsx'

type Summaries = { [T in EventType]?: (data: EventData<T>, tell: Tell) => string }

const { t } = i18next
const word = (slug: string) => inSentence(words(slug))
const listed = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(', ')
const placeOf = (where: string) => t(`parts.place.${where as Destination}`)
const because = (what: string, reason: string) => t('part.event.because', { what, reason })

/** What the verdict was on, and of a challenge part whether it showed what it must. */
export const judgedOf = ({ verdict, challenge, challenged }: EventData<'part-judged'>) => ({
  ...{ verdict, challenge },
  ...(challenged ? { challenged: challenged.outcome } : {}),
})

const SUMMARIES: Summaries = {
  'part-inserted': ({ serial, codeGrade, fixture, provisional }, tell) =>
    provisional
      ? listed(serial, tell(provisional))
      : listed(serial, codeGrade && t('part.event.codeGrade', { grade: codeGrade }), fixture),
  'phase-started': ({ phase, budgetMs, rpm }) =>
    listed(word(phase), duration(budgetMs), rpm === undefined ? '' : t('part.event.toRpm', { rpm: number(rpm) })),
  'evidence-captured': ({ evidence, tookMs }) =>
    t('part.event.evidence', {
      kinds: listed(...evidence.map(({ kind }) => inSentence(kindTitle(kind)))),
      time: duration(tookMs),
    }),
  'part-inspected': ({ results, steps }) =>
    t('part.event.results', {
      count: results.length,
      n: number(results.length),
      time: duration(steps.reduce((sum, { tookMs }) => sum + tookMs, 0)),
    }),
  'retake-requested': ({ phase, reason }, tell) => t('part.event.retake', { phase: word(phase), reason: tell(reason) }),
  'inspection-failed': ({ reason }, tell) => tell(reason),
  'part-judged': (data, tell) => {
    const said = inSentence(phrase(lookOfJudged(judgedOf(data)).word))
    const [first] = data.reasons
    return first ? because(said, tell(first.text)) : said
  },
  'evidence-missing': ({ module }) => word(module),
  'evidence-late': ({ module, lateMs }) => t('part.event.lateBy', { module: word(module), time: duration(lateMs) }),
  'evidence-duplicate': ({ module }) => word(module),
  'evidence-unreadable': ({ module, reason }, tell) => because(word(module), tell(reason)),
  'part-taken-out': () => t('part.event.takenOut'),
  'part-dispatched': ({ to, because }) => t('part.event.sentTo', { place: placeOf(to), because: word(because) }),
  'part-arrived': ({ at, place }) =>
    place === undefined
      ? t('part.event.arrived', { place: placeOf(at) })
      : t('part.event.arrivedAt', { place: placeOf(at), n: number(place + 1) }),
  'sorting-mismatch-detected': ({ expected, observed, suspects }) =>
    t('part.event.mismatch', {
      expected: placeOf(expected),
      observed: observed ? placeOf(observed) : t('part.event.nowhere'),
      count: suspects.length,
      n: number(suspects.length),
    }),
  'challenge-part-returned': ({ outcome, uses }) =>
    t('part.event.use', { outcome: inSentence(phrase(lookOfShown(outcome).word)), n: number(uses) }),
  'part-reviewed': ({ review: { finding, disposition }, by }) =>
    t('part.event.by', { what: listed(word(finding), disposition && word(disposition)), by }),
  'review-undone': ({ by, reason }) => {
    const what = t('part.event.byAlone', { by })
    return reason ? because(what, reason) : what
  },
  'request-made': ({ target, by }) => t('part.event.by', { what: targetOf(target), by }),
  'request-waiting': ({ waitingFor }) => t('part.event.waitsFor', { inputs: listed(...waitingFor.map(word)) }),
  'request-refused': ({ reason }, tell) => tell(reason),
  'evidence-lost': ({ reason }, tell) => tell(reason),
}

function targetOf(target: EventData<'request-made'>['target']): string {
  if (target.kind === 'move-part') return t('part.event.moveTo', { place: placeOf(target.to) })
  return word(target.kind === 'set-state' ? target.state : target.kind)
}

export function summaryOf({ type, data }: Pick<TimelineEntry, 'type' | 'data'>, tell: Tell): string {
  const summary = SUMMARIES[type as EventType] as ((data: unknown, tell: Tell) => string) | undefined
  return summary ? summary(data, tell) : ''
}
