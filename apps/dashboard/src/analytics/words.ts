/** Times and figures of this page in the language of the screen. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { day, number, shortTime, time } from '../ui/format.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export function useClock() {
  const { i18n } = useTranslation()
  return useMemo(
    () => ({
      full: (at: number | string) => `${day(at)} ${shortTime(at)}`,
      /** Of an axis: days where it steps by days, and at midnight; seconds where it steps by less than a minute. */
      tick: (ms: number, stepMs: number) => {
        if (stepMs < MINUTE_MS) return time(ms)
        const at = new Date(ms)
        return stepMs >= DAY_MS || at.getHours() + at.getMinutes() === 0 ? day(ms) : shortTime(ms)
      },
    }),
    [i18n.language],
  )
}

/** `Thu 19 Nov 06:00 – Thu 19 Nov 14:00`, shorter where the window is one everybody knows. */
export function useWindowWords() {
  const { t } = useTranslation()
  const clock = useClock()
  return ({ from, to }: { from: string; to: string }): string => {
    const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000
    const span =
      hours % 24 === 0 && hours >= 48
        ? t('analytics.days', { count: hours / 24 })
        : Number.isInteger(hours)
          ? t('analytics.hours', { count: hours })
          : ''
    return span ? t('analytics.upTo', { span, at: clock.full(to) }) : `${clock.full(from)} – ${clock.full(to)}`
  }
}

/** `1.42 (1.38–1.46)` */
export const withInterval = ({ value, lower, upper }: { value: number; lower: number; upper: number }, decimals = 2) =>
  `${number(value, decimals)} (${number(lower, decimals)}–${number(upper, decimals)})`
