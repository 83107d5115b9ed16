/** How an alarm is said, on its page and in its mail: texts of the catalogs, figures in their unit. */
import type { TFunction } from 'i18next'
import type { Formats } from './formats.ts'
import type { Tell } from './phrases.ts'

export interface AlarmWords {
  readonly title: string
  readonly cause: string
  readonly consequence: string
  readonly response: string
}

/** As much of an alarm as is said; without `unit` its figures are counts. */
interface Alarm {
  readonly kind: string
  /** The source, module or gauge it is of. */
  readonly of?: string | undefined
  readonly unit?: string | undefined
  readonly value?: number | undefined
  readonly limit?: number | undefined
  /** What the cell itself said of it, or since when. */
  readonly detail?: string | undefined
}

/** In whose language and by whose clock. */
export interface Voice {
  readonly t: TFunction
  readonly tell: Tell
  readonly formats: Formats
}

/** A figure of an alarm with the unit of its kind. */
export function alarmFigure(value: number, unit: string | undefined, formats: Formats): string {
  if (unit === '%') return `${formats.number(value, 1)} %`
  if (unit === 'ms') return `${formats.signed(value)} ms`
  return unit === 's' ? formats.duration(value * 1000) : formats.number(value)
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

export const alarmDetail = (detail: string, { tell, formats }: Omit<Voice, 't'>): string =>
  INSTANT.test(detail) ? formats.dayTime(detail) : tell(detail.replace(/\.$/, ''))

export function alarmWords({ kind, of = '', unit, value, limit, detail = '' }: Alarm, voice: Voice): AlarmWords {
  const { t, tell, formats } = voice
  const figure = (value: number | undefined) => (value === undefined ? '' : alarmFigure(value, unit, formats))
  const said = { of: tell(of), value: figure(value), limit: figure(limit), detail: alarmDetail(detail, voice) }
  const text = (part: keyof AlarmWords) => t(`alarms.kind.${kind as 'cell-held'}.${part}`, said)
  return { title: text('title'), cause: text('cause'), consequence: text('consequence'), response: text('response') }
}
