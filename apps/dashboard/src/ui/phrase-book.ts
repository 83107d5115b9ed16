/** What others say in English (the cell, the server) in the language of this screen. */
import type { CellDefinition } from '@celltwin/contracts'
import { cellPhrases, formatsOf, type Phrases, phraseBook, type Tell } from '@celltwin/locales'
import i18next from 'i18next'

type Definition = CellDefinition | undefined

/** One book at a time: making it anew costs more than a page full of sentences. */
let latest: { readonly language: string; readonly definition: Definition; readonly tell: Tell } | undefined

/** @param definition names things of its own, and says what they are called in that language */
export function makeBook(language: string, definition: Definition): Tell {
  const { phrases = {} } = (i18next.getResourceBundle(language, 'translation') ?? {}) as { phrases?: Phrases }
  const own = definition && cellPhrases(definition, language)
  return phraseBook({ ...phrases, ...own }, formatsOf(language).decimalMark)
}

/** The book of the cell that is shown. */
export function bookOf(language: string, definition: Definition): Tell {
  if (latest?.language === language && latest.definition === definition) return latest.tell
  const tell = makeBook(language, definition)
  latest = { language, definition, tell }
  return tell
}

/** Outside of components: by the book of the cell that is shown. */
export const tellNow: Tell = (sentence) =>
  i18next.isInitialized ? bookOf(i18next.language, latest?.definition)(sentence) : sentence
