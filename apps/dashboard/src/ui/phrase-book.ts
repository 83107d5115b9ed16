/** What others say in English (the cell, the server) in the language of this screen. */
import { type Phrases, phraseBook, type Tell, titlePhrases } from '@celltwin/locales'
import i18next from 'i18next'
import { decimalMark } from './format.ts'

/** One book at a time: making it anew costs more than a page full of sentences. */
let latest: { readonly language: string; readonly named: Phrases | undefined; readonly tell: Tell } | undefined

/** @param named what the cell file calls its own things in that language */
export function bookOf(language: string, named: Phrases | undefined): Tell {
  if (latest?.language === language && latest.named === named) return latest.tell
  const { phrases = {} } = (i18next.getResourceBundle(language, 'translation') ?? {}) as { phrases?: Phrases }
  const tell = phraseBook({ ...phrases, ...titlePhrases(named ?? {}) }, decimalMark(language))
  latest = { language, named, tell }
  return tell
}

/** Outside of components: by the book of the cell that is shown. */
export const tellNow: Tell = (sentence) =>
  i18next.isInitialized ? bookOf(i18next.language, latest?.named)(sentence) : sentence
