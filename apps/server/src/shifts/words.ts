/** How documents write numbers and times: in their language, by the clock of the plant. */
import type { ShiftReport } from '@celltwin/contracts'
import type { TFunction } from 'i18next'

export type Words = ReturnType<typeof wordsOf>

export function wordsOf(language: string, timeZone: string) {
  const partsOf = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(language, { ...options, timeZone, hourCycle: 'h23' })
    return (at: string | number) =>
      Object.fromEntries(made.formatToParts(new Date(at)).map(({ type, value }) => [type, value.replace('.', '')]))
  }
  const clockParts = partsOf({ hour: '2-digit', minute: '2-digit' })
  const dayParts = partsOf({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const clock = (at: string | number) => `${clockParts(at).hour}:${clockParts(at).minute}`
  const number = (value: number, decimals = 0, sign = false): string =>
    new Intl.NumberFormat(language, {
      ...{ minimumFractionDigits: decimals, maximumFractionDigits: decimals },
      ...{ signDisplay: sign ? 'exceptZero' : 'negative', useGrouping: 'min2' },
    })
      .formatToParts(value)
      .map(({ type, value: text }) => (type === 'group' ? '\u2009' : type === 'minusSign' ? '\u2212' : text))
      .join('')
  return {
    clock,
    /** As the pages write them: no order of day and month to guess. */
    day: (at: string | number) => {
      const { weekday, day, month, year } = dayParts(at)
      return `${weekday} ${day} ${month} ${year}`
    },
    dayClock: (at: string | number) => {
      const { day, month } = dayParts(at)
      return `${day} ${month}, ${clock(at)}`
    },
    /** Thin spaces between thousands and a true minus (ISO 80000-1), the language's decimal mark. */
    number,
    percent: (share: number) => number(share * 100, 1),
    minutes: (ms: number) => `${number(ms / 60_000, 1)} min`,
    seconds: (ms: number) => number(ms / 1000, 1),
    /** In the unit that fits it. */
    lasting: (ms: number) =>
      ms < 120_000
        ? `${number(ms / 1000)} s`
        : ms < 7_200_000
          ? `${number(ms / 60_000)} min`
          : `${number(ms / 3_600_000, 1)} h`,
    restatement(t: TFunction, { changes, lateEvents }: ShiftReport['restatements'][number]): string {
      const late = lateEvents.reduce((sum, { count }) => sum + count, 0)
      const sources = lateEvents.map(({ source }) => source).join(', ')
      const cause = late > 0 ? t('shift.late', { count: late, sources }) : t('shift.decision')
      const moved = changes.map(({ figure, was, is }) => {
        const [k, decimals] = figure.endsWith('Ms') ? [60_000, 1] : [1, 0]
        const name = t(`shift.figure.${figure as 'rejected'}`)
        return t('shift.change', {
          ...{ figure: name, delta: number((is - was) / k, decimals, true) },
          was: k === 1 ? number(was) : `${number(was / k, decimals)} min`,
        })
      })
      return t('shift.restated', { changes: [cause, ...(moved.length ? moved : [t('shift.noneMoved')])].join(', ') })
    },
  }
}
