/** What is sent: one text for mail, one document for webhooks, made of the same alarms. */
import type { AlarmNotification, CellTwin } from '@celltwin/contracts'
import { alarmDefinition, partsOfAlarm } from '@celltwin/twin'
import { translator } from '../languages.ts'
import type { RaisedAlarm } from './applies.ts'

export interface Sending {
  readonly delivery: string
  readonly rule: string
  readonly language: string
  readonly twin: CellTwin
  readonly flood: boolean
  readonly alarms: readonly RaisedAlarm[]
  /** Where people reach the dashboard. */
  readonly publicUrl: string | undefined
}

const UNITS: Readonly<Record<string, string>> = { '%': ' %', ms: ' ms', s: ' s' }

function wordsOf({ twin, language }: Sending, { alarm, value, limit, detail = '' }: RaisedAlarm) {
  const { kind, of = '' } = partsOfAlarm(alarm)
  const definition = alarmDefinition(twin, kind)
  const figure = (n: number | undefined) => (n === undefined ? '' : `${n}${UNITS[definition?.unit ?? ''] ?? ''}`)
  const said = { of, value: figure(value), limit: figure(limit), detail: detail.replace(/\.$/, '') }
  const t = translator(language)
  const text = (part: 'title' | 'cause' | 'consequence' | 'response') =>
    definition ? t(`alarms.kind.${kind as 'cell-held'}.${part}`, said) : alarm
  return { title: text('title'), cause: text('cause'), consequence: text('consequence'), response: text('response') }
}

const urlOf = ({ publicUrl, twin: { cell } }: Sending, { alarm }: RaisedAlarm): string | undefined =>
  publicUrl && `${publicUrl.replace(/\/$/, '')}/alarms?${new URLSearchParams({ cell, alarm })}`

export function documentOf(sending: Sending): AlarmNotification {
  const { delivery, rule, twin, flood, alarms } = sending
  return {
    ...{ v: 1, delivery, cell: twin.cell, rule, flood },
    alarms: alarms.map((raised) => {
      const { event, alarm, priority, at, simulated } = raised
      const { title, response } = wordsOf(sending, raised)
      const url = urlOf(sending, raised)
      return { event, alarm, priority, at, simulated, title, response, ...(url ? { url } : {}) }
    }),
  }
}

export function mailOf(sending: Sending): { subject: string; text: string } {
  const { language, twin, rule, flood, alarms } = sending
  const t = translator(language)
  const first = alarms[0]!
  const { cell } = twin
  const count = alarms.length
  const subject = flood
    ? t('alarms.mail.subjectFlood', { count, cell })
    : count > 1
      ? t('alarms.mail.subjectMany', { count, cell })
      : t('alarms.mail.subject', {
          ...{ cell, title: wordsOf(sending, first).title },
          priority: t(`alarms.priorities.${first.priority}`),
        })
  const timeZone = twin.definition?.value.definition.shifts?.timeZone ?? 'UTC'
  const clock = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'long', timeZone })
  const each = alarms.map((raised) => {
    const { title, cause, consequence, response } = wordsOf(sending, raised)
    return [
      `${t(`alarms.priorities.${raised.priority}`)}: ${title}`,
      clock.format(new Date(raised.at)),
      `${t('alarms.cause')}: ${cause}`,
      `${t('alarms.consequence')}: ${consequence}`,
      `${t('alarms.response')}: ${response}`,
      ...[urlOf(sending, raised)].filter((url) => url !== undefined),
    ].join('\n')
  })
  const notes = [...(first.simulated ? [t('alarms.mail.simulated')] : []), ...(flood ? [t('alarms.mail.flood')] : [])]
  return { subject, text: `${[...notes, ...each, t('alarms.mail.foot', { rule })].join('\n\n')}\n` }
}
