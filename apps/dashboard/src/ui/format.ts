/** Numbers, durations and instants in the language of this screen and by its clock. */
import { type Formats, formatsOf, inWords, type Phrases } from '@celltwin/locales'
import i18next from 'i18next'

export { inSentence } from '@celltwin/locales'

const language = () => i18next.resolvedLanguage ?? 'en'

/** How this screen writes; with a zone, by the clock of a plant. */
export const formats = (timeZone?: string): Formats => formatsOf(language(), timeZone)

// Asked for anew each time: the language may change while the page is open.
/** How a spreadsheet of this language reads a CSV file. */
export const csvDecimal = (): 'point' | 'comma' => (formats().decimalMark === ',' ? 'comma' : 'point')
export const number: Formats['number'] = (...of) => formats().number(...of)
export const signed: Formats['signed'] = (...of) => formats().signed(...of)
export const percent: Formats['percent'] = (...of) => formats().percent(...of)
export const duration: Formats['duration'] = (...of) => formats().duration(...of)
export const minutes: Formats['minutes'] = (...of) => formats().minutes(...of)
export const time: Formats['time'] = (...of) => formats().time(...of)
export const shortTime: Formats['shortTime'] = (...of) => formats().shortTime(...of)
export const day: Formats['day'] = (...of) => formats().day(...of)
export const date: Formats['date'] = (...of) => formats().date(...of)
export const dayTime: Formats['dayTime'] = (...of) => formats().dayTime(...of)
export const bytes: Formats['bytes'] = (...of) => formats().bytes(...of)

/** Hour of an angle on the part: 12 at the 2D code, clockwise seen from the friction face. */
export const clockHour = (angleDeg: number): number => Math.round((((angleDeg % 360) + 360) % 360) / 30) % 12 || 12

export const clockPosition = (angleDeg: number): string => i18next.t('evidence.oclock', { hour: clockHour(angleDeg) })

/** First and last digits of a hash. */
export const shortHash = (hash: string): string =>
  hash.length > 12 ? `${hash.slice(0, 4)}\u2026${hash.slice(-4)}` : hash

/** `crimp-count` → `Crimp count`, and so in the language of this screen where its phrases have the term. */
export const words = (slug: string): string => phrase(inWords(slug))

/** A fixed English word or sentence in the language of this screen; as it is where the phrases do not have it. */
export function phrase(english: string): string {
  const bundle = i18next.isInitialized ? i18next.getResourceBundle(language(), 'translation') : undefined
  return (bundle as { phrases?: Phrases } | undefined)?.phrases?.[english] ?? english
}
