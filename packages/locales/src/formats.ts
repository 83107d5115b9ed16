/**
 * How numbers, durations and instants are written in a language: one hand for every page, paper and mail, so that columns
 * align and a screen and the paper of the same thing read alike.
 */

export type Formats = ReturnType<typeof makeFormats>

const made = new Map<string, Formats>()

/** @param timeZone by whose clock; that of this computer where there is none */
export function formatsOf(language: string, timeZone?: string): Formats {
  const key = `${language} ${timeZone}`
  const formats = made.get(key) ?? makeFormats(language, timeZone)
  made.set(key, formats)
  return formats
}

type At = string | number
type Parts = Readonly<Partial<Record<Intl.DateTimeFormatPartTypes, string>>>

/** A page shows the rest of what it has where one instant is none. */
const NO_INSTANT: Parts = {
  ...{ hour: '–', minute: '–', second: '–', fractionalSecond: '–' },
  ...{ weekday: '–', day: '–', month: '–', year: '–' },
}

const two = (n: number) => String(n).padStart(2, '0')

function makeFormats(language: string, timeZone: string | undefined) {
  const partsOf = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { ...options, hourCycle: 'h23', timeZone })
    return (at: At): Parts => {
      const date = new Date(at)
      if (Number.isNaN(date.getTime())) return NO_INSTANT
      // Months and weekdays are short enough without their full stop.
      return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value.replace('.', '')]))
    }
  }
  const clockParts = partsOf({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 })
  const dayParts = partsOf({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

  /** What stands between units and tenths. */
  const decimalMark =
    new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.'

  /** Fixed decimals, a true minus, thin spaces between thousands (ISO 80000-1) and the language's decimal mark. */
  const number = (value: number, decimals = 0): string => {
    const text = Math.abs(value).toFixed(decimals)
    const [whole = '0', fraction] = text.split('.')
    const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u2009') : whole
    const minus = value < 0 && Number(text) !== 0 ? '\u2212' : ''
    return `${minus}${grouped}${fraction ? `${decimalMark}${fraction}` : ''}`
  }
  const signed = (value: number, decimals = 0): string =>
    `${Number(value.toFixed(decimals)) > 0 ? '+' : ''}${number(value, decimals)}`

  /** `10:35:48`, or `10:35:48.125`. */
  const time = (at: At, milliseconds = false): string => {
    const { hour, minute, second, fractionalSecond } = clockParts(at)
    return `${hour}:${minute}:${second}${milliseconds ? `.${fractionalSecond}` : ''}`
  }
  /** `10:35`. */
  const shortTime = (at: At): string => time(at).slice(0, 5)
  /** `Thu 19 Nov`: in words, in an order that needs no guess. */
  const day = (at: At): string => {
    const { weekday, day, month } = dayParts(at)
    return `${weekday} ${day} ${month}`
  }
  /** `19 Nov 2026`: what may be years away. */
  const date = (at: At): string => {
    const { day, month, year } = dayParts(at)
    return `${day} ${month} ${year}`
  }

  return {
    ...{ decimalMark, number, signed, time, shortTime, day, date },
    /** `Thu 19 Nov 2026`. */
    fullDay: (at: At): string => `${dayParts(at).weekday} ${date(at)}`,
    /** `19 Nov, 10:35`. */
    dateTime: (at: At): string => {
      const { day, month } = dayParts(at)
      return `${day} ${month}, ${shortTime(at)}`
    },
    /** Time of day, with the day where it is not today's. */
    dayTime: (at: At, now = Date.now()): string => (day(at) === day(now) ? time(at) : `${day(at)} ${time(at)}`),

    /** `0.25 %`: small shares with two decimals, so that a rare thing is not shown as none. */
    percent: (share: number): string => `${number(100 * share, share < 0.1 ? 2 : 1)} %`,
    /** `97.5`, for a column or sentence that has the sign. */
    percentFigure: (share: number): string => number(100 * share, 1),

    /** `4.2 min`, as times of a shift are added up. */
    inMinutes: (ms: number): string => `${number(ms / 60_000, 1)} min`,
    /** `16.9`, for a column or sentence that has the unit. */
    secondsFigure: (ms: number): string => number(ms / 1000, 1),
    /** A duration as people say it: `0.4 s`, `12 s`, `4 min 10 s`, `2 h 05`. */
    duration(ms: number): string {
      const seconds = Math.max(0, ms) / 1000
      if (seconds < 10) return `${number(seconds, 1)} s`
      if (seconds < 60) return `${Math.floor(seconds)} s`
      if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
      if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))}`
      return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`
    },
    /** `7:35`, `1:02:05`: a wait or a countdown. */
    minutes(ms: number): string {
      const seconds = Math.max(0, Math.floor(ms / 1000))
      const [hours, past] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
      return `${hours > 0 ? `${hours}:${two(past)}` : past}:${two(seconds % 60)}`
    },
    bytes: (n: number): string =>
      n < 1000 ? `${n} B` : n < 1e6 ? `${number(n / 1e3)} kB` : `${number(n / 1e6, 1)} MB`,
  }
}
