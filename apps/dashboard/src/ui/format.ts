/** How numbers, durations and instants are written, by language. One place, so that columns align on every page. */
import { inWords, type Phrases } from '@celltwin/locales'
import i18next from 'i18next'

export { inSentence } from '@celltwin/locales'

const language = () => i18next.resolvedLanguage ?? 'en'
const two = (n: number) => String(n).padStart(2, '0')

const marks = new Map<string, string>()
/** What stands between units and tenths. */
export function decimalMark(code: string): string {
  const known = marks.get(code)
  if (known) return known
  const mark = new Intl.NumberFormat(code).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.'
  marks.set(code, mark)
  return mark
}

/** Fixed decimals, a true minus, thin spaces between thousands (ISO 80000-1) and the language's decimal mark. */
export function number(value: number, decimals = 0): string {
  const text = Math.abs(value).toFixed(decimals)
  const [whole = '0', fraction] = text.split('.')
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u2009') : whole
  const minus = value < 0 && Number(text) !== 0 ? '\u2212' : ''
  return `${minus}${grouped}${fraction ? `${decimalMark(language())}${fraction}` : ''}`
}

export const signed = (value: number, decimals = 0): string =>
  `${Number(value.toFixed(decimals)) > 0 ? '+' : ''}${number(value, decimals)}`

/** A duration as people say it: `0.4 s`, `12 s`, `4 min 10 s`, `2 h 05`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return `${number(seconds, 1)} s`
  if (seconds < 60) return `${Math.floor(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))}`
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`
}

/** `m:ss` for a wait or a countdown. */
export function minutes(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const rest = `${hours > 0 ? two(Math.floor((seconds % 3600) / 60)) : Math.floor(seconds / 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** Local time of day. */
export function time(at: string | number, milliseconds = false): string {
  const date = new Date(at)
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return milliseconds ? `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}` : clock
}

export const shortTime = (at: string | number): string => time(at).slice(0, 5)

/** `Thu 19 Nov`, by the clock of this screen or of a plant. */
export function day(at: string | number, timeZone?: string): string {
  const { weekday, day, month } = dayParts(at, timeZone)
  return `${weekday} ${day} ${month}`
}

/** `19 Nov 2026`: what may be years away. */
export function date(at: string | number): string {
  const { day, month, year } = dayParts(at)
  return `${day} ${month} ${year}`
}

/** In words of the language, in an order that needs no guess. */
function dayParts(at: string | number, timeZone?: string): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone } as const
  const parts = new Intl.DateTimeFormat(language(), options).formatToParts(new Date(at))
  return Object.fromEntries(parts.map(({ type, value }) => [type, value.replace('.', '')]))
}

/** Time of day, with the day where it is not today's. */
export const dayTime = (at: string, now = Date.now()): string =>
  day(at) === day(now) ? time(at) : `${day(at)} ${time(at)}`

/** Hour of an angle on the part: 12 at the 2D code, clockwise seen from the friction face. */
export const clockHour = (angleDeg: number): number => Math.round((((angleDeg % 360) + 360) % 360) / 30) % 12 || 12

export const clockPosition = (angleDeg: number): string => i18next.t('evidence.oclock', { hour: clockHour(angleDeg) })

/** First and last digits of a hash. */
export const shortHash = (hash: string): string =>
  hash.length > 12 ? `${hash.slice(0, 4)}\u2026${hash.slice(-4)}` : hash

export const bytes = (n: number): string =>
  n < 1000 ? `${n} B` : n < 1e6 ? `${number(n / 1e3, 0)} kB` : `${number(n / 1e6, 1)} MB`

/** `crimp-count` → `Crimp count`, and so in the language of this screen where its phrases have the term. */
export const words = (slug: string): string => phrase(inWords(slug))

/** A fixed English word or sentence in the language of this screen; as it is where the phrases do not have it. */
export function phrase(english: string): string {
  const bundle = i18next.isInitialized ? i18next.getResourceBundle(language(), 'translation') : undefined
  return (bundle as { phrases?: Phrases } | undefined)?.phrases?.[english] ?? english
}
