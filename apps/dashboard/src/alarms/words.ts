/** How an alarm is said: its texts from the catalogs, its figures in their unit. */
import type { AlarmState, AlarmTwin, CellTwin } from '@celltwin/contracts'
import { alarmDefinition, partsOfAlarm } from '@celltwin/twin'
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

/** What is said of an alarm, of its last occurrence or of the one given. */
export function alarmWords(t: TFunction, twin: CellTwin, id: string, of?: Partial<AlarmTwin['raised']>): AlarmWords {
  const { kind, of: what } = partsOfAlarm(id)
  const { value, limit, detail = '' } = of ?? {}
  const said = {
    of: what ?? '',
    value: figure(twin, id, value),
    limit: figure(twin, id, limit),
    detail: INSTANT.test(detail) ? dayTime(detail) : tellNow(detail.replace(/\.$/, '')),
  }
  const text = (part: keyof AlarmWords) =>
    alarmDefinition(twin, kind) ? t(`alarms.kind.${kind as 'cell-held'}.${part}`, said) : id
  return { title: text('title'), cause: text('cause'), consequence: text('consequence'), response: text('response') }
}
