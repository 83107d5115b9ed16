/** What an event says, in a few words. */
import type { EventData, EventType, TimelineEntry } from '@celltwin/contracts'
import { duration, number, plural, words } from '../ui/format.ts'

/** Later than this, a recording says so. */
const LATE_MS = 5000

/** How long after it happened an event was recorded, where that is long; else 0. */
export function lateBy({ occurredAt, recordedAt }: Pick<TimelineEntry, 'occurredAt' | 'recordedAt'>): number {
  const delay = Date.parse(recordedAt) - Date.parse(occurredAt)
  return delay > LATE_MS ? delay : 0
}

type Summaries = { [T in EventType]?: (data: EventData<T>) => string }

const SUMMARIES: Summaries = {
  'part-inserted': ({ serial, codeGrade, fixture, provisional }) =>
    provisional
      ? `${serial}, ${provisional}`
      : [serial, codeGrade && `code grade ${codeGrade}`, fixture].filter(Boolean).join(', '),
  'phase-started': ({ phase, budgetMs, rpm }) =>
    [words(phase).toLowerCase(), duration(budgetMs), rpm === undefined ? '' : `to ${number(rpm)} 1/min`]
      .filter(Boolean)
      .join(', '),
  'evidence-captured': ({ evidence, tookMs }) =>
    `${evidence.map(({ kind }) => kind).join(', ')} in ${duration(tookMs)}`,
  'part-inspected': ({ results, steps }) =>
    `${plural(results.length, 'result')} in ${duration(steps.reduce((sum, { tookMs }) => sum + tookMs, 0))}`,
  'retake-requested': ({ phase, reason }) => `in ${words(phase).toLowerCase()}: ${reason}`,
  'inspection-failed': ({ reason }) => reason,
  'part-judged': ({ verdict, reasons }) => `${verdict}${reasons[0] ? `: ${reasons[0].text}` : ''}`,
  'evidence-missing': ({ module }) => `of ${module}`,
  'evidence-late': ({ module, lateMs }) => `of ${module}, by ${duration(lateMs)}`,
  'evidence-duplicate': ({ module }) => `of ${module}`,
  'evidence-unreadable': ({ module, reason }) => `of ${module}: ${reason}`,
  'part-taken-out': () => 'a person took it out of the reject bin',
  'part-dispatched': ({ to, because }) => `to ${to}, because of ${words(because).toLowerCase()}`,
  'part-arrived': ({ at, place }) =>
    `${at}${place === undefined ? '' : `, place ${place + 1}`}, confirmed by its sensor`,
  'sorting-mismatch-detected': ({ expected, observed, suspects }) =>
    `expected ${expected}, seen ${observed ?? 'nowhere'}; ${plural(suspects.length, 'suspect')}`,
  'challenge-part-returned': ({ outcome, uses }) => `${words(outcome).toLowerCase()}, use ${uses}`,
  'part-reviewed': ({ review, by }) =>
    `${review.finding}${review.disposition ? `, ${review.disposition}` : ''}, by ${by}`,
  'review-undone': ({ by, reason }) => `by ${by}${reason ? `: ${reason}` : ''}`,
  'request-made': ({ target, by }) =>
    `${target.kind === 'move-part' ? `move to ${target.to}` : target.kind === 'set-state' ? target.state : words(target.kind).toLowerCase()}, by ${by}`,
  'request-waiting': ({ waitingFor }) => `for ${waitingFor.map((input) => words(input).toLowerCase()).join(', ')}`,
  'request-refused': ({ reason }) => reason,
  'evidence-lost': ({ reason }) => reason,
}

export function summaryOf({ type, data }: Pick<TimelineEntry, 'type' | 'data'>): string {
  const summary = SUMMARIES[type as EventType] as ((data: unknown) => string) | undefined
  return summary ? summary(data) : ''
}
