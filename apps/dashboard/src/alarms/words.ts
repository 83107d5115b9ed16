/** How an alarm is said: its texts from the catalogs, its figures in their unit. */
import type { AlarmChange, AlarmState, AlarmTwin, CellTwin } from '@celltwin/contracts'
import { type AlarmWords, alarmDetail, alarmFigure, alarmWords as wordsOf } from '@celltwin/locales'
import { alarmDefinition, partsOfAlarm, SERVER } from '@celltwin/twin'
import type { TFunction } from 'i18next'
import { formats } from '../ui/format.ts'
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
export const figure = (twin: CellTwin, id: string, value: number | undefined): string =>
  value === undefined ? '' : alarmFigure(value, alarmDefinition(twin, partsOfAlarm(id).kind)?.unit, formats())

/** What the cell itself said of an alarm, in the language of the screen. */
export const detailOf = (detail: string): string => alarmDetail(detail, { tell: tellNow, formats: formats() })

/** What is said of an alarm, of its last occurrence or of the one given. */
export function alarmWords(
  t: TFunction,
  twin: CellTwin,
  id: string,
  raised?: Partial<AlarmTwin['raised']>,
): AlarmWords {
  const { kind, of } = partsOfAlarm(id)
  const definition = alarmDefinition(twin, kind)
  if (!definition) return { title: id, cause: id, consequence: id, response: id }
  const { unit } = definition
  return wordsOf({ ...raised, kind, of, unit }, { t, tell: tellNow, formats: formats() })
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
