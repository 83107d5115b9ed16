import type { AlarmRates } from '@celltwin/contracts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCell } from '../twin/hooks.ts'
import { duration, number, shortTime } from '../ui/format.ts'
import { justBefore, RATED_MS, useRates } from './use-alarms.ts'
import { alarmWords } from './words.ts'

/** ISA-18.2: what one person can deal with, per hour. */
const AIM_PER_HOUR = 6

/** How alarms came lately; what stands out leads to where it is seen. */
export function RateFacet() {
  const { t } = useTranslation()
  const rates = useRates().data
  if (!rates) return null
  return (
    <fieldset className="rates">
      <legend>{t('alarms.rate')}</legend>
      <p>{t('alarms.raisedCount', { count: rates.raised, window: duration(RATED_MS).replace(/ 00$/, '') })}</p>
      <p>{t('alarms.perHour', { rate: number(rates.perHour, 1), aim: AIM_PER_HOUR })}</p>
      {rates.due > 0 && <p>{t('alarms.late', { late: rates.late, due: rates.due })}</p>}
      <Floods floods={rates.floods} />
      <Chattering chattering={rates.chattering} />
      <Stale stale={rates.stale} untilMs={Date.parse(rates.to)} />
    </fieldset>
  )
}

function Floods({ floods }: Pick<AlarmRates, 'floods'>) {
  const { t } = useTranslation()
  return (
    <>
      <p>{t('alarms.floods', { count: floods.length })}</p>
      <ul>
        {floods.map(({ from, to, count }) => (
          <li key={from}>
            <Link
              to="/"
              search={(s) => ({ cell: s.cell, at: justBefore(from) })}
              title={t('alarms.replay', { time: shortTime(from) })}
            >
              {t('alarms.floodOf', { count, at: shortTime(from), time: duration(Date.parse(to) - Date.parse(from)) })}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Chattering({ chattering }: Pick<AlarmRates, 'chattering'>) {
  const { t } = useTranslation()
  const titleOf = useTitles()
  return (
    <>
      <p>{t('alarms.chattering', { count: chattering.length })}</p>
      <ul>
        {chattering.map(({ alarm, most }) => (
          <li key={alarm}>
            <Link to="/alarms" search={(s) => ({ ...s, alarm, of: alarm, tab: 'journal' })} title={t('alarms.changes')}>
              {t('alarms.chatters', { count: most, title: titleOf(alarm) })}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Stale({ stale, untilMs }: Pick<AlarmRates, 'stale'> & { untilMs: number }) {
  const { t } = useTranslation()
  const titleOf = useTitles()
  if (stale.length === 0) return null
  return (
    <>
      <p>{t('alarms.stale', { count: stale.length })}</p>
      <ul>
        {stale.map(({ alarm, since }) => (
          <li key={alarm}>
            <Link to="/alarms" search={(s) => ({ cell: s.cell, at: s.at, alarm })} title={t('alarms.open')}>
              {`${titleOf(alarm)}, ${duration(untilMs - Date.parse(since))}`}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function useTitles() {
  const { t } = useTranslation()
  const twin = useCell((state) => state.twin)
  return (alarm: string) => (twin ? alarmWords(t, twin, alarm, twin.alarms?.[alarm]?.raised).title : alarm)
}
