/** How an alarm is said: its texts from the catalogs, its figures in their unit. */
import type { AlarmChange, AlarmState, AlarmTwin, CellTwin } from '@celltwin/contracts'
import { alarmDefinition, partsOfAlarm, SERVER } from '@celltwin/twin'
import type { TFunction } from 'i18next'
import { dayTime, duration, number, signed } from '../ui/format.ts'
import type { IconName } from '../ui/Icon.tsx'
import { tellNow } from '../ui/phrase-book.ts'

type Tone = '' | 'reject' | 'hold' | 'none'
const LOOKS: Readonly<Record<AlarmState, { readonly tone: Tone; readonly icon: IconName }>> = {
  unacknowledged: { tone: 'reject', icon: 'alUn' },
  'latched-unacknowledged': { tone: 'reject', icon: 'alUn' },
  acknowledged: { tone: 'reject', icon: 'alAck' },
  latched: { tone: 'reject', icon: 'alAck' },
  'returned-unacknowledged': { tone: 'none', icon: 'alRet' },
  shelved: { tone: 'none', icon: 'shelf' },
  suppressed: { tone: 'none', icon: 'shelf' },
  'out-of-service': { tone: 'none', icon: 'shelf' },
  normal: { tone: 'none', icon: 'ok' },
}
export const STATES = Object.keys(LOOKS) as AlarmState[]
export const PRIORITIES = ['high', 'medium', 'low'] as const

export const lookOfAlarm = (t: TFunction, state: AlarmState) => ({ ...LOOKS[state], word: t(`alarms.is.${state}`) })

/** A figure of this alarm's kind with its unit. */
export function figure(twin: CellTwin, id: string, value: number | undefined): string {
  if (value === undefined) return ''
  switch (alarmDefinition(twin, partsOfAlarm(id).kind)?.unit) {
    case '%':
      return `${number(value, 1)} %`
    case 'ms':
      return `${signed(value)} ms`
    case 's':
      return duration(value * 1000)
    default:
      return number(value)
  }
}

export interface AlarmWords {
  readonly title: string
  readonly cause: string
  readonly consequence: string
  readonly response: string
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** What the cell itself said of an alarm, in the language of the screen. */
export const detailOf = (detail: string): string =>
  INSTANT.test(detail) ? dayTime(detail) : tellNow(detail.replace(/\.$/, ''))

/** What is said of an alarm, of its last occurrence or of the one given. */
export function alarmWords(t: TFunction, twin: CellTwin, id: string, of?: Partial<AlarmTwin['raised']>): AlarmWords {
  const { kind, of: what } = partsOfAlarm(id)
  const { value, limit, detail = '' } = of ?? {}
  const said = {
    of: tellNow(what ?? ''),
    value: figure(twin, id, value),
    limit: figure(twin, id, limit),
    detail: detailOf(detail),
  }
  const text = (part: keyof AlarmWords) =>
    alarmDefinition(twin, kind) ? t(`alarms.kind.${kind as 'cell-held'}.${part}`, said) : id
  return { title: text('title'), cause: text('cause'), consequence: text('consequence'), response: text('response') }
}

/** What stands behind one alarm while it is suppressed: another one, by its title. */
export const suppressedBy = (t: TFunction, twin: CellTwin | undefined, condition: string): string =>
  t('alarms.suppressedBy', {
    condition: twin ? alarmWords(t, twin, condition, twin.alarms?.[condition]?.raised).title : condition,
  })

/** Who changed an alarm: a person, or the server by itself. */
export const whoOf = ({ by }: Pick<AlarmChange, 'by'>): string => (by === SERVER ? tellNow(by) : (by ?? ''))

interface Said {
  readonly reason?: string
  readonly note?: string
  readonly detail?: string
  readonly condition?: string
}

/** Why an alarm changed: what a person wrote stays as it was written, what machines say is told in the reader's language. */
export function whyOf(
  t: TFunction,
  twin: CellTwin | undefined,
  { by, data }: Pick<AlarmChange, 'by' | 'data'>,
): string {
  const { reason, note, detail, condition } = data as Said
  if (condition !== undefined) return suppressedBy(t, twin, condition)
  if (detail !== undefined) return detailOf(detail)
  return (by === SERVER && reason !== undefined ? tellNow(reason) : (reason ?? note)) ?? ''
}
