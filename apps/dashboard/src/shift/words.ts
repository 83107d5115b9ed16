/** How the report writes times and figures: by the clock of the plant, in the language of the screen. */
import type { ShiftReport } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { day, number } from '../ui/format.ts'

/** Below this a percentage says less than its count. */
export const ENOUGH = 30

export function useShiftWords({ timeZone }: Pick<ShiftReport, 'timeZone'>) {
  const { i18n } = useTranslation()
  const clock = new Intl.DateTimeFormat(i18n.language, {
    ...{ hour: '2-digit', minute: '2-digit' },
    ...{ timeZone, hourCycle: 'h23' },
  })
  return {
    clock: (at: string | number) => clock.format(new Date(at)),
    day: (at: string | number) => day(at, timeZone),
  }
}

/** Minutes with one decimal, as times of a shift are added up. */
export const minutesOf = (ms: number): string => `${number(ms / 60_000, 1)} min`
export const secondsOf = (ms: number): string => number(ms / 1000, 1)
export const percentOf = (share: number): string => number(share * 100, 1)
