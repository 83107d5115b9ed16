/**
 * What people read, in each language: one file a language, in English first.
 *
 * A further language is one more file beside `en.json`; what it does not say is said in English.
 */
import type en from '../en.json'

export { type AlarmWords, alarmDetail, alarmFigure, alarmWords } from './alarm-sentences.ts'
export { type Formats, formatsOf } from './formats.ts'
export { cellPhrases, type Phrases, phraseBook, type Tell } from './phrases.ts'
export { ENOUGH, escapesText, overrunsTexts, restatementText } from './shift-sentences.ts'
export { evidenceInWords, inSentence, inWords, SHOWN_IN_WORDS } from './words.ts'

/** Everything that is said, by section; `en.json` is complete by definition. */
export type Catalog = typeof en

export const SOURCE_LANGUAGE = 'en'

/** What i18next needs to know in the browser and on the server alike. */
export const OPTIONS = {
  fallbackLng: SOURCE_LANGUAGE,
  defaultNS: 'translation',
  // React escapes, and PDF and mail are not HTML.
  interpolation: { escapeValue: false },
  returnNull: false,
} as const

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Catalog }
  }
}
