/** What is sent: one text for mail, one document for webhooks, made of the same alarms. */
import type { AlarmNotification, CellTwin } from '@celltwin/contracts'
import { type AlarmWords, alarmWords, type Formats, formatsOf } from '@celltwin/locales'
import { alarmDefinition, partsOfAlarm } from '@celltwin/twin'
import { languageFor, teller, translator } from '../languages.ts'
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

/** As the page of the alarms says it. Of a kind that is not known its name stands for all. */
function wordsOf({ twin, language }: Sending, raised: RaisedAlarm): AlarmWords {
  const { alarm } = raised
  const { kind, of } = partsOfAlarm(alarm)
  const known = alarmDefinition(twin, kind)
  if (!known) return { title: alarm, cause: alarm, consequence: alarm, response: alarm }
  const tell = teller(language, twin.definition?.value.definition)
  const voice = { t: translator(language), tell, formats: plantFormats(twin, language) }
  return alarmWords({ ...raised, kind, of, unit: known.unit }, voice)
}

const plantFormats = (twin: CellTwin, language: string): Formats => formatsOf(languageFor(language), timeZoneOf(twin))

const timeZoneOf = (twin: CellTwin) => twin.definition?.value.definition.shifts?.timeZone ?? 'UTC'

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
  const { fullDay, time } = plantFormats(twin, language)
  const each = alarms.map((raised) => {
    const { title, cause, consequence, response } = wordsOf(sending, raised)
    return [
      `${t(`alarms.priorities.${raised.priority}`)}: ${title}`,
      `${fullDay(raised.at)} ${time(raised.at)} (${timeZoneOf(twin)})`,
      `${t('alarms.cause')}: ${cause}`,
      `${t('alarms.consequence')}: ${consequence}`,
      `${t('alarms.response')}: ${response}`,
      ...[urlOf(sending, raised)].filter((url) => url !== undefined),
    ].join('\n')
  })
  const notes = [...(first.simulated ? [t('alarms.mail.simulated')] : []), ...(flood ? [t('alarms.mail.flood')] : [])]
  return { subject, text: `${[...notes, ...each, t('alarms.mail.foot', { rule })].join('\n\n')}\n` }
}
